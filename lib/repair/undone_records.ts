/**
 * The records that an undo takes away, puts back or brings back: what has come to rest on them since, what no undo
 * takes back, and what the journal is told of the objects among them.
 */
import { REFERENCES_FROM } from "../checks/reference_table.ts";
import type { NewEvent } from "../journal/append.ts";
import { parseEventId } from "../journal/ordinals.ts";
import type { ChangeWithContent, FileChange } from "../model/change.ts";
import { textOf } from "../model/fields.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import type { StoredReport } from "../model/repair_report.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { isGone } from "../store/gone.ts";
import { nameOf, targetOf } from "../store/lookup.ts";
import { namedIds } from "../store/named_ids.ts";
import { recordPathOf } from "../store/record_path.ts";
import { UNDO_FIELD } from "../journal/import_event.ts";
import type { Change } from "./staleness.ts";
import type { Undo } from "./undo.ts";

interface State {
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
}

/** The records as they are now of which an undo changes the files. */
interface Touched {
  readonly record: ReadableRecord;
  readonly change: FileChange;
}

/** Steps that are about records which may come and go: of a repair's, undo has always put back the very file. */
function changesOfRecords({ steps, changes }: Pick<Undo, "steps" | "changes">): readonly FileChange[] {
  const paths = new Set(
    steps.filter(({ kind }) => kind === "import" || kind === "decide").flatMap((step) => step.changes).map((one) =>
      one.path
    ),
  );
  return changes.map(({ change }: ChangeWithContent) => change).filter(({ path }) => paths.has(path));
}

function touchedBy(undo: Undo, { all }: Catalog): readonly Touched[] {
  const changes = new Map(changesOfRecords(undo).map((change) => [change.path, change]));
  return all.flatMap((record) => {
    const change = changes.get(record.path);
    return change === undefined ? [] : [{ record, change }];
  });
}

/** What happened since the report to the records that are taken back, or has come to name them; nothing is undone then. */
export function restingOn(
  report: StoredReport,
  undo: Undo,
  state: State & { readonly reports: readonly StoredReport[] },
): readonly Change[] {
  const touched = touchedBy(undo, state.catalog);
  const going = touched.filter(({ change }) => change.after === null).map(({ record }) => record);
  return [
    ...actsSince(lastOwnEvent(report, state.reports), { touched, going }, state.store),
    ...namedBy(going, state.catalog),
  ];
}

/** The ordinal of the last event by which the change, what took it back, what took that back and so on told of themselves. */
function lastOwnEvent({ record_id: id, event_id: event }: StoredReport, reports: readonly StoredReport[]): number {
  const ids = new Set([id]);
  let last = parseEventId(event) ?? 0;
  // The oldest first: what takes another back comes behind it.
  for (const { record_id: own, undoes, event_id: told } of reports.toReversed()) {
    if (undoes === null || !ids.has(undoes)) continue;
    ids.add(own);
    last = Math.max(last, parseEventId(told) ?? 0);
  }
  return last;
}

function actsSince(
  own: number,
  { touched, going }: { readonly touched: readonly Touched[]; readonly going: readonly ReadableRecord[] },
  { journal }: StoreSnapshot,
): readonly Change[] {
  const isSince = (event: string) => (parseEventId(event) ?? Infinity) > own;
  const ids = (records: readonly ReadableRecord[], kind: RecordKind) =>
    new Set(records.flatMap((record) => record.kind === kind ? record.id ?? [] : []));
  const objects = ids(touched.map(({ record }) => record), "object");
  const actors = ids(going, "actor");
  return [
    ...journal.objects.flatMap(({ object_id: id, last_event_id: last }) =>
      objects.has(id) && isSince(last)
        ? [{ target: id, message: `The journal tells of object "${id}" since, in event "${last}"` }]
        : []
    ),
    ...journal.actors.flatMap(({ actor_id: id, last_event_id: last }) =>
      actors.has(id) && isSince(last)
        ? [{ target: id, message: `Actor "${id}" has written to the journal since, in event "${last}"` }]
        : []
    ),
  ];
}

/** Records that stay, and name one that would go. */
function namedBy(going: readonly ReadableRecord[], { all }: Catalog): readonly Change[] {
  const key = (kind: RecordKind, id: string | null) => `${kind} ${id}`;
  const goes = new Set(going);
  const left = new Set(going.map(({ kind, id }) => key(kind, id)));
  const staying = all.filter((record) => !goes.has(record));
  for (const { kind, id } of staying) left.delete(key(kind, id));
  if (left.size === 0) return [];
  return staying.flatMap((record) =>
    REFERENCES_FROM[record.kind].flatMap(({ field, to }) =>
      namedIds(record.record, field).filter((id) => to.some((kind) => left.has(key(kind, id)))).map((id) => ({
        target: targetOf(record),
        message: `${nameOf(record)} names "${id}"`,
      }))
    )
  );
}

/** Why no undo takes these records back, whatever happened since, each as a sentence (docs/domain.md, "Rules between records"). */
export function keptForGood(undo: Undo, { catalog }: Pick<State, "catalog">): readonly Change[] {
  return touchedBy(undo, catalog).flatMap(({ record, change }) => {
    if (record.kind !== "object") return [];
    const says = (message: string) => [{ target: targetOf(record), message: `${nameOf(record)} ${message}` }];
    if (textOf(record.record, "retention_class") === "legal_hold") return says("is under legal hold, and stays");
    return change.after !== null && isGone(record.record) ? says("was deleted, and no deletion is taken back") : [];
  });
}

/** The ids of the objects whose records an undo of the report takes away, puts back or brings back. */
export function undoneObjects(report: StoredReport, undo: Undo, { catalog }: Pick<State, "catalog">) {
  const here = new Map(catalog.ofKind("object").map(({ path, id }) => [path, id]));
  // A record that comes back is not here to say its id; the report does, and the file's name has to agree.
  const told = new Map(report.report.affected_objects.map((id) => [recordPathOf("object", id), id]));
  return changesOfRecords(undo).flatMap((change) => {
    const id = change.path.startsWith(`${KINDS.object.folder}/`)
      ? here.get(change.path) ?? told.get(change.path)
      : null;
    return id === null || id === undefined ? [] : [{ id, change }];
  });
}

/**
 * The event that tells of an object in an undo. A record that goes was not deleted by anybody: the bundle may bring it
 * again, and what the undo says of itself is no part of the object's history, as with an import.
 */
export function undoneEvent(
  { id, change }: ReturnType<typeof undoneObjects>[number],
  { undoId, at, store }: { readonly undoId: string; readonly at: string; readonly store: StoreSnapshot },
): NewEvent {
  const own = { object_id: id, producer: "sourceos-sync", created_at: at };
  const told = (record: string) => ({ [UNDO_FIELD]: { report_id: undoId, record } });
  if (change.after === null) return { event_type: "repair", lane: "repair", ...own, payload: told("taken_away") };
  if (change.before !== null) {
    return { event_type: "update", lane: "normal", ...own, payload: { [UNDO_FIELD]: { report_id: undoId } } };
  }
  const isTombstone = store.journal.objects.find(({ object_id: object }) => object === id)?.deleted === true;
  return isTombstone
    ? { event_type: "delete", lane: "tombstone", ...own, payload: told("brought_back") }
    : { event_type: "add", lane: "normal", ...own, payload: told("brought_back") };
}

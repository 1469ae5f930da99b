/**
 * The records that an undo takes away, puts back or brings back: what has come to rest on them since, what no undo
 * takes back, and what the journal is told of the objects among them.
 */
import { REFERENCES_FROM } from "../checks/reference_table.ts";
import { UNDO_FIELD } from "../journal/import_event.ts";
import { toldReports } from "../change/told_reports.ts";
import type { NewEvent } from "../journal/append.ts";
import { parseEventId } from "../journal/ordinals.ts";
import type { FileChange } from "../model/change.ts";
import { BUILT_BY } from "../model/derived.ts";
import { textOf } from "../model/fields.ts";
import type { JournalSummary } from "../model/journal.ts";
import { KINDS } from "../model/kinds.ts";
import type { StoredReport } from "../model/repair_report.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { isGone } from "../store/gone.ts";
import { lookupOf, nameOf, targetOf } from "../store/lookup.ts";
import { namedIds } from "../store/named_ids.ts";
import { recordPathOf } from "../store/record_path.ts";
import { describeSchemas } from "../store/schema_table.ts";
import type { Change } from "./staleness.ts";
import type { Undo } from "./undo.ts";

interface State {
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
}

/** What the undo does to a file of the steps that are about records: of other steps' it has always put back the very file. */
interface RecordChange {
  readonly change: FileChange;
  /** The kind of the step. */
  readonly step: "import" | "decide";
}

/** A record as it is now, of which an undo changes the file. */
interface Touched extends RecordChange {
  readonly record: ReadableRecord;
}

/** What of an undo is looked at here. */
type UndoneFiles = Pick<Undo, "steps" | "changes">;

function changesOfRecords({ steps, changes }: UndoneFiles): readonly RecordChange[] {
  const kinds = new Map(
    steps.flatMap(({ kind, changes: done }) =>
      kind === "import" || kind === "decide" ? done.map(({ path }) => [path, kind] as const) : []
    ),
  );
  return changes.flatMap(({ change }) => {
    const step = kinds.get(change.path);
    return step === undefined ? [] : [{ change, step }];
  });
}

function touchedBy(undo: UndoneFiles, { all }: Catalog): readonly Touched[] {
  const changes = new Map(changesOfRecords(undo).map((one) => [one.change.path, one]));
  return all.flatMap((record) => {
    const found = changes.get(record.path);
    return found === undefined ? [] : [{ ...found, record }];
  });
}

/** What happened since the report to the records that are taken back or come back, or has come to name them; nothing is undone then. */
export function restingOn(
  report: Pick<StoredReport, "record_id" | "event_id" | "kind" | "report">,
  undo: UndoneFiles,
  state: State & { readonly reports: readonly StoredReport[] },
): readonly Change[] {
  const touched = touchedBy(undo, state.catalog);
  const objects = new Set(undoneObjects(report, undo, state).map(({ id }) => id));
  if (touched.length === 0 && objects.size === 0) return [];
  const { journal } = state.store;
  if (!toldReports([report], journal).has(report)) return [untold(report)];
  const going = new Set(touched.flatMap(({ record, change }) => change.after === null ? [record] : []));
  const undone = { going, changing: new Set(touched.map(({ record }) => record)) };
  const actors = new Set([...going].flatMap(({ kind, id }) => kind === "actor" ? id ?? [] : []));
  return [
    ...actsSince(lastOwnEvent(report, [...toldReports(state.reports, journal).keys()]), { objects, actors }, journal),
    ...namedBy(undone, state.catalog),
    ...governedBy(undone, state),
  ];
}

/** What was appended since cannot be told from what came before, where the report does not stand in the journal where it says. */
function untold(
  { record_id: id, event_id: event, kind }: Pick<StoredReport, "record_id" | "event_id" | "kind">,
): Change {
  return { target: id, message: `The journal does not tell of the ${kind} in event "${event}", as its report says` };
}

/** The ordinal of the last event by which the change, what took it back, what took that back and so on told of themselves. */
function lastOwnEvent(
  { record_id: id, event_id: event }: Pick<StoredReport, "record_id" | "event_id">,
  reports: readonly StoredReport[],
): number {
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
  { objects, actors }: { readonly objects: ReadonlySet<string>; readonly actors: ReadonlySet<string> },
  journal: JournalSummary,
): readonly Change[] {
  const isSince = (event: string) => (parseEventId(event) ?? Infinity) > own;
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

interface UndoneRecords {
  /** Those that are taken away. */
  readonly going: ReadonlySet<ReadableRecord>;
  /** All whose files change: these too. */
  readonly changing: ReadonlySet<ReadableRecord>;
}

/** Records that stay as they are, and name one that would go. */
function namedBy({ going, changing }: UndoneRecords, { all }: Catalog): readonly Change[] {
  const key = ({ kind, id }: Pick<ReadableRecord, "kind" | "id">) => `${kind} ${id}`;
  const left = new Set([...going].map(key));
  for (const record of all) if (!going.has(record)) left.delete(key(record));
  if (left.size === 0) return [];
  return all.filter((record) => !changing.has(record)).flatMap((record) =>
    REFERENCES_FROM[record.kind].flatMap(({ field, to }) =>
      namedIds(record.record, field).filter((id) => to.some((kind) => left.has(key({ kind, id })))).map((id) => ({
        target: targetOf(record),
        message: `${nameOf(record)} names "${id}"`,
      }))
    )
  );
}

/** Objects that stay as they are, and name another schema than the one that would go, which describes their version. */
function governedBy({ going, changing }: UndoneRecords, { store, catalog }: State): readonly Change[] {
  if (![...going].some(({ kind }) => kind === "schema")) return [];
  const lookup = lookupOf(store, catalog);
  const objects = lookup.ofKind("object");
  const table = describeSchemas(lookup.ofKind("schema"), objects, lookup);
  return objects.filter((object) => !changing.has(object)).flatMap((object) => {
    const named = lookup.record("schema", textOf(object.record, "schema_id"));
    const governing = named === null ? null : table.governing(object, named);
    if (governing === null || governing === named || !going.has(governing)) return [];
    return [{
      target: targetOf(object),
      message: `${nameOf(object)} is of the version that schema "${governing.id ?? governing.path}" describes`,
    }];
  });
}

/** Why no undo takes these records back, whatever happened since, each as a sentence (docs/domain.md, "Rules between records"). */
export function keptForGood(undo: UndoneFiles, { catalog }: Pick<State, "catalog">): readonly Change[] {
  return touchedBy(undo, catalog).flatMap(({ record, change, step }) => {
    if (record.kind !== "object") return [];
    const says = (message: string) => [{ target: targetOf(record), message: `${nameOf(record)} ${message}` }];
    const isHeld = textOf(record.record, "retention_class") === "legal_hold";
    // A merge keeps how long its object is kept; what an import replaced was not held.
    if (isHeld && (change.after === null || step === "import")) return says("is under legal hold, and stays");
    return change.after !== null && isGone(record.record) ? says("was deleted, and no deletion is taken back") : [];
  });
}

/** An object whose record an undo takes away, puts back or brings back. */
interface UndoneObject {
  readonly id: string;
  readonly change: FileChange;
}

/** The objects whose records an undo of the report changes. */
export function undoneObjects(
  report: Pick<StoredReport, "report">,
  undo: UndoneFiles,
  { catalog }: Pick<State, "catalog">,
): readonly UndoneObject[] {
  const here = new Map(catalog.ofKind("object").map(({ path, id }) => [path, id]));
  // A record that comes back is not here to say its id; the report does, and the file's name has to agree.
  const told = new Map(report.report.affected_objects.map((id) => [recordPathOf("object", id), id]));
  return changesOfRecords(undo).flatMap(({ change }) => {
    const id = change.path.startsWith(`${KINDS.object.folder}/`)
      ? here.get(change.path) ?? told.get(change.path)
      : null;
    return id === null || id === undefined ? [] : [{ id, change }];
  });
}

/**
 * The events that tell of the objects in an undo. A record that goes was not deleted by anybody: the bundle may bring it
 * again, and what the undo says of itself is no part of the object's history, as with an import.
 */
export function undoneEvents(
  objects: readonly UndoneObject[],
  { undoId, at, store }: { readonly undoId: string; readonly at: string; readonly store: StoreSnapshot },
): readonly NewEvent[] {
  const deleted = new Set(store.journal.objects.flatMap((head) => head.deleted ? [head.object_id] : []));
  return objects.map(({ id, change: { before, after } }) => {
    const own = { object_id: id, producer: BUILT_BY, created_at: at };
    const told = (record: string) => ({ [UNDO_FIELD]: { report_id: undoId, record } });
    if (after === null) return { event_type: "repair", lane: "repair", ...own, payload: told("taken_away") };
    if (before !== null) {
      return { event_type: "update", lane: "normal", ...own, payload: { [UNDO_FIELD]: { report_id: undoId } } };
    }
    return deleted.has(id)
      ? { event_type: "delete", lane: "tombstone", ...own, payload: told("brought_back") }
      : { event_type: "add", lane: "normal", ...own, payload: told("brought_back") };
  });
}

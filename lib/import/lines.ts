/**
 * What an import appends to the journal: of each object's history what is new here, event by event as it was, then for
 * each object one event by the import bridge, and last the event that tells of the whole import.
 */
import { eventLine, renumberedLine } from "../journal/append.ts";
import type { JsonObject } from "../text/json.ts";
import { reportObject } from "../change/told_reports.ts";
import { IMPORT_FIELD } from "../journal/import_event.ts";
import { historyEvent } from "./history.ts";
import type { JudgedRecord } from "./judged_records.ts";
import type { ImportState } from "./state.ts";

export interface ImportLines {
  /** The objects that are taken over. */
  readonly objects: readonly JudgedRecord[];
  readonly histories: ImportState["histories"];
  readonly firstOrdinal: number;
  readonly at: string;
  /** Who everything is attributed to. */
  readonly actor: string;
  /** Whether the import itself registers that one. */
  readonly registers: boolean;
  readonly reportId: string;
  readonly bundleSha256: string;
  readonly sourceStore: string | null;
  readonly conflicts: number;
}

/** How many events of the object's history are new here. */
function newEvents({ id }: JudgedRecord, histories: ImportState["histories"]): number {
  const history = histories.counts(id);
  if (history === undefined || history.relation === "diverged") return 0;
  return Math.max(0, history.bundle - history.here);
}

/** What becomes of an object that is taken over. */
export function eventTypeOf({ gone, outcome }: JudgedRecord): "add" | "update" | "delete" {
  return gone ? "delete" : outcome === "new" ? "add" : "update";
}

/** How many lines there will be. */
export function countImportLines({ objects, histories }: Pick<ImportLines, "objects" | "histories">): number {
  return objects.reduce((sum, object) => sum + newEvents(object, histories) + 1, 1);
}

/** How far the bundle has told of an object whose history has so many events here. */
interface Progress {
  readonly here: number;
  seen: number;
  lastId: string | null;
}

/** The lines, each with its newline; `events` are the bundle's, in their order. The same again for the same facts. */
export function* importLines(facts: ImportLines, events: Iterable<{ readonly value: JsonObject }>): Generator<string> {
  const { objects, histories, at, actor, reportId, bundleSha256, sourceStore } = facts;
  const known = new Map<string, Progress>();
  for (const { id } of objects) {
    const counts = histories.counts(id);
    if (counts !== undefined) known.set(id, { here: counts.here, seen: 0, lastId: null });
  }
  let ordinal = facts.firstOrdinal;
  for (const { value } of events) {
    const event = historyEvent(value);
    const progress = event === null ? undefined : known.get(event.object_id);
    if (event === null || progress === undefined) continue;
    progress.lastId = event.event_id;
    if (progress.seen++ >= progress.here) yield renumberedLine(ordinal++, value);
  }
  const told = { bundle_sha256: bundleSha256, report_id: reportId, source_store: sourceStore };
  for (const object of objects) {
    yield eventLine(ordinal++, {
      event_type: eventTypeOf(object),
      lane: object.gone ? "tombstone" : "normal",
      object_id: object.id,
      producer: actor,
      created_at: at,
      payload: {
        [IMPORT_FIELD]: {
          ...told,
          source_event: known.get(object.id)?.lastId ?? null,
          events: newEvents(object, histories),
        },
      },
    });
  }
  yield eventLine(ordinal, {
    event_type: "repair",
    lane: "repair",
    object_id: reportObject(reportId),
    producer: actor,
    created_at: at,
    payload: {
      report_id: reportId,
      kind: "import",
      [IMPORT_FIELD]: {
        ...told,
        objects: objects.length,
        conflicts: facts.conflicts,
        ...(facts.registers ? { registered_bridge: actor } : {}),
      },
    },
  });
}

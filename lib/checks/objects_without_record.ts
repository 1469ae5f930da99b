/** Objects that the journal keeps alive and that have no record. */
import type { Finding } from "../model/documents/health.ts";
import type { ObjectHead } from "../model/journal.ts";
import { ALL_KINDS, KINDS } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Lookup } from "../store/lookup.ts";
import { targetName } from "../store/catalog.ts";
import { plural } from "../text/words.ts";
import { lostRecords } from "../change/lost_records.ts";
import { type CheckInput, finding, type FindingKind, findingKind } from "./frame/check.ts";
import { FROM_ELSEWHERE } from "./frame/recommendation.ts";

const BRING_BACK = `Bring the records back ${FROM_ELSEWHERE}: the journal alone cannot make them again`;

const LOST = findingKind(
  "journal.object-record-missing",
  "error",
  "Objects that the journal keeps alive have no record, though others have one",
  BRING_BACK,
);
const NONE_KEPT = findingKind(
  "journal.no-object-records",
  "warning",
  "The journal tells of objects, and the store has other records and none of an object",
  BRING_BACK,
);
const JOURNAL_ALONE = findingKind(
  "journal.objects-without-records",
  "info",
  "Objects are known from the journal alone",
  "Nothing needs to be done where only the daemon's command line writes to this store: it keeps no records",
);

export const OBJECT_RECORD_KINDS: readonly FindingKind[] = [LOST, NONE_KEPT, JOURNAL_ALONE];

const SHOWN = 5;

/** The heads of live objects that no record of any registry tells of; none where nobody can know. */
export function objectsWithoutRecord(store: StoreSnapshot, lookup: Lookup): readonly ObjectHead[] {
  // A folder that is gone is told of as such; one that cannot be looked into says nothing.
  if (!store.folders.some(({ path }) => path === KINDS.object.folder)) return [];
  return store.journal.objects.filter((head) =>
    lookup.record("object", head.object_id) === null && isAlive(head) &&
    ALL_KINDS.every(({ kind }) => lookup.find(kind, head.object_id).state === "missing")
  );
}

/** Whether the newest event of it is of an object that is there; the daemon's made-up ids name none. */
function isAlive({ deleted, last_event_type: type, object_id: id, first_event_id: first }: ObjectHead): boolean {
  return !deleted && (type === "add" || type === "update") && id !== `object-${first}`;
}

/** One finding for all of them: an error where others have a record, info where the store keeps no records at all. */
export function missingObjectRecords(
  check: string,
  { store, catalog }: Pick<CheckInput, "store" | "catalog">,
  lookup: Lookup,
): readonly Finding[] {
  // What the inventory knows is told of by itself, with its digest.
  const passed = new Set<string | null>([
    ...store.moving_objects ?? [],
    ...lostRecords(store, catalog).flatMap(({ kind, id }) => kind === "object" ? [id] : []),
  ]);
  const heads = objectsWithoutRecord(store, lookup).filter(({ object_id: id }) => !passed.has(id));
  const [first] = heads;
  if (first === undefined) return [];
  const of = kindFor(lookup);
  const ids = heads.slice(0, SHOWN).map(({ object_id: id }) => id);
  const many = heads.length > 1;
  return [finding(check, of, {
    target: many ? KINDS.object.folder : targetName("object", first.object_id),
    message: many
      ? `${plural(heads.length, "object")} that the journal keeps alive have no record, the first "${first.object_id}"`
      : `Object "${first.object_id}", which the journal keeps alive, has no record`,
    evidence: {
      file: "journal.jsonl",
      line: first.line,
      offset: first.offset,
      event_id: first.last_event_id,
      total: heads.length,
      objects: ids,
    },
  }, store)];
}

function kindFor(lookup: Lookup): FindingKind {
  if (lookup.keeps("object")) return LOST;
  const others = ALL_KINDS.filter(({ registry, kind }) => registry && kind !== "object" && kind !== "report");
  return others.some(({ kind }) => lookup.keeps(kind)) ? NONE_KEPT : JOURNAL_ALONE;
}

/**
 * What an import does inside the given scopes: their objects, and the records that these need. A record that is here
 * already under its id is never overwritten, but for an object whose history the bundle goes on from.
 */
import type { ImportAction } from "../model/documents/import.ts";
import { placeKey } from "../policy/subject.ts";
import { type ImportActions, importActions } from "./actions.ts";
import { createCells } from "./columns.ts";
import type { JudgedRecord, JudgedRecords } from "./judged_records.ts";
import type { ImportScope } from "./scope.ts";
import { isInside, isNamed } from "./scope.ts";
import type { ImportState } from "./state.ts";

export interface ImportSelection {
  readonly actions: ImportActions;
  /** The objects whose history is taken over as far as it is new here, by ascending id. */
  readonly objects: readonly JudgedRecord[];
}

/** Every record with what would be done with it inside the scopes. */
export function selectImport(
  records: JudgedRecords,
  scopes: readonly ImportScope[] | "everything",
  state: ImportState,
): ImportSelection {
  const isTaken = scopes === "everything" ? () => true : insideScopes(records, scopes, state);
  const actions = importActions(records, (record) => isTaken(record) ? actionOf(record) : "outside");
  const objects = [...records.ofKind("object")].filter((record) =>
    isTaken(record) && isPresent(record) && (actions.of(record) !== "none" || bringsEvents(record, state))
  );
  return { actions, objects };
}

/** Whether the object is, or will be, here as the bundle has it. */
export function isPresent({ outcome }: JudgedRecord): boolean {
  return outcome === "new" || outcome === "newer" || outcome === "identical";
}

function bringsEvents({ id }: JudgedRecord, { histories }: ImportState): boolean {
  const relation = histories.counts(id)?.relation;
  return relation === "only_bundle" || relation === "behind";
}

function actionOf({ kind, outcome, local }: JudgedRecord): ImportAction {
  switch (outcome) {
    case "new":
      return "written";
    case "newer":
      return "replaced";
    case "conflicting":
      // A conflict is about an object that is here; of anything else there is nothing to choose from.
      return kind === "object" && local !== null ? "conflict" : "skipped";
    case "forbidden":
      return "skipped";
    case "identical":
    case "older":
      return "none";
  }
}

/** Tells of each record whether it is inside. */
function insideScopes(
  records: JudgedRecords,
  scopes: readonly ImportScope[],
  { histories, lookup }: ImportState,
): (record: JudgedRecord) => boolean {
  const inside = createCells(new Uint8Array(records.count));
  const queue: JudgedRecord[] = [];
  const take = (record: JudgedRecord | null) => {
    if (record === null || record.kind === "object" || inside.at(record.index) === 1) return;
    inside.set(record.index, 1);
    queue.push(record);
  };

  const present = new Set<string>();
  const places = new Set<string>();
  for (const record of records) {
    if (record.kind !== "object") {
      if (isNamed(record, scopes)) take(record);
      continue;
    }
    if (!isInside(record, scopes)) continue;
    inside.set(record.index, 1);
    if (!isPresent(record)) continue;
    present.add(record.id);
    places.add(placeKey(record));
    queue.push(record);
    for (const producer of histories.get(record.id)?.producers.keys() ?? []) {
      take(records.find({ kind: "actor", id: producer }));
    }
  }
  for (const record of records) {
    const { kind, objects } = record;
    if (objects.length > 0) {
      const areHere = objects.every((id) => present.has(id) || lookup.record("object", id) !== null);
      if (areHere && objects.some((id) => present.has(id))) take(record);
    } else if (kind === "decision" && places.has(placeKey(record))) take(record);
  }
  // What is taken may name others, so that the list grows while it is walked.
  for (const { references } of queue) for (const named of references) take(records.find(named));
  return ({ index }) => inside.at(index) === 1;
}

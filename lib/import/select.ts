/**
 * What an import does inside the given scopes: their objects, and the records that these need. A record that is here
 * already under its id is never overwritten, but for an object whose history the bundle goes on from.
 */
import type { ImportAction } from "../model/documents/import.ts";
import { placeKey } from "../policy/subject.ts";
import type { ImportScope } from "./scope.ts";
import { isInside, isNamed } from "./scope.ts";
import type { ImportState, JudgedRecord } from "./state.ts";

export interface ImportSelection {
  /** What is done with each record of the bundle. */
  readonly actions: ReadonlyMap<JudgedRecord, ImportAction>;
  /** The objects whose history is taken over as far as it is new here, by ascending id. */
  readonly objects: readonly JudgedRecord[];
}

/** Every record with what would be done with it inside the scopes. */
export function selectImport(
  records: readonly JudgedRecord[],
  scopes: readonly ImportScope[] | "everything",
  state: ImportState,
): ImportSelection {
  const inside = scopes === "everything" ? new Set(records) : insideScopes(records, scopes, state);
  const actions = new Map(records.map((record) => [record, inside.has(record) ? actionOf(record) : "outside"]));
  const objects = records.filter((record) => record.kind === "object" && inside.has(record) && isPresent(record))
    .filter((record) => actions.get(record) !== "none" || bringsEvents(record, state));
  return { actions, objects };
}

/** Whether the object is, or will be, here as the bundle has it. */
export function isPresent({ outcome }: JudgedRecord): boolean {
  return outcome === "new" || outcome === "newer" || outcome === "identical";
}

function bringsEvents({ id }: JudgedRecord, { histories }: ImportState): boolean {
  const relation = histories.get(id)?.relation;
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

function insideScopes(
  records: readonly JudgedRecord[],
  scopes: readonly ImportScope[],
  { histories, lookup }: ImportState,
): ReadonlySet<JudgedRecord> {
  const byName = new Map(records.map((record) => [sortName(record), record]));
  const inside = new Set<JudgedRecord>();
  const queue: JudgedRecord[] = [];
  const take = (record: JudgedRecord | undefined) => {
    if (record === undefined || record.kind === "object" || inside.has(record)) return;
    inside.add(record);
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
    inside.add(record);
    if (!isPresent(record)) continue;
    present.add(record.id);
    places.add(placeKey(record));
    queue.push(record);
    for (const producer of histories.get(record.id)?.producers.keys() ?? []) take(byName.get(`actor ${producer}`));
  }
  for (const record of records) {
    const { kind, objects } = record;
    if (kind === "object") continue;
    if (objects.length > 0) {
      const areHere = objects.every((id) => present.has(id) || lookup.record("object", id) !== null);
      if (areHere && objects.some((id) => present.has(id))) take(record);
    } else if (kind === "decision" && places.has(placeKey(record))) take(record);
  }
  // What is taken may name others, so that the list grows while it is walked.
  for (const { references } of queue) for (const named of references) take(byName.get(sortName(named)));
  return inside;
}

function sortName({ kind, id }: Pick<JudgedRecord, "kind" | "id">): string {
  return `${kind} ${id}`;
}

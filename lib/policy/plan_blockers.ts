/** What stands in the way of a plan: its policy decision, its dependencies, and conflicts about its objects. */
import { type ReadableRecord, targetName } from "../store/catalog.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";
import { stringField } from "../text/json.ts";
import { type Lookup, nameOf, targetOf } from "../store/lookup.ts";
import { isDerivedTarget, namedIds } from "../store/named_ids.ts";

interface Blocker {
  readonly target: string;
  /** Null where the blocker is a record that is not there. */
  readonly file: string | null;
  readonly reason: string;
  /** How a message says it. */
  readonly text: string;
}

/** The open conflicts about each object. */
export function openConflictsByObject(lookup: Lookup): ReadonlyMap<string, readonly ReadableRecord[]> {
  const conflicts = new Map<string, ReadableRecord[]>();
  for (const conflict of lookup.ofKind("conflict")) {
    const object = stringField(conflict.record, "object_id");
    if (object === null || !isOpenConflict(conflict.record)) continue;
    const before = conflicts.get(object);
    if (before === undefined) conflicts.set(object, [conflict]);
    else before.push(conflict);
  }
  return conflicts;
}

/** Every cause that the records know of, each once; none where only the plan itself can tell. */
export function blockersOf(
  plan: ReadableRecord,
  lookup: Lookup,
  conflicts: ReadonlyMap<string, readonly ReadableRecord[]>,
): readonly Blocker[] {
  const decisionId = stringField(plan.record, "policy_decision_ref");
  const found = [
    ...(decisionId === null ? [] : decisionBlocker(decisionId, lookup)),
    ...namedIds(plan.record, "dependencies").filter((id) => !isDerivedTarget(id))
      .flatMap((id) => dependencyBlocker(id, lookup)),
    ...namedIds(plan.record, "object_ids").flatMap((id) => conflicts.get(id) ?? []).map((conflict) =>
      blocker(conflict, "open", "which is open")
    ),
  ];
  return [...new Map(found.map((one) => [one.target, one])).values()];
}

function blocker(record: ReadableRecord, reason: string, clause: string): Blocker {
  const name = nameOf(record);
  const text = `${name.charAt(0).toLowerCase()}${name.slice(1)}, ${clause}`;
  return { target: targetOf(record), file: record.path, reason, text };
}

function absent(kind: "plan" | "decision", id: string): readonly Blocker[] {
  return [{ target: targetName(kind, id), file: null, reason: "absent", text: `"${id}", which is not there` }];
}

function decisionBlocker(id: string, lookup: Lookup): readonly Blocker[] {
  const end = lookup.find("decision", id);
  if (end.state !== "there") return end.state === "unreadable" ? [] : absent("decision", id);
  const effect = stringField(end.record.record, "effect");
  if (effect === "allow") return [];
  const rationale = stringField(end.record.record, "rationale");
  const clause = effect === "deny" ? "which denies it" : "which asks for review";
  return [blocker(end.record, effect ?? "unknown", rationale === null ? clause : `${clause} (${rationale})`)];
}

function dependencyBlocker(id: string, lookup: Lookup): readonly Blocker[] {
  if (lookup.find("decision", id).state === "there") return decisionBlocker(id, lookup);
  const end = lookup.find("plan", id);
  if (end.state !== "there") return end.state === "unreadable" ? [] : absent("plan", id);
  const status = stringField(end.record.record, "status");
  return status === "completed"
    ? []
    : [blocker(end.record, status ?? "unknown", `which is ${status ?? "in no known state"}`)];
}

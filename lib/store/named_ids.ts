/** The ids that a field of a record names. */
import { type JsonObject, stringField, stringListField } from "../text/json.ts";

/** The ids in the field, whether it holds one or a list, each once; what is no string names nothing. */
export function namedIds(record: JsonObject, field: string): readonly string[] {
  const one = stringField(record, field);
  if (one !== null) return one === "" ? [] : [one];
  const many = stringListField(record, field);
  return many.length < 2 ? many : [...new Set(many)];
}

/** The derived state that a plan waits for: those of its dependencies that name an index or a checkpoint. */
export function derivedTargets(plan: JsonObject): readonly string[] {
  return namedIds(plan, "dependencies").filter(isDerivedTarget);
}

/** Whether the id names an index or a checkpoint, which are no records of a registry. */
export function isDerivedTarget(id: string): boolean {
  return /^(?:index|checkpoint):./.test(id);
}

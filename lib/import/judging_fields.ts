/** What stays of a profile, actor or device of a bundle while others are judged by it. */
import type { RecordField } from "../model/fields.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";

/** What the rules of policy/ ask of a record that is not here yet. */
const FIELDS: readonly RecordField[] = ["profile_class", "trust_level", "device_state", "revoked_at", "updated_at"];

/** No word or time that a contract knows is as long. */
const LONGEST_TEXT = 64;

/** The record without all that no other one is judged by. */
export function judgingFields(record: JsonObject): JsonObject {
  const kept = Object.entries(record).filter(([field]) => FIELDS.some((known) => known === field));
  return Object.fromEntries(kept.map(([field, value]) => [field, shortened(value)]));
}

/** As unknown as before, and as much there. */
function shortened(value: JsonValue): JsonValue {
  if (typeof value === "string") return value.length > LONGEST_TEXT ? "" : value;
  return value === null ? null : true;
}

/** Objects whose record says that they were deleted. */
import { textOf } from "../model/fields.ts";
import type { JsonObject } from "../text/json.ts";

/** Whether the record says so; it is what other devices learn of the deletion by. */
export function isGone(record: JsonObject | null): boolean {
  const state = textOf(record, "state");
  return state === "deleted" || state === "tombstoned";
}

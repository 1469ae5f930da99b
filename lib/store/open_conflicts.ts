/** What a conflict record says about itself. */
import { textOf } from "../model/fields.ts";
import { isJsonObject, type JsonObject } from "../text/json.ts";

/** A conflict is resolved once an option is selected (docs/domain.md, "Record contracts"). */
export function isOpenConflict(record: JsonObject): boolean {
  const card = Object.hasOwn(record, "decision_card") ? record["decision_card"] : null;
  return !isJsonObject(card) || textOf(card, "selected_option") === null;
}

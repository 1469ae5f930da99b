/** What a conflict record says about itself. */
import { isJsonObject, type JsonObject, stringField } from "../text/json.ts";

/** A conflict is resolved once an option is selected (docs/domain.md, "Record contracts"). */
export function isOpenConflict(record: JsonObject): boolean {
  const card = Object.hasOwn(record, "decision_card") ? record["decision_card"] : null;
  return !isJsonObject(card) || stringField(card, "selected_option") === null;
}

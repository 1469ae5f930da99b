/** Whether one actor may vouch for another: nobody can give what it does not have (docs/domain.md, "Rules between records"). */
import { type RecordField, textOf, textsOf } from "../model/fields.ts";
import { TRUST_LEVELS } from "../model/vocabulary.ts";
import type { JsonObject } from "../text/json.ts";

/** What the actor has and the voucher does not, as `the capability "delete"`; null where there is nothing. */
export function rightBeyond(actor: JsonObject, voucher: JsonObject): string | null {
  const beyond = (field: RecordField, what: string) => {
    const own = new Set(textsOf(voucher, field));
    const found = textsOf(actor, field).find((value) => !own.has(value));
    return found === undefined ? null : `the ${what} "${found}"`;
  };
  return beyond("profile_scope", "profile") ?? beyond("workspace_scope", "workspace") ??
    beyond("capabilities", "capability") ?? trustBeyond(actor, voucher);
}

/** The levels stand in the order of how near whoever has them is to the store: a nearer one is trusted with more. */
function trustBeyond(actor: JsonObject, voucher: JsonObject): string | null {
  const distance = (record: JsonObject) => TRUST_LEVELS.findIndex((level) => level === textOf(record, "trust_level"));
  const limit = distance(voucher);
  if (limit >= 0 && distance(actor) >= limit) return null;
  return `the trust "${textOf(actor, "trust_level") ?? "unknown"}"`;
}

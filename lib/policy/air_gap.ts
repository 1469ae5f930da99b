/** Profiles of which nothing leaves its device, whatever decision allows it (docs/domain.md, "How far a record may go"). */
import { textOf } from "../model/fields.ts";
import type { JsonObject } from "../text/json.ts";

export function isAirGapped(profile: JsonObject): boolean {
  return textOf(profile, "profile_class") === "air_gapped";
}

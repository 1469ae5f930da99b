/** Profiles of which nothing leaves its device, whatever decision allows it (docs/domain.md, "How far a record may go"). */
import { type JsonObject, stringField } from "../text/json.ts";

export function isAirGapped(profile: JsonObject): boolean {
  return stringField(profile, "profile_class") === "air_gapped";
}

/** The intent file of a change: a JSON object to a checked `ChangeIntent`. */
import { Value } from "@sinclair/typebox/value";
import { compareSchema } from "../store/manifest.ts";
import { ChangeIntent, INTENT_SCHEMA } from "../model/change.ts";
import { type JsonObject, stringField } from "../text/json.ts";

export type ParsedIntent =
  | { readonly ok: true; readonly intent: ChangeIntent }
  /** As a clause: "it names …". */
  | { readonly ok: false; readonly reason: string };

/** The intent, or the first field that breaks the format. Whether it makes sense is for lib/change/intent.ts to say. */
export function parseChangeIntent(record: JsonObject): ParsedIntent {
  const schema = stringField(record, "schema");
  if (compareSchema(schema, INTENT_SCHEMA) === "newer") {
    return { ok: false, reason: `its schema "${schema}" is newer than this program` };
  }
  if (schema !== INTENT_SCHEMA) return { ok: false, reason: `its schema is "${schema ?? ""}", not "${INTENT_SCHEMA}"` };
  const intent: unknown = record;
  if (Value.Check(ChangeIntent, intent)) return { ok: true, intent };
  const field = Value.Errors(ChangeIntent, intent).First()?.path.slice(1).replaceAll("/", ".") ?? "";
  return { ok: false, reason: `its field "${field}" does not keep the format` };
}

/** The intent file of a change: a JSON object to a checked `ChangeIntent`. */
import { Value } from "@sinclair/typebox/value";
import { compareSchema } from "../manifest.ts";
import { ChangeIntent, INTENT_SCHEMA } from "../model/change.ts";
import { type JsonObject, stringField } from "../model/json.ts";

export type ParsedIntent =
  | { readonly ok: true; readonly intent: ChangeIntent }
  /** As a clause: "it names …". */
  | { readonly ok: false; readonly reason: string };

/** The intent, or why nothing may be done in its name: a field that breaks the format, a path that leads out of the store. */
export function parseChangeIntent(record: JsonObject): ParsedIntent {
  const schema = stringField(record, "schema");
  if (compareSchema(schema, INTENT_SCHEMA) === "newer") {
    return { ok: false, reason: `its schema "${schema}" is newer than this program` };
  }
  if (schema !== INTENT_SCHEMA) return { ok: false, reason: `its schema is "${schema ?? ""}", not "${INTENT_SCHEMA}"` };
  const intent: unknown = record;
  if (!Value.Check(ChangeIntent, intent)) {
    const field = Value.Errors(ChangeIntent, intent).First()?.path.slice(1).replaceAll("/", ".") ?? "";
    return { ok: false, reason: `its field "${field}" does not keep the format` };
  }
  const paths = intent.changes.flatMap(({ path, kept_at }) => kept_at === null ? [path] : [path, kept_at]);
  const outside = paths.find((path) => !isInside(path));
  return outside === undefined
    ? { ok: true, intent }
    : { ok: false, reason: `it names "${outside}", which is no path inside the store` };
}

/** Whether a path relative to the store's root stays below it, without detours. */
function isInside(path: string): boolean {
  return !path.includes("\0") && path.split("/").every((name) => name !== "" && name !== "." && name !== "..");
}

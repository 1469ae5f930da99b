/** A saved state snapshot: bytes to a checked `StateSnapshot`. */
import { Value, type ValueError } from "@sinclair/typebox/value";
import { CliError } from "../model/errors.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import { compareSchema } from "./manifest.ts";
import { stringField } from "../text/json.ts";
import { SNAPSHOT_SCHEMA, StateSnapshot } from "../model/snapshot.ts";

/** @throws CliError bad_input where the file is no snapshot, too_new where a newer release wrote it. */
export function parseSnapshot(bytes: Uint8Array, path: string): StateSnapshot {
  const bad = (reason: string) =>
    new CliError("bad_input", `Cannot read snapshot "${path}": ${reason}`, {
      target: path,
      hint: "Write one with sourceos sync doctor --save-snapshot FILE",
    });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw bad("it is not UTF-8 text");
  }
  const parsed = parseJsonObject(text);
  if (!parsed.ok) throw bad(parsed.message);
  const schema = stringField(parsed.value, "schema");
  if (compareSchema(schema, SNAPSHOT_SCHEMA) === "newer") {
    throw new CliError("too_new", `Cannot read snapshot "${path}": its schema "${schema}" is newer than this program`, {
      target: path,
      hint: "Use a newer release of this program",
    });
  }
  if (schema !== SNAPSHOT_SCHEMA) throw bad(`its schema is "${schema ?? ""}", not "${SNAPSHOT_SCHEMA}"`);
  const snapshot: unknown = parsed.value;
  if (Value.Check(StateSnapshot, snapshot)) return snapshot;
  const [first] = Value.Errors(StateSnapshot, snapshot);
  const field = first === undefined ? "" : placeOf(first).slice(1).replaceAll("/", ".");
  throw bad(`its field "${field}" does not keep the format`);
}

/** The place that an error is about: of "an object or null" it names what the object lacks. */
function placeOf(error: ValueError): string {
  const inner = error.errors[0]?.First();
  return error.value === null || inner === undefined || inner.path === error.path ? error.path : placeOf(inner);
}

/** The two sides of a decision next to each other, field by field. */
import type { ComparedField } from "../model/documents/conflict_sides.ts";
import { isHidden, redacted } from "../policy/redaction.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { compareCodePoints } from "../text/order.ts";
import { canonicalJson } from "../text/stringify_json.ts";

/** What the writer of a record sets by itself, so that it says nothing of what somebody wrote. */
const OF_THE_WRITER = ["record_id", "updated_at", "schema"];

/**
 * Every field of two versions of an object, by name; null is a version that is not at hand. Where one of
 * them is secret or regulated it is shown that a value differs, and not what it is.
 */
export function comparedFields(mine: JsonObject | null, theirs: JsonObject | null): readonly ComparedField[] {
  const [here, there] = [mine ?? {}, theirs ?? {}];
  const isWhole = mine !== null && theirs !== null;
  const isSecret = [mine, theirs].some((record) => record !== null && isHidden("object", record));
  const shown = (record: JsonObject) => isSecret ? hiddenRecord(record) : record;
  const [shownHere, shownThere] = [shown(here), shown(there)];
  const names = [...new Set([...Object.keys(here), ...Object.keys(there)])].filter((name) =>
    !OF_THE_WRITER.includes(name)
  );
  return names.sort(compareCodePoints).map((field) => ({
    field,
    state: isWhole ? stateOf(here, there, field) : "unknown",
    here: valueOf(shownHere, field),
    there: valueOf(shownThere, field),
  }));
}

/** The record as one of the strictest class is shown, whatever its own is. */
function hiddenRecord(record: JsonObject): JsonObject {
  const { privacy_class: own } = record;
  const hidden = redacted("object", { ...record, privacy_class: "secret" });
  return own === undefined ? hidden : { ...hidden, privacy_class: own };
}

function stateOf(here: JsonObject, there: JsonObject, field: string): ComparedField["state"] {
  if (!Object.hasOwn(there, field)) return "only_here";
  if (!Object.hasOwn(here, field)) return "only_there";
  return canonicalJson(valueOf(here, field)) === canonicalJson(valueOf(there, field)) ? "same" : "differs";
}

/** Null where the record has no such field: `state` tells that from a null that it has. */
function valueOf(record: JsonObject, field: string): JsonValue {
  return Object.hasOwn(record, field) ? record[field] ?? null : null;
}

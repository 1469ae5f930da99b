/** The two sides of a decision next to each other, field by field. */
import type { ConflictDecision } from "../model/conflict_decision.ts";
import type { ComparedField } from "../model/documents/decide.ts";
import { redacted } from "../policy/redaction.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { compareCodePoints } from "../text/order.ts";
import { canonicalJson } from "../text/stringify_json.ts";

/** What the writer of a record sets by itself, so that it says nothing of what somebody wrote. */
const OF_THE_WRITER = ["record_id", "updated_at", "schema"];

/**
 * Every field of the object here and of what the decision writes, by name; empty where it writes nothing. Of a secret or
 * regulated record it is shown that a value differs, and not what it is.
 */
export function comparedFields(object: ReadableRecord | null, { written }: ConflictDecision): readonly ComparedField[] {
  if (written === undefined) return [];
  const [here, there] = [object?.record ?? {}, written.record];
  const [shownHere, shownThere] = [redacted("object", here), redacted("object", there)];
  const names = [...new Set([...Object.keys(here), ...Object.keys(there)])].filter((name) =>
    !OF_THE_WRITER.includes(name)
  );
  return names.sort(compareCodePoints).map((field) => ({
    field,
    state: stateOf(here, there, field),
    here: valueOf(shownHere, field),
    there: valueOf(shownThere, field),
  }));
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

/**
 * What of a hidden record may be shown elsewhere: what it is and what it names, never what it says (docs/security.md,
 * "What leaves").
 */
import { textOf } from "../model/fields.ts";
import type { RecordKind } from "../model/kinds.ts";
import { CONTRACTS } from "../model/record_contracts.ts";
import { PRIVACY_CLASSES } from "../model/vocabulary.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { flawOfId } from "../text/safe_name.ts";

/** What stands in the place of a value. */
const REDACTED = "[redacted]";

const HIDDEN_FROM = PRIVACY_CLASSES.indexOf("regulated");

/** Whether nobody else may see what the record says: it is regulated or secret, or an object of no known class. */
export function isHidden(kind: RecordKind, record: JsonObject): boolean {
  if (kind !== "object" && !Object.hasOwn(record, "privacy_class")) return false;
  const rank = PRIVACY_CLASSES.findIndex((known) => known === textOf(record, "privacy_class"));
  return rank < 0 || rank >= HIDDEN_FROM;
}

/** What is read of records beyond their contracts, and says nothing of their content. */
const ALSO_SHOWN = ["record_id", "schema", "updated_at", "revoked_at", "device_id", "policy_decision_ref"];

/** The record with every name of a field, and only those values that its contract asks for; others as they are. */
export function redacted(kind: RecordKind, record: JsonObject): JsonObject {
  if (!isHidden(kind, record)) return record;
  const properties: unknown = CONTRACTS[kind]["properties"];
  const shown = new Set([...ALSO_SHOWN, ...Object.keys(Object(properties))]);
  return Object.fromEntries(
    Object.entries(record).map(([field, value]) => [
      field,
      field === "provenance" ? references(value) : shown.has(field) || isEmpty(value) ? value : REDACTED,
    ]),
  );
}

/** Where the content came from: what is no id may be a piece of it. */
function references(value: JsonValue): JsonValue {
  if (isEmpty(value)) return value;
  if (!Array.isArray(value)) return REDACTED;
  return value.map((item) => typeof item === "string" && isId(item) ? item : REDACTED);
}

function isId(text: string): boolean {
  return text.length <= 200 && !/\s/.test(text) && flawOfId(text) === null;
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === "";
}

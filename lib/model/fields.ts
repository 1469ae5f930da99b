/** Reading the fields of records by names that some contract knows: a name that is none does not compile. */
import type { Static } from "@sinclair/typebox";
import { type JsonObject, stringField, stringListField } from "../text/json.ts";
import type * as contracts from "./records.ts";

type NamesOf<Record> = Record extends unknown ? Extract<keyof Record, string> : never;

/**
 * Every field that a contract of docs/domain.md, "Record contracts", names, what writers add to each record, and what
 * records carry beyond their contracts where this program reads it.
 */
export type RecordField =
  | NamesOf<Static<(typeof contracts)[keyof typeof contracts]>>
  | NamesOf<Static<(typeof contracts)["ConflictRecord"]>["decision_card"]>
  | "record_id"
  | "schema"
  | "updated_at"
  | "revoked_at"
  | "device_id"
  | "title";

/** The record's own field as a text, or null where it is absent or of another type. */
export function textOf(record: JsonObject | null, name: RecordField): string | null {
  return stringField(record, name);
}

/** The texts in the record's own list field; an absent or mistyped field is an empty list. */
export function textsOf(record: JsonObject | null, name: RecordField): readonly string[] {
  return stringListField(record, name);
}

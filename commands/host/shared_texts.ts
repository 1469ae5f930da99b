/** One string for all that are alike, in records of which a hundred thousand are kept at once. */
import type { JsonObject, JsonValue } from "../../lib/model/json.ts";

/** A field with more different texts than this is one of ids, times or hashes: there is nothing to share. */
const MAX_DIFFERENT = 256;

export interface SharedTexts {
  /** Replaces texts in the record's fields by equal ones; to be called before anybody else sees the record. */
  share(record: JsonObject): void;
}

/** For records of one kind, which have the same fields; `idField` says what `record_id` says again. */
export function createSharedTexts(idField: string): SharedTexts {
  /** The texts of each field; null where there were too many. */
  const fields = new Map<string, Map<string, string> | null>();

  function shared(field: string, text: string): string {
    const texts = fields.get(field);
    if (texts === null) return text;
    if (texts === undefined) {
      fields.set(field, new Map([[text, text]]));
      return text;
    }
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, text);
    if (texts.size > MAX_DIFFERENT) fields.set(field, null);
    return text;
  }

  return {
    share(record) {
      const target: Record<string, JsonValue> = record;
      for (const field in target) {
        const value = target[field];
        if (typeof value === "string") target[field] = shared(field, value);
      }
      if (Object.hasOwn(target, "record_id") && target["record_id"] === target[idField]) {
        target["record_id"] = target[idField];
      }
    },
  };
}

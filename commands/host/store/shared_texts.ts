/** One value for all that are alike, in records of which a hundred thousand are kept at once. */
import type { JsonObject, JsonValue } from "../../../lib/text/json.ts";

type JsonList = readonly JsonValue[];

/** A field with more different values than this is one of ids, times or hashes: there is nothing to share. */
const MAX_DIFFERENT = 256;

interface SharedTexts {
  /** Replaces texts, and lists of one text, in the record's fields by equal ones; to be called before anybody sees it. */
  share(record: JsonObject): void;
}

/** For records of one kind, which have the same fields; `idField` says what `record_id` says again. */
export function createSharedTexts(idField: string): SharedTexts {
  const texts = createSharedValues<string>();
  const lists = createSharedValues<JsonList>();

  function shared(field: string, value: JsonValue): JsonValue {
    if (typeof value === "string") return texts.shared(field, value, value);
    if (!Array.isArray(value) || value.length !== 1) return value;
    const list: JsonList = value;
    const [only] = list;
    return typeof only === "string" ? lists.shared(field, only, list) : value;
  }

  return {
    share(record) {
      const target: Record<string, JsonValue> = record;
      for (const field in target) {
        const value = target[field];
        if (typeof value === "string" || typeof value === "object") target[field] = shared(field, value);
      }
      const id = target[idField];
      if (id !== undefined && Object.hasOwn(target, "record_id") && target["record_id"] === id) {
        target["record_id"] = id;
      }
    },
  };
}

function createSharedValues<Value>() {
  /** By field and text; null where a field had too many. */
  const fields = new Map<string, Map<string, Value> | null>();
  return {
    /** The first value that came with this text; mostly another one than `value`. */
    shared(field: string, text: string, value: Value): Value {
      const values = fields.get(field);
      if (values === null) return value;
      if (values === undefined) {
        fields.set(field, new Map([[text, value]]));
        return value;
      }
      const known = values.get(text);
      if (known !== undefined) return known;
      values.set(text, value);
      if (values.size > MAX_DIFFERENT) fields.set(field, null);
      return value;
    },
  };
}

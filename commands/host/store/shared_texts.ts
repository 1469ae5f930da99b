/** One value for all that are alike, in records of which a hundred thousand are kept at once. */
import { headsById } from "../../../lib/store/heads_by_id.ts";
import type { ObjectHead } from "../../../lib/model/journal.ts";
import { textOf } from "../../../lib/model/fields.ts";
import { KINDS } from "../../../lib/model/kinds.ts";
import type { FileEntry, RecordEntry } from "../../../lib/model/snapshot.ts";
import { type JsonObject, type JsonValue, stringField } from "../../../lib/text/json.ts";

type JsonList = readonly JsonValue[];

/** A field with more different values than this is one of ids, times or hashes: there is nothing to share. */
const MAX_DIFFERENT = 256;

interface SharedTexts {
  /**
   * Replaces texts, and lists of one text, in the record's fields and in what is known of its file by equal ones; to be called
   * before anybody sees them.
   */
  share(record: JsonObject, file: Pick<FileEntry, "modified_at">): void;
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
    share(record, file) {
      const target: Record<string, JsonValue> = record;
      for (const field in target) {
        const value = target[field];
        if (typeof value === "string" || typeof value === "object") target[field] = shared(field, value);
      }
      takeEqual(target, "record_id", target[idField]);
      takeChangeTime(file, record);
    },
  };
}

/** As SharedTexts.share(), with what the heads of objects say of them too. */
export function shareWithHeads(records: readonly RecordEntry[], heads: readonly ObjectHead[]): void {
  const { idField } = KINDS.object;
  const byId = headsById(heads);
  for (const { kind, file, record } of records) {
    if (kind !== "object" || record === null) continue;
    const target: Record<string, JsonValue> = record;
    const head = byId.get(stringField(record, idField) ?? "");
    if (head === undefined) continue;
    for (const field of [idField, "record_id"]) takeEqual(target, field, head.object_id);
    takeEqual(target, "content_hash", head.content_hash);
    takeEqual(target, "updated_at", head.last_event_at);
    takeChangeTime(file, record);
  }
}

/** A file is mostly written in the second of its record's newest change. */
function takeChangeTime(file: Pick<FileEntry, "modified_at">, record: JsonObject): void {
  const target: { modified_at: string | null } = file;
  const changedAt = textOf(record, "updated_at");
  if (changedAt === target.modified_at) target.modified_at = changedAt;
}

/** The same text as it stands in the field, but from elsewhere. */
function takeEqual(target: Record<string, JsonValue>, field: string, value: JsonValue | undefined): void {
  if (value !== undefined && Object.hasOwn(target, field) && target[field] === value) target[field] = value;
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

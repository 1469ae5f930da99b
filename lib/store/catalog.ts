/** The records of a store, found by kind and id. */
import { textOf } from "../model/fields.ts";
import { isJsonObject, type JsonObject } from "../text/json.ts";
import { ALL_KINDS, KINDS, RECORD_KINDS, type RecordKind } from "../model/kinds.ts";
import type { RecordEntry, StoreSnapshot } from "../model/snapshot.ts";

/** A registry file whose record could be read; the record's own id field is its id, not the file's name. */
export interface ReadableRecord {
  readonly kind: RecordKind;
  readonly id: string | null;
  readonly path: string;
  readonly record: JsonObject;
  readonly entry: RecordEntry;
}

export interface Catalog {
  readonly all: readonly ReadableRecord[];
  ofKind(kind: RecordKind): readonly ReadableRecord[];
  /** Every record of the kind with this id; more than one where two files claim it. */
  find(kind: RecordKind, id: string): readonly ReadableRecord[];
  /** Every record of the kind that names this object in its `object_id`; with null those that name none. */
  about(kind: RecordKind, objectId: string | null): readonly ReadableRecord[];
  readonly unreadable: readonly RecordEntry[];
}

/** A record's id: its own id field, else the `record_id` that the writer adds (docs/domain.md, "The store on disk"). */
export function recordId(kind: RecordKind, record: JsonObject): string | null {
  return KINDS[kind].idOf(record);
}

/**
 * How a person writes a record: its id where that already names the kind, else `kind:id` (docs/scripting.md,
 * "Targets").
 */
export function targetName(kind: RecordKind, id: string): string {
  return KINDS[kind].prefixes.some((prefix) => id.startsWith(`${prefix}:`)) ? id : `${kind}:${id}`;
}

export function buildCatalog(store: StoreSnapshot | null): Catalog {
  const byKind = new Map<RecordKind, ReadableRecord[]>(RECORD_KINDS.map((kind) => [kind, []]));
  const byId = new Map<RecordKind, Groups>();
  const byObject = new Map<RecordKind, Groups>();
  const unreadable: RecordEntry[] = [];
  for (const entry of store?.records ?? []) {
    if (!isJsonObject(entry.record)) {
      unreadable.push(entry);
      continue;
    }
    const id = recordId(entry.kind, entry.record);
    byKind.get(entry.kind)?.push({ kind: entry.kind, id, path: entry.file.path, record: entry.record, entry });
  }
  return {
    all: ALL_KINDS.flatMap((facts) => byKind.get(facts.kind) ?? []),
    ofKind: (kind) => byKind.get(kind) ?? [],
    find(kind, id) {
      // Most runs look for a few ids of a few kinds.
      const records = byId.get(kind) ?? groupBy(byKind.get(kind) ?? [], ({ id }) => id);
      byId.set(kind, records);
      return records.get(id) ?? [];
    },
    about(kind, objectId) {
      const records = byObject.get(kind) ??
        groupBy(byKind.get(kind) ?? [], ({ record }) => textOf(record, "object_id"));
      byObject.set(kind, records);
      return records.get(objectId) ?? [];
    },
    unreadable,
  };
}

type Groups = ReadonlyMap<string | null, readonly ReadableRecord[]>;

function groupBy(records: readonly ReadableRecord[], keyOf: (record: ReadableRecord) => string | null): Groups {
  const groups = new Map<string | null, ReadableRecord[]>();
  for (const record of records) {
    const key = keyOf(record);
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [record]);
    else same.push(record);
  }
  return groups;
}

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

/** At least two records that claim one id. */
export type Claimants = readonly [ReadableRecord, ...ReadableRecord[]];

/** The records of one kind by the ids that they claim. */
interface Claims {
  /** The first of several that claim one id. */
  readonly first: ReadonlyMap<string, ReadableRecord>;
  /** Where another file of the registry claims the id too. */
  readonly several: ReadonlyMap<string, Claimants>;
}

export interface Catalog {
  readonly all: readonly ReadableRecord[];
  ofKind(kind: RecordKind): readonly ReadableRecord[];
  claims(kind: RecordKind): Claims;
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
  const claimed = new Map<RecordKind, Claims>();
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

  // Most runs look for a few ids of a few kinds.
  function claims(kind: RecordKind): Claims {
    const known = claimed.get(kind) ?? claimsOf(byKind.get(kind) ?? []);
    claimed.set(kind, known);
    return known;
  }

  return {
    all: ALL_KINDS.flatMap((facts) => byKind.get(facts.kind) ?? []),
    ofKind: (kind) => byKind.get(kind) ?? [],
    claims,
    find(kind, id) {
      const { first, several } = claims(kind);
      const only = first.get(id);
      return several.get(id) ?? (only === undefined ? [] : [only]);
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

function claimsOf(records: readonly ReadableRecord[]): Claims {
  const first = new Map<string, ReadableRecord>();
  const several = new Map<string, [ReadableRecord, ...ReadableRecord[]]>();
  for (const record of records) {
    if (record.id === null) continue;
    const before = first.get(record.id);
    const claimants = several.get(record.id);
    if (before === undefined) first.set(record.id, record);
    else if (claimants === undefined) several.set(record.id, [before, record]);
    else claimants.push(record);
  }
  return { first, several };
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

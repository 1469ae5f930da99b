/** Finding what one record names in another. */
import { headsById } from "./heads_by_id.ts";
import { textOf } from "../model/fields.ts";
import { type Catalog, type Claimants, type ReadableRecord, targetName } from "./catalog.ts";
import { compareSchema } from "../model/format_age.ts";
import type { ObjectHead } from "../model/journal.ts";
import { ALL_KINDS, KINDS, type RecordKind } from "../model/kinds.ts";
import type { RecordEntry, StoreSnapshot } from "../model/snapshot.ts";
import { recordPathOf } from "./record_path.ts";
import { capitalised } from "../text/words.ts";

/** What stands at the other end of a reference. */
export type End =
  | { readonly state: "there"; readonly record: ReadableRecord }
  /** Its file, or its whole registry, cannot be read: nobody can say that it is missing. */
  | { readonly state: "unreadable" }
  /** Its file holds another record, whose id makes the same file name. */
  | { readonly state: "taken"; readonly by: ReadableRecord }
  | { readonly state: "missing" };

export interface Lookup {
  find(kind: RecordKind, id: string): End;
  /** The record, or null where it is not there or cannot be read. */
  record(kind: RecordKind, id: string | null): ReadableRecord | null;
  /** The records of a kind whose fields mean what is known here: a newer format is not judged by this one. */
  ofKind(kind: RecordKind): readonly ReadableRecord[];
  /** Records whose id another file of the registry claims too, by that id. */
  duplicates(kind: RecordKind): ReadonlyMap<string, Claimants>;
  /** The newest event of the object; undefined where it has none, or another file of the registry is the first with its id. */
  headOf(object: ReadableRecord): ObjectHead | undefined;
  /** Whether the store has any record of that kind, readable or not. */
  keeps(kind: RecordKind): boolean;
  /** Whether some file of the registry, or the registry itself, cannot be read. */
  hasUnreadable(kind: RecordKind): boolean;
}

const MISSING: End = { state: "missing" };
const UNREADABLE: End = { state: "unreadable" };

/** One catalog is looked up in by every check of a run; its look-up is built once and goes with it. */
const built = new WeakMap<Catalog, Lookup>();

/** What was read of each record file, by its path; built once for a reading of a store. */
const filesRead = new WeakMap<StoreSnapshot["records"], ReadonlyMap<string, RecordEntry>>();

/** What was read of the record file with that path; null where no record file is there. */
export function recordFileAt({ records }: Pick<StoreSnapshot, "records">, path: string): RecordEntry | null {
  let byPath = filesRead.get(records);
  if (byPath === undefined) {
    byPath = new Map(records.map((entry) => [entry.file.path, entry]));
    filesRead.set(records, byPath);
  }
  return byPath.get(path) ?? null;
}

/** The look-up over a store's catalog. */
export function lookupOf(store: StoreSnapshot, catalog: Catalog): Lookup {
  const before = built.get(catalog);
  if (before !== undefined) return before;
  const lookup = createLookup(store, catalog);
  built.set(catalog, lookup);
  return lookup;
}

function createLookup(store: StoreSnapshot, catalog: Catalog): Lookup {
  const unreadablePaths = new Set(catalog.unreadable.map((entry) => entry.file.path));
  const unreadableKinds = new Set(catalog.unreadable.map((entry) => entry.kind));
  const files = new Set(store.files.map((file) => file.path));
  // A registry that could be listed stands there by its files alone.
  const closed = new Set(ALL_KINDS.filter((facts) => files.has(facts.folder)).map((facts) => facts.kind));
  const judged = new Map(ALL_KINDS.map(({ kind }) => [kind, catalog.ofKind(kind).filter(isOfKnownFormat)]));
  const byPath = new Map<RecordKind, ReadonlyMap<string, ReadableRecord>>();

  function missing(kind: RecordKind, id: string): End {
    if (closed.has(kind)) return UNREADABLE;
    const path = recordPathOf(kind, id);
    if (path === null) return MISSING;
    if (unreadablePaths.has(path)) return UNREADABLE;
    const by = pathsOf(kind).get(path);
    const collides = by !== undefined && by.id !== null && recordPathOf(kind, by.id) === path;
    return collides ? { state: "taken", by } : MISSING;
  }

  function pathsOf(kind: RecordKind): ReadonlyMap<string, ReadableRecord> {
    const known = byPath.get(kind);
    if (known !== undefined) return known;
    const paths = new Map(catalog.ofKind(kind).map((one) => [one.path, one]));
    byPath.set(kind, paths);
    return paths;
  }

  return {
    find(kind, id) {
      const record = catalog.claims(kind).first.get(id);
      return record === undefined ? missing(kind, id) : { state: "there", record };
    },
    record: (kind, id) => id === null ? null : catalog.claims(kind).first.get(id) ?? null,
    ofKind: (kind) => judged.get(kind) ?? [],
    duplicates: (kind) => catalog.claims(kind).several,
    headOf(object) {
      if (object.id === null || catalog.claims("object").first.get(object.id) !== object) return undefined;
      return headsById(store.journal.objects).get(object.id);
    },
    keeps: (kind) => catalog.ofKind(kind).length > 0 || unreadableKinds.has(kind) || closed.has(kind),
    hasUnreadable: (kind) => unreadableKinds.has(kind) || closed.has(kind),
  };
}

function isOfKnownFormat({ kind, record }: ReadableRecord): boolean {
  const schema = textOf(record, "schema");
  return schema === null || compareSchema(schema, KINDS[kind].schema) === "known";
}

/** How findings name the record. */
export function targetOf(record: ReadableRecord): string {
  return record.id === null ? record.path : targetName(record.kind, record.id);
}

/** The words of a command that explains the record; by its path where two files claim its id. */
export function explainWords(record: ReadableRecord, catalog: Catalog): readonly string[] {
  const claimed = record.id === null || catalog.find(record.kind, record.id).length > 1;
  return ["explain", claimed ? record.path : targetOf(record)];
}

/** The record as a sentence begins: `Object "object:alpha"`. */
export function nameOf(record: ReadableRecord): string {
  return `${capitalised(KINDS[record.kind].prefixes[0] ?? record.kind)} "${record.id ?? record.path}"`;
}

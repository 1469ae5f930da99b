/** Finding what one record names in another: each answer once, as a hundred thousand objects name a handful of schemas. */
import { type Catalog, type ReadableRecord, targetName } from "../catalog.ts";
import { compareSchema } from "../manifest.ts";
import { stringField } from "../model/json.ts";
import { ALL_KINDS, KINDS, type RecordKind } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { safeRecordName } from "../safe_name.ts";

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
  /** Whether the store has any record of that kind, readable or not. */
  keeps(kind: RecordKind): boolean;
  /** Whether some file of the registry, or the registry itself, cannot be read. */
  hasUnreadable(kind: RecordKind): boolean;
}

const MISSING: End = { state: "missing" };
const UNREADABLE: End = { state: "unreadable" };

/** A look-up over one catalog; memory grows with the ids that are asked for. */
export function createLookup(store: StoreSnapshot, catalog: Catalog): Lookup {
  const unreadablePaths = new Set(catalog.unreadable.map((entry) => entry.file.path));
  const unreadableKinds = new Set(catalog.unreadable.map((entry) => entry.kind));
  const folders = new Set(store.files.map((file) => file.path));
  // A registry that could be listed stands there by its files alone.
  const closed = new Set(ALL_KINDS.filter((facts) => folders.has(facts.folder)).map((facts) => facts.kind));
  const known = new Map<RecordKind, Map<string, End>>(ALL_KINDS.map((facts) => [facts.kind, new Map()]));
  let byPath: ReadonlyMap<string, ReadableRecord> | null = null;

  function look(kind: RecordKind, id: string): End {
    const [record] = catalog.find(kind, id);
    if (record !== undefined) return { state: "there", record };
    if (closed.has(kind)) return UNREADABLE;
    const name = safeRecordName(id);
    if (name === null) return MISSING;
    const path = `${KINDS[kind].folder}/${name}.json`;
    if (unreadablePaths.has(path)) return UNREADABLE;
    byPath ??= new Map(catalog.all.map((one) => [one.path, one]));
    const by = byPath.get(path);
    const collides = by !== undefined && by.id !== null && safeRecordName(by.id) === name;
    return collides ? { state: "taken", by } : MISSING;
  }

  function find(kind: RecordKind, id: string): End {
    const ofKind = known.get(kind);
    const before = ofKind?.get(id);
    if (before !== undefined) return before;
    const end = look(kind, id);
    ofKind?.set(id, end);
    return end;
  }

  return {
    find,
    record(kind, id) {
      const end = id === null ? MISSING : find(kind, id);
      return end.state === "there" ? end.record : null;
    },
    ofKind: (kind) => catalog.ofKind(kind).filter(isOfKnownFormat),
    keeps: (kind) => catalog.ofKind(kind).length > 0 || unreadableKinds.has(kind) || closed.has(kind),
    hasUnreadable: (kind) => unreadableKinds.has(kind) || closed.has(kind),
  };
}

function isOfKnownFormat({ kind, record }: ReadableRecord): boolean {
  const schema = stringField(record, "schema");
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

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

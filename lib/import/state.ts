/** What a record of a bundle is judged against: the store here, and what else the bundle brings. */
import { textOf } from "../model/fields.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { type Lookup, lookupOf } from "../store/lookup.ts";
import type { ObjectHead } from "../model/journal.ts";
import type { JsonObject } from "../text/json.ts";
import type { RecordKind } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Place } from "../policy/subject.ts";
import type { ObjectHistory } from "./history.ts";
import type { Judgement } from "./rules.ts";
import { createPolicy, type Policy } from "../policy/decisions.ts";
import { createGrantLimits, type GrantLimits } from "./grants.ts";

/** A record of a bundle with what was said of it. */
export interface JudgedRecord extends Judgement, Place {
  readonly kind: RecordKind;
  readonly id: string;
  /** Of its line in the bundle, from 1. */
  readonly number: number;
  /** Where it lies here, or would lie; null where its id makes no file name. */
  readonly path: string | null;
  /** What is here under its id. */
  readonly local: ReadableRecord | null;
  /** Whether it is deleted or a tombstone. */
  readonly gone: boolean;
  /** The objects that it is about; none for an object. */
  readonly objects: readonly string[];
  readonly references: readonly NamedRecord[];
  /** Of an actor: the ids of the import bridges that may bring it; null where none is asked for. */
  readonly vouchers: readonly string[] | null;
}

export interface NamedRecord {
  readonly kind: RecordKind;
  readonly id: string;
}

export interface ImportState {
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
  readonly lookup: Lookup;
  /** The newest event here of each object. */
  readonly heads: ReadonlyMap<string, ObjectHead>;
  /** Every path below the registries that holds something. */
  readonly paths: ReadonlySet<string>;
  readonly histories: ReadonlyMap<string, ObjectHistory>;
  /** What the decisions recorded here say: what the bundle brings never opens a door for the bundle itself. */
  readonly policy: Policy;
  /** What of the bundle would grant more than it may. */
  readonly grants: GrantLimits;
  /** The profile that the bundle is at home in, and whose records need no decision; null where that cannot be told. */
  readonly home: string | null;
  /** Whether everything is restored into a store of its own, where no boundary is crossed. */
  readonly isTrial: boolean;
}

interface ImportFacts {
  readonly store: StoreSnapshot;
  /** When the store was read. */
  readonly now: string;
  readonly catalog: Catalog;
  readonly histories: ReadonlyMap<string, ObjectHistory>;
  readonly home: string | null;
  readonly isTrial: boolean;
  /** The import bridges that may bring the bundle in; none is asked for where everything is restored. */
  readonly bridges: readonly ReadableRecord[];
}

export function importState(facts: ImportFacts): ImportState {
  const { store, catalog, now, histories, home, isTrial, bridges } = facts;
  const policy = createPolicy({ catalog, store, now });
  return {
    store,
    catalog,
    histories,
    home,
    isTrial,
    lookup: lookupOf(store, catalog),
    heads: new Map(store.journal.objects.map((head) => [head.object_id, head])),
    paths: new Set([...store.records.map(({ file }) => file.path), ...store.files.map(({ path }) => path)]),
    policy,
    grants: createGrantLimits({ catalog, policy, bridges: isTrial ? null : bridges, now }),
  };
}

/** Whether the record says that its object was deleted. */
export function isGone(record: JsonObject): boolean {
  const state = textOf(record, "state");
  return state === "deleted" || state === "tombstoned";
}

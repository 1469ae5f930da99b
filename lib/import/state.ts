/** What a record of a bundle is judged against: the store here, and what else the bundle brings. */
import { headsById } from "../store/heads_by_id.ts";
import type { Catalog } from "../store/catalog.ts";
import { type Lookup, lookupOf } from "../store/lookup.ts";
import type { ObjectHead } from "../model/journal.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Histories } from "./history.ts";
import { createPolicy, type Policy } from "../policy/decisions.ts";
import type { ImportBridge } from "./bridge.ts";
import { createGrantLimits, type GrantLimits } from "./grants.ts";

export interface ImportState {
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
  readonly lookup: Lookup;
  /** The newest event here of each object. */
  readonly heads: ReadonlyMap<string, ObjectHead>;
  /** Every path below the registries that holds something. */
  readonly paths: ReadonlySet<string>;
  readonly histories: Histories;
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
  readonly histories: Histories;
  readonly home: string | null;
  readonly isTrial: boolean;
  /** Whether the bundle's signature was verified. */
  readonly isVouchedFor: boolean;
  /** The import bridges that may bring the bundle in; none is asked for where everything is restored. */
  readonly bridges: readonly ImportBridge[];
}

export function importState(facts: ImportFacts): ImportState {
  const { store, catalog, now, histories, home, isTrial, isVouchedFor, bridges } = facts;
  const policy = createPolicy({ catalog, store, now });
  return {
    store,
    catalog,
    histories,
    home,
    isTrial,
    lookup: lookupOf(store, catalog),
    heads: headsById(store.journal.objects),
    paths: new Set([...store.records.map(({ file }) => file.path), ...store.files.map(({ path }) => path)]),
    policy,
    grants: createGrantLimits({ catalog, policy, bridges: isTrial ? null : bridges, isVouchedFor, now }),
  };
}

/** Policy for tests: what the decisions of a store in memory say. */
import { createPolicy, type Policy } from "../../lib/policy/decisions.ts";
import { buildCatalog, type Catalog } from "../../lib/store/catalog.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { TODAY } from "./snapshots.ts";

/** What the decisions of the store say, read when healthy snapshots are taken unless told otherwise. */
export function policyOf(store: StoreSnapshot, catalog: Catalog = buildCatalog(store), now: string = TODAY): Policy {
  return createPolicy({ catalog, store, now });
}

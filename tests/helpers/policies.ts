/** Policy for tests: what the decisions of a store in memory say. */
import { createPolicy, type Policy } from "../../lib/policy/decisions.ts";
import { buildCatalog, type Catalog } from "../../lib/store/catalog.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";

/** What the decisions of the store say. */
export function policyOf(store: StoreSnapshot, catalog: Catalog = buildCatalog(store)): Policy {
  return createPolicy({ catalog, store });
}

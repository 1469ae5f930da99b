/** Why a store cannot be repaired at all, whatever the scopes: known before anybody plans. */
import type { StoreSnapshot } from "../model/snapshot.ts";
import { reasonNotToRecord } from "./recording.ts";
import { changeStanding } from "./standing.ts";

/** Every finding that recommends a repair asks, and the answer looks at every file of the store. */
const known = new WeakMap<StoreSnapshot, { readonly reason: string | null }>();

/** The reason, or null where something can be done; an interrupted change is no reason, as a repair begins with it. */
export function reasonNotToRepair(store: StoreSnapshot): string | null {
  const before = known.get(store);
  if (before !== undefined) return before.reason;
  const reason = reasonOf(store);
  known.set(store, { reason });
  return reason;
}

function reasonOf(store: StoreSnapshot): string | null {
  switch (changeStanding(store).state) {
    case "none":
      return reasonNotToRecord(store);
    case "interrupted":
      return null;
    case "under_way":
      return "Another change of the store is under way";
    case "unreadable":
      return "An interrupted change of the store cannot be read: nothing else is touched until a person has looked at it";
  }
}

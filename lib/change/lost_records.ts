/** Records that an inventory lists and that are gone (docs/formats.md, "Inventory"). */
import type { InventoryEntry } from "../model/derived.ts";
import { KINDS } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog } from "../store/catalog.ts";
import { changeStanding } from "./standing.ts";
import { recordsTakenAway } from "./taken_away.ts";

interface MissingRecords {
  /** Nothing explains that they are gone. */
  readonly lost: readonly InventoryEntry[];
  /** Nobody looked into their folder. */
  readonly unseen: readonly InventoryEntry[];
}

/** What is missing, but for records that stand in another file, were deleted by an event, or taken away by a change that tells so. */
export function missingRecords(store: StoreSnapshot, catalog: Catalog): MissingRecords {
  const missing = store.missing_records ?? [];
  if (missing.length === 0) return { lost: [], unseen: [] };
  const deleted = new Set(store.journal.objects.flatMap((head) => head.deleted ? [head.object_id] : []));
  const takenAway = recordsTakenAway(store);
  const closed = new Set(store.files.map(({ path }) => path));
  const isUnseen = ({ kind }: InventoryEntry) => closed.has(KINDS[kind].folder);
  const isExplained = ({ kind, id, path, seen_at: seen }: InventoryEntry) =>
    (id !== null && (deleted.has(id) || catalog.find(kind, id).length > 0)) || (takenAway.get(path)?.at ?? "") >= seen;
  return {
    lost: missing.filter((entry) => !isUnseen(entry) && !isExplained(entry)),
    unseen: missing.filter(isUnseen),
  };
}

/** What is lost, once no change that may move records is under way. */
export function lostRecords(store: StoreSnapshot, catalog: Catalog): readonly InventoryEntry[] {
  return changeStanding(store).state === "none" ? missingRecords(store, catalog).lost : [];
}

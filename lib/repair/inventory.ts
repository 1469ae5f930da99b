/** The inventory that a rebuilt checkpoint gets: what is there, and what was there and is lost. */
import { missingRecords } from "../change/lost_records.ts";
import { isInventoried } from "../derived/inventory.ts";
import type { FileDigest } from "../model/change.ts";
import type { InventoryEntry } from "../model/derived.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { type Catalog, recordId } from "../store/catalog.ts";

/** An inventory before anyone looked at the bytes of the records. */
export interface InventoryDraft {
  readonly records: readonly Pick<InventoryEntry, "kind" | "id" | "path">[];
  /** What stays listed without its record. */
  readonly kept: readonly InventoryEntry[];
}

/** The inventory of the store as it is, before the repair: what that moves aside is explained by its report. */
export function draftInventory(store: StoreSnapshot, catalog: Catalog, at: string): InventoryDraft {
  const records = store.records.flatMap(({ kind, file, record }) =>
    isInventoried(kind) && file.type === "file" && file.problem === null
      ? [{ kind, id: record === null ? null : recordId(kind, record), path: file.path }]
      : []
  );
  const { lost, unseen } = missingRecords(store, catalog);
  return { records, kept: [...lost.map((entry) => ({ ...entry, lost_at: entry.lost_at ?? at })), ...unseen] };
}

/** Its entries; a record that could not be read by now is none. */
export function inventoryEntries(
  { records, kept }: InventoryDraft,
  digests: ReadonlyMap<string, FileDigest>,
  at: string,
): readonly InventoryEntry[] {
  const present = records.flatMap((record) => {
    const digest = digests.get(record.path);
    return digest === undefined ? [] : [{ ...record, ...digest, seen_at: at, lost_at: null }];
  });
  return [...present, ...kept];
}

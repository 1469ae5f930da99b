/** The inventory that a rebuilt checkpoint gets: what is there, and what was there and is lost. */
import { missingFiles } from "../change/lost_files.ts";
import { missingRecords } from "../change/lost_records.ts";
import { type Inventory, isInventoried, isInventoriedFile } from "../derived/inventory.ts";
import type { FileDigest } from "../model/change.ts";
import type { InventoryEntry, InventoryFile, InventoryReceipts } from "../model/derived.ts";
import type { FileEntry, StoreSnapshot } from "../model/snapshot.ts";
import { type Catalog, recordId } from "../store/catalog.ts";

/** An inventory before anyone looked at the bytes of the files, and at the receipts. */
export interface InventoryDraft {
  readonly records: readonly Pick<InventoryEntry, "kind" | "id" | "path">[];
  readonly files: readonly Pick<InventoryFile, "kind" | "id" | "path">[];
  /** What stays listed without its file. */
  readonly kept: Pick<Inventory, "records" | "files">;
}

/** The inventory of the store as it is, before the repair: what that moves aside is explained by its report. */
export function draftInventory(store: StoreSnapshot, catalog: Catalog, at: string): InventoryDraft {
  const found = store.records.map(({ kind, file, record }) => ({
    kind,
    file,
    id: record === null ? null : recordId(kind, record),
  }));
  const records = found.flatMap(({ kind, file, id }) =>
    isInventoried(kind) && isPlain(file) ? [{ kind, id, path: file.path }] : []
  );
  const files = [...found, ...store.files.map((file) => ({ file, id: null }))].flatMap(({ file, id }) =>
    isInventoriedFile(file.path) && isPlain(file) ? [{ kind: "content-sync" as const, id, path: file.path }] : []
  );
  return {
    records,
    files,
    kept: {
      records: keptOf(missingRecords(store, catalog), at),
      files: keptOf(missingFiles(store, catalog), at),
    },
  };
}

function isPlain({ type, problem }: FileEntry): boolean {
  return type === "file" && problem === null;
}

function keptOf<Entry extends { readonly lost_at: string | null }>(
  { lost, unseen }: { readonly lost: readonly Entry[]; readonly unseen: readonly Entry[] },
  at: string,
): readonly Entry[] {
  return [...lost.map((entry) => ({ ...entry, lost_at: entry.lost_at ?? at })), ...unseen];
}

/** What only the host can tell of it. */
export interface InventoryBytes {
  /** Of each file that was asked for and is a plain one that can be read. */
  readonly inventoried: ReadonlyMap<string, FileDigest>;
  readonly receipts: readonly InventoryReceipts[];
}

/** The files whose bytes have to be looked at. */
export function pathsOfInventory({ records, files }: InventoryDraft): readonly string[] {
  return [...records, ...files].map(({ path }) => path);
}

/** The whole of it; a file that could not be read by now is not in it. */
export function completeInventory(
  { records, files, kept }: InventoryDraft,
  { inventoried, receipts }: InventoryBytes,
  at: string,
): Inventory {
  return {
    records: [...seen(records, inventoried, at), ...kept.records],
    files: [...seen(files, inventoried, at), ...kept.files],
    receipts,
  };
}

function seen<Kind>(
  entries: readonly { readonly kind: Kind; readonly id: string | null; readonly path: string }[],
  digests: ReadonlyMap<string, FileDigest>,
  at: string,
) {
  return entries.flatMap(({ kind, id, path }) => {
    const digest = digests.get(path);
    // In the order in which they are written.
    return digest === undefined
      ? []
      : [{ bytes: digest.bytes, id, kind, lost_at: null, path, seen_at: at, sha256: digest.sha256 }];
  });
}

/** Holds the inventory that goes with the checkpoint against what was read of the store. */
import { dirname, join } from "@std/path/posix";
import { auditTime, createTellingReader } from "../../../lib/content_sync/audit.ts";
import {
  createInventoryReader,
  type Inventory,
  INVENTORY_LIMIT_BYTES,
  INVENTORY_PATH,
} from "../../../lib/derived/inventory.ts";
import { missingReceipts, type ReceiptsThere, withoutThere } from "../../../lib/derived/inventory_receipts.ts";
import { AUDIT_PATH, QUEUE_FOLDER, RECEIPTS_FOLDER } from "../../../lib/model/content_sync_names.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import type { InventoryFile } from "../../../lib/model/derived.ts";
import type { FileEntry, RecordEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { createRunningHash } from "../files/hashing.ts";
import { ioReason } from "../files/io_reason.ts";
import { lookAt } from "./file_entry.ts";

const CHUNK_BYTES = 256 * 1024;

type Missing = Pick<StoreSnapshot, "missing_records" | "missing_content_sync">;

interface There {
  readonly files: readonly FileEntry[];
  readonly folders: readonly FileEntry[];
  readonly records: readonly RecordEntry[];
  /** Of the receipts, ascending; null where nobody could list them. */
  readonly receiptNames: readonly string[] | null;
  /** Kinds whose records are not asked for; none where absent. */
  readonly passesOver?: readonly RecordKind[];
}

/** What the inventory lists and is not there any more, as fields of the snapshot; each is absent where there is nothing. */
export function findMissing(
  root: string,
  { files, folders, records, receiptNames, passesOver = [] }: There,
): Missing {
  const there = new Set(records.map(({ file }) => file.path));
  const inventory = readInventory(root, files, (path) => there.has(path), passesOver);
  for (const { path } of files) there.add(path);
  const listed = new Set([".", ...folders.map(({ path }) => path)]);
  // A repair that ends while the store is read lists what came after its folder was read.
  const isThereNow = (path: string) => listed.has(dirname(path)) && lookAt(join(root, path), path).problem === null;
  const { receipts, pruned } = receiptNames === null
    ? { receipts: [], pruned: null }
    : missingReceipts(inventory.receipts, receiptsThere(receiptNames, files));
  const lostReceipts = withoutThere(receipts, (name) => isThereNow(`${RECEIPTS_FOLDER}/${name}`));
  const lostRecords = inventory.records.filter(({ path }) => !isThereNow(path));
  const gone = missingFiles(root, inventory.files, { files, isThere: (path) => there.has(path) || isThereNow(path) });
  const isWhole = gone.length === 0 && lostReceipts.length === 0 && pruned === null;
  return {
    ...(lostRecords.length === 0 ? {} : { missing_records: lostRecords }),
    ...(isWhole ? {} : { missing_content_sync: { files: gone, receipts: lostReceipts, pruned } }),
  };
}

/** What the inventory lists, of records only those that are not there; one that cannot be read lists nothing. */
export function readInventory(
  root: string,
  files: readonly FileEntry[],
  isThere: (path: string) => boolean,
  passesOver: readonly RecordKind[] = [],
): Inventory {
  const reader = createInventoryReader(isThere, passesOver);
  const file = files.find(({ path }) => path === INVENTORY_PATH);
  const isReadable = file?.type === "file" && file.problem === null && file.bytes <= INVENTORY_LIMIT_BYTES;
  if (isReadable) readChunks(root, INVENTORY_PATH, (chunk) => reader.add(chunk));
  return reader.finish();
}

/** The names, and those of receipts that somebody keeps in folders of their own. */
export function receiptsThere(names: readonly string[], files: readonly FileEntry[]): ReceiptsThere {
  const below = files.flatMap(({ path }) => path.startsWith(`${RECEIPTS_FOLDER}/`) ? [path] : []);
  return { names, archived: new Set(below.map((path) => path.slice(path.lastIndexOf("/") + 1))) };
}

/** The listed files that are gone, and of which the audit log does not tell. */
function missingFiles(
  root: string,
  listed: readonly InventoryFile[],
  { files, isThere }: { readonly files: readonly FileEntry[]; readonly isThere: (path: string) => boolean },
): readonly InventoryFile[] {
  const audits = listed.filter(({ path }) => path === AUDIT_PATH);
  const gone = listed.filter(({ path }) => path !== AUDIT_PATH && !isThere(path));
  const keys = new Set(gone.flatMap(({ id }) => id ?? []));
  const logs = files.filter(({ path }) => path.startsWith(`${QUEUE_FOLDER}/audit`));
  // Links and pipes are never opened: what one holds is not known, and the check of the layout tells of it.
  const isOdd = logs.some(({ path, type }) => path === AUDIT_PATH && type !== "file");
  const told = isOdd || keys.size === 0 ? new Set<string>() : keysTold(root, keys, audits);
  const plain = logs.flatMap(({ path, type }) => type === "file" ? [path] : []);
  return [
    ...audits.filter((audit) => !isOdd && !isKeptAnywhere(root, audit, plain)),
    ...gone.filter(({ id }) => id === null || !told.has(id)),
  ];
}

/** Those that lines of the audit log tell of since it was listed; a log that begins otherwise is a newer one as a whole. */
function keysTold(
  root: string,
  keys: ReadonlySet<string>,
  audits: readonly InventoryFile[],
): ReadonlySet<string> {
  const listed = audits.find(({ lost_at: lostAt }) => lostAt === null) ?? null;
  const from = listed !== null && holds(root, AUDIT_PATH, listed) ? listed.bytes : 0;
  const reader = createTellingReader(keys);
  readChunks(root, AUDIT_PATH, (chunk) => reader.add(chunk), { from });
  return reader.told;
}

/**
 * Whether a log still begins with what was listed: the one in use, or an older one beside it. Where older ones are there
 * and none does, whoever rotates them has dropped it, unless the one in use is as old.
 */
function isKeptAnywhere(root: string, audit: InventoryFile, logs: readonly string[]): boolean {
  if (audit.bytes === 0 || logs.some((path) => holds(root, path, audit))) return true;
  return logs.some((path) => path !== AUDIT_PATH) && beginsAfter(root, audit.seen_at);
}

/** Whether the log in use has no line as old as that. */
function beginsAfter(root: string, seenAt: string): boolean {
  let start = new Uint8Array();
  readChunks(root, AUDIT_PATH, (chunk) => (start = chunk.slice()), { length: CHUNK_BYTES });
  const at = auditTime(start);
  return at === null ? start.length === 0 : at > seenAt;
}

/** Whether the file begins with these bytes; one that cannot be read is not said to lack them. */
function holds(root: string, path: string, { bytes, sha256 }: InventoryFile): boolean {
  const hash = createRunningHash();
  const read = readChunks(root, path, (chunk) => hash.update(chunk), { length: bytes });
  return read === null || (read === bytes && hash.digest() === sha256);
}

/** How much of the file was read; null where it cannot be. A bug is thrown on; what the disk does is for the checks to report. */
function readChunks(
  root: string,
  path: string,
  take: (chunk: Uint8Array) => void,
  { from = 0, length = Infinity }: { readonly from?: number; readonly length?: number } = {},
): number | null {
  try {
    using file = Deno.openSync(join(root, path), { read: true });
    if (from > 0) file.seekSync(from, Deno.SeekMode.Start);
    const buffer = new Uint8Array(CHUNK_BYTES);
    let done = 0;
    while (done < length) {
      const count = file.readSync(buffer.subarray(0, Math.min(CHUNK_BYTES, length - done)));
      if (count === null) break;
      take(buffer.subarray(0, count));
      done += count;
    }
    return done;
  } catch (error) {
    ioReason(error);
    return null;
  }
}

/** Looks at the bytes that a plan touches: the digest of each file, and the journal with what would be appended to it. */
import { join } from "@std/path/posix";
import { CliError } from "../../../lib/model/errors.ts";
import { foldersAbove } from "../../../lib/change/paths.ts";
import { draftReceipts, receiptLines } from "../../../lib/derived/inventory_receipts.ts";
import { readManifest } from "../../../lib/store/manifest.ts";
import type { FileDigest } from "../../../lib/model/change.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import type { StoreBytes } from "../../../lib/repair/predict.ts";
import { digestOfFile } from "../files/hashing.ts";
import type { BytesRequest } from "../types/store_reader.ts";
import { ioReason } from "../files/io_reason.ts";
import { createTurns } from "../files/next_turn.ts";
import { feedJournal } from "./journal_file.ts";
import { createJournalFolding, type JournalFolding } from "./journal_folding.ts";
import { digestRecords } from "./record_digests.ts";
import { readInventory, receiptsThere } from "./inventory_reader.ts";
import { receiptNames } from "./receipt_names.ts";
import type { ProgressTaker } from "../types/progress.ts";

/** What was kept of reading a store to make a plan: neither journal nor records have to be read a second time. */
export interface KeptReading {
  /** Of all of the journal; null where it has to be folded anew. To be used once. */
  readonly folding: JournalFolding | null;
  /** Of the records that were read. */
  readonly digests: ReadonlyMap<string, FileDigest>;
}

export const NOTHING_KEPT: KeptReading = { folding: null, digests: new Map() };

/** @throws CliError io or denied for a file that cannot be read; stale where the journal changed since it was read */
export async function readStoreBytes(
  store: StoreSnapshot,
  { paths, appended, folds, inventory }: BytesRequest,
  { kept, progress }: { readonly kept: KeptReading; readonly progress: ProgressTaker },
): Promise<StoreBytes> {
  const digests = new Map<string, FileDigest | null>();
  for (const path of paths) digests.set(path, await readDigest(store.real_root, path, progress));
  const folding = folds ? kept.folding ?? await foldAnew(store, progress) : null;
  folding?.add(new TextEncoder().encode(appended));
  return {
    digests,
    folded: folding?.finish() ?? null,
    inventoried: await digestRecords(store.real_root, inventory?.paths ?? [], { known: kept.digests, progress }),
    receipts: inventory === null ? [] : await listReceipts(store, inventory.at, progress),
  };
}

/** The receipts as they are listed now; as they were before where nobody can list them. */
async function listReceipts(
  store: StoreSnapshot,
  at: string,
  progress: ProgressTaker,
): Promise<StoreBytes["receipts"]> {
  const { real_root: root, files } = store;
  const inventory = [...store.derived.flatMap(({ entries }) => entries?.file ?? []), ...files];
  const { receipts } = readInventory(root, inventory, () => true);
  const names = receiptNames(root);
  if (names === null) return receipts;
  const draft = draftReceipts(receipts, receiptsThere(names, files), at);
  return receiptLines(draft, await digestRecords(root, draft.digested, { known: new Map(), progress }), at);
}

/** The hash and length of the file, or null where there is none; links are never followed, nor in the folders above it. */
async function readDigest(root: string, path: string, progress: ProgressTaker): Promise<FileDigest | null> {
  const refused = (reason: string) => new CliError("io", `Cannot read "${path}": ${reason}`, { target: path });
  try {
    const link = foldersAbove(path).find((folder) => !Deno.lstatSync(join(root, folder)).isDirectory);
    if (link !== undefined) throw refused(`"${link}" is no folder`);
    const { isFile, size } = Deno.lstatSync(join(root, path));
    if (!isFile) throw refused("it is no plain file");
    using file = Deno.openSync(join(root, path), { read: true });
    const nextTurn = createTurns();
    return await digestOfFile(file, async (done) => {
      progress.report({ phase: "look", done, total: size, unit: "bytes" });
      await nextTurn();
    });
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { exit, reason } = ioReason(error);
    if (exit === "not_found") return null;
    throw new CliError(exit, `Cannot read "${path}": ${reason}`, { target: path, cause: error });
  }
}

async function foldAnew(store: StoreSnapshot, progress: ProgressTaker): Promise<JournalFolding> {
  const folding = createJournalFolding({ lanes: readManifest(store)?.lanes ?? [] });
  const { bytes, sha256 } = store.journal;
  let left = bytes;
  // No further than the snapshot went: what was appended since makes the plan stale, and not wrong.
  const taker = {
    add(chunk: Uint8Array) {
      const known = chunk.subarray(0, left);
      left -= known.length;
      folding.add(known);
    },
    pending: () => null,
  };
  const path = join(store.real_root, "journal.jsonl");
  const { state, error } = await feedJournal(path, taker, { phase: "fold", progress });
  if (state === "unreadable") {
    throw new CliError("io", `Cannot read the journal: ${error ?? state}`, { target: "journal.jsonl" });
  }
  if (left > 0 || (bytes > 0 && folding.digest() !== sha256)) {
    throw new CliError("stale", "Cannot plan: the journal changed while it was read", {
      target: "journal.jsonl",
      hint: "Find out what rewrites the journal, and run again",
    });
  }
  return folding;
}

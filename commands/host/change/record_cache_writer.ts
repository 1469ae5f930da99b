/** Leaves the cache of records beside a checkpoint that a change has just built. */
import { RECORD_CACHE_PATH } from "../../../lib/derived/record_cache.ts";
import { folderOf } from "../../../lib/change/paths.ts";
import { WORK_FOLDER } from "../../../lib/model/change.ts";
import { createRunningHash } from "../files/hashing.ts";
import { CACHE_LIMIT_BYTES } from "../store/record_cache_reader.ts";
import { recordCacheText } from "../store/record_cache_text.ts";
import { Stopped } from "../terminal/signals.ts";
import { makeWorkFolder } from "./stage.ts";
import { clearAway, hasLostLock } from "./whole_change.ts";
import { createWhole, LockLost, type OpenStore, PRIVATE, writeAll } from "./whole_files.ts";
import { FileFailure } from "./within_store.ts";

const NEW_PATH = `${WORK_FOLDER}/records.cache`;

/** Written in pieces of about this many UTF-16 units. */
const PIECE_UNITS = 256 * 1024;

/**
 * Writes it anew, whole or not at all, and readable to nobody but the owner. It is a help and no part of the change: what
 * keeps it from being written, a signal too, leaves the change as it stands.
 */
export async function writeRecordCache(store: OpenStore, now: Date): Promise<void> {
  const { files } = store;
  try {
    await store.pause();
    const there = files.look(RECORD_CACHE_PATH);
    if (there !== null && there.type !== "file") return;
    makeWorkFolder(store);
    const isWhole = await createSealed(store, now);
    await store.pause();
    if (isWhole) {
      files.rename(NEW_PATH, RECORD_CACHE_PATH);
      files.syncFolder(folderOf(RECORD_CACHE_PATH));
    }
  } catch (error) {
    if (!(error instanceof FileFailure || error instanceof Stopped || error instanceof LockLost)) throw error;
  }
  // Whoever has the lock by now may be at work there.
  if (!hasLostLock(store)) clearAway(store);
}

/** Whether all of it was written: nobody reads one that is too large. */
async function createSealed(store: OpenStore, now: Date): Promise<boolean> {
  const encoder = new TextEncoder();
  let isWhole = true;
  await createWhole(store, NEW_PATH, () => PRIVATE, async (file) => {
    const hash = createRunningHash();
    let bytes = 0;
    const write = (text: string) => {
      const piece = encoder.encode(text);
      hash.update(piece);
      bytes += piece.length;
      writeAll(file, piece);
    };
    let held = "";
    for (const line of recordCacheText(store.files.resolve(""), now)) {
      held += line;
      if (held.length < PIECE_UNITS) continue;
      write(held);
      held = "";
      if (bytes > CACHE_LIMIT_BYTES) break;
      await store.pause();
    }
    write(held);
    write(`${hash.digest()}\n`);
    isWhole = bytes <= CACHE_LIMIT_BYTES;
  });
  return isWhole;
}

/**
 * Leaves what helps looks to come beside a checkpoint that a change has just built: the cache of records, and the note of
 * a look.
 */
import type { LookedAt } from "../../../lib/answers/look_note.ts";
import { LOOK_NOTE_LIMIT_BYTES, LOOK_NOTE_PATH } from "../../../lib/derived/look_note.ts";
import { RECORD_CACHE_PATH } from "../../../lib/derived/record_cache.ts";
import { folderOf } from "../../../lib/change/paths.ts";
import { WORK_FOLDER } from "../../../lib/model/change.ts";
import { createRunningHash } from "../files/hashing.ts";
import { CACHE_LIMIT_BYTES } from "../store/record_cache_reader.ts";
import { settledStates, unchangedStates } from "../store/look_note_reader.ts";
import { Stopped } from "../terminal/signals.ts";
import { makeWorkFolder } from "./stage.ts";
import { clearAway, hasLostLock } from "./end_on_the_way.ts";
import { createWhole, LockLost, type OpenStore, PRIVATE, writeAll } from "./whole_files.ts";
import { FileFailure } from "./within_store.ts";

/** Written in pieces of about this many UTF-16 units. */
const PIECE_UNITS = 256 * 1024;

/** Writes the cache of records anew, of these lines, see writeAside(). */
export async function writeRecordCache(store: OpenStore, lines: Iterable<string>): Promise<void> {
  await writeAside(store, {
    path: RECORD_CACHE_PATH,
    limitBytes: CACHE_LIMIT_BYTES,
    text: () => Promise.resolve(lines),
  });
}

/** Writes the note of a look, see LockedStore.noteLook() and writeAside(). */
export async function writeLookNote<Look>(
  store: OpenStore,
  look: () => Promise<Look>,
  noteOf: (look: Look, lookedAt: LookedAt) => string | null,
): Promise<void> {
  await writeAside(store, {
    path: LOOK_NOTE_PATH,
    limitBytes: LOOK_NOTE_LIMIT_BYTES,
    async text() {
      const root = store.files.resolve("");
      const before = await settledStates(root);
      const looked = await look();
      const note = noteOf(looked, unchangedStates(root, before));
      return note === null ? null : [note];
    },
  });
}

interface Aside {
  readonly path: string;
  /** Nobody reads a larger one. */
  readonly limitBytes: number;
  /** All of it but the seal; null where there is nothing to write. */
  text(): Promise<Iterable<string> | null>;
}

/**
 * Writes it anew under a seal, whole or not at all, and readable to nobody but the owner. It is a help and no part of the
 * change: what keeps it from being written, a signal too, leaves the change as it stands.
 */
async function writeAside(store: OpenStore, { path, limitBytes, text }: Aside): Promise<void> {
  const { files } = store;
  try {
    await store.pause();
    const there = files.look(path);
    if (there !== null && there.type !== "file") return;
    const lines = await text();
    if (lines === null) return;
    makeWorkFolder(store);
    const newPath = `${WORK_FOLDER}/${path.slice(folderOf(path).length + 1)}`;
    const isWhole = await createSealed(store, newPath, { lines, limitBytes });
    await store.pause();
    if (isWhole) {
      files.rename(newPath, path);
      files.syncFolder(folderOf(path));
    }
  } catch (error) {
    if (!(error instanceof FileFailure || error instanceof Stopped || error instanceof LockLost)) throw error;
  }
  // Whoever has the lock by now may be at work there.
  if (!hasLostLock(store)) clearAway(store);
}

/** Whether all of it was written. */
async function createSealed(
  store: OpenStore,
  newPath: string,
  { lines, limitBytes }: { readonly lines: Iterable<string>; readonly limitBytes: number },
): Promise<boolean> {
  const encoder = new TextEncoder();
  let isWhole = true;
  await createWhole(store, newPath, () => PRIVATE, async (file) => {
    const hash = createRunningHash();
    let bytes = 0;
    const write = (text: string) => {
      const piece = encoder.encode(text);
      hash.update(piece);
      bytes += piece.length;
      writeAll(file, piece);
    };
    let held = "";
    for (const line of lines) {
      held += line;
      if (held.length < PIECE_UNITS) continue;
      write(held);
      held = "";
      if (bytes > limitBytes) break;
      await store.pause();
    }
    write(held);
    write(`${hash.digest()}\n`);
    isWhole = bytes <= limitBytes;
  });
  return isWhole;
}

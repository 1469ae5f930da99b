/** Feeds the journal's bytes to what takes them: up to the length it had at the start, a torn tail looked at again first. */
import type { Phase } from "../../../lib/render/progress.ts";
import { lookAt } from "./file_entry.ts";
import { ioReason } from "../files/io_reason.ts";
import { createTurns } from "../files/next_turn.ts";
import type { ProgressTaker } from "../types/progress.ts";

/** What the bytes are fed to. */
interface JournalTaker {
  /** Takes the next bytes; the chunk is filled again afterwards. */
  add(chunk: Uint8Array): void;
  /** The line that has not ended yet, or null where the last one has. */
  pending(): unknown;
}

/** How feeding ended: after anything but `present`, what was taken is not the whole journal. */
interface JournalFileState {
  readonly state: "present" | "absent" | "unreadable";
  readonly error: string | null;
}

interface JournalFeed {
  readonly phase: Phase;
  /** The first byte that is fed; 0 where absent. */
  readonly from?: number;
  /** Called once it is known how far the journal is read. */
  readonly opened?: (() => void) | undefined;
  readonly progress: ProgressTaker;
}

const CHUNK_BYTES = 256 * 1024;
const TAIL_LOOKS = 2;
const TAIL_WAIT_MS = 40;
const NEWLINE = 0x0a;

/** Feeds the whole journal. Never throws for what the file system does. */
export async function feedJournal(path: string, taker: JournalTaker, feed: JournalFeed): Promise<JournalFileState> {
  const { bytes: _, ...seen } = lookAtJournal(path);
  if (seen.state !== "present") return seen;
  try {
    using journal = Deno.openSync(path, { read: true });
    const { size } = journal.statSync();
    feed.opened?.();
    await readUpTo(journal, size, taker, feed);
    await finishTail(journal, taker);
    return { state: "present", error: null };
  } catch (error) {
    return { state: "unreadable", error: ioReason(error).reason };
  }
}

/** The journal as the file system describes it: whether it is a file, and its length; `present` is not yet readable. */
export function lookAtJournal(path: string): JournalFileState & { readonly bytes: number } {
  const { type, problem, bytes } = lookAt(path, "journal.jsonl");
  if (problem !== null && !exists(path)) return { state: "absent", error: null, bytes: 0 };
  if (problem === null && type === "file") return { state: "present", error: null, bytes };
  const error = problem ?? `it is a ${type.replace("_", " ")}, which is never followed or opened`;
  return { state: "unreadable", error, bytes: 0 };
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound);
  }
}

async function readUpTo(
  file: Deno.FsFile,
  bytes: number,
  taker: JournalTaker,
  { phase, from = 0, progress }: JournalFeed,
): Promise<void> {
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, bytes));
  if (from > 0) file.seekSync(from, Deno.SeekMode.Start);
  const nextTurn = createTurns();
  for (let left = bytes - from; left > 0;) {
    const count = file.readSync(buffer.subarray(0, Math.min(buffer.length, left)));
    if (count === null) return;
    taker.add(buffer.subarray(0, count));
    left -= count;
    progress.report({ phase, done: bytes - left, total: bytes, unit: "bytes" });
    await nextTurn();
  }
}

/** An append that was under way when the length was taken is read to its end, and nothing behind it. */
async function finishTail(file: Deno.FsFile, taker: JournalTaker): Promise<void> {
  for (let look = 0; look < TAIL_LOOKS && taker.pending() !== null; look++) {
    await new Promise((resolve) => setTimeout(resolve, TAIL_WAIT_MS));
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (let count = file.readSync(buffer); count !== null && taker.pending() !== null; count = file.readSync(buffer)) {
      const end = buffer.subarray(0, count).indexOf(NEWLINE);
      taker.add(buffer.slice(0, end < 0 ? count : end + 1));
      if (end >= 0) return;
    }
  }
}

/** Feeds the journal's bytes to the fold: up to the length it had at the start, a torn tail looked at again first. */
import { createJournalFold } from "../../lib/journal/fold.ts";
import type { JournalSummary } from "../../lib/model/journal.ts";
import { createRunningHash, type RunningHash } from "./hashing.ts";
import { lookAt } from "./file_entry.ts";
import { ioReason } from "./io_reason.ts";
import { nextTurn } from "./next_turn.ts";
import type { ProgressLine } from "./progress.ts";

export interface JournalReading {
  readonly summary: JournalSummary;
  /** By length, the SHA-256 of the journal's first bytes; only lengths that the journal has. */
  readonly prefixes: ReadonlyMap<number, string>;
}

export interface JournalRequest {
  /** The lanes that the manifest names. */
  readonly lanes: readonly string[];
  /** Lengths of the journal's beginning that are hashed on the way. */
  readonly prefixLengths: readonly number[];
  readonly progress: ProgressLine;
}

const CHUNK_BYTES = 1024 * 1024;
const TAIL_LOOKS = 2;
const TAIL_WAIT_MS = 40;
const NEWLINE = 0x0a;

/** Reads the whole journal once. Never throws for what the file system does. */
export async function readJournal(
  path: string,
  { lanes, prefixLengths, progress }: JournalRequest,
): Promise<JournalReading> {
  const fold = createJournalFold({ lanes });
  const ended = (state: JournalSummary["state"], error: string | null, sha256: string | null) =>
    fold.finish({ state, error, sha256 }).summary;
  const file = lookAt(path, "journal.jsonl");
  if (file.problem !== null && !exists(path)) return { summary: ended("absent", null, null), prefixes: new Map() };
  if (file.problem !== null || file.type !== "file") {
    const reason = file.problem ?? `it is a ${file.type.replace("_", " ")}, which is never followed or opened`;
    return { summary: ended("unreadable", reason, null), prefixes: new Map() };
  }
  try {
    using journal = Deno.openSync(path, { read: true });
    const hash = createPrefixHash(prefixLengths);
    const feed = (chunk: Uint8Array) => {
      hash.update(chunk);
      fold.add(chunk);
    };
    await readUpTo(journal, journal.statSync().size, feed, progress);
    await finishTail(journal, () => fold.pending() !== null, feed);
    return { summary: ended("present", null, hash.digest()), prefixes: hash.prefixes };
  } catch (error) {
    // What was folded so far would look like a whole journal, so nothing of it is told.
    const summary =
      createJournalFold().finish({ state: "unreadable", error: ioReason(error).reason, sha256: null }).summary;
    return { summary, prefixes: new Map() };
  }
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
  feed: (chunk: Uint8Array) => void,
  progress: ProgressLine,
): Promise<void> {
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, bytes));
  for (let left = bytes; left > 0;) {
    const count = file.readSync(buffer.subarray(0, Math.min(buffer.length, left)));
    if (count === null) return;
    feed(buffer.subarray(0, count));
    left -= count;
    progress.report({ label: "Reading the journal", done: bytes - left, total: bytes, unit: "bytes" });
    await nextTurn();
  }
}

/** An append that was under way when the length was taken is read to its end, and nothing behind it. */
async function finishTail(
  file: Deno.FsFile,
  isPending: () => boolean,
  feed: (chunk: Uint8Array) => void,
): Promise<void> {
  for (let look = 0; look < TAIL_LOOKS && isPending(); look++) {
    await new Promise((resolve) => setTimeout(resolve, TAIL_WAIT_MS));
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (let count = file.readSync(buffer); count !== null && isPending(); count = file.readSync(buffer)) {
      const end = buffer.subarray(0, count).indexOf(NEWLINE);
      feed(buffer.slice(0, end < 0 ? count : end + 1));
      if (end >= 0) return;
    }
  }
}

interface PrefixHash extends RunningHash {
  readonly prefixes: ReadonlyMap<number, string>;
}

function createPrefixHash(lengths: readonly number[]): PrefixHash {
  const hash = createRunningHash();
  const prefixes = new Map<number, string>();
  const wanted = [...new Set(lengths)].sort((left, right) => left - right);
  let position = 0;
  let next = 0;
  return {
    prefixes,
    digest: () => hash.digest(),
    update(bytes) {
      let start = 0;
      for (
        let length = wanted[next];
        length !== undefined && length <= position + bytes.length;
        length = wanted[++next]
      ) {
        const end = Math.max(length - position, 0);
        hash.update(bytes.subarray(start, end));
        prefixes.set(length, hash.digest());
        start = end;
      }
      hash.update(bytes.subarray(start));
      position += bytes.length;
    },
  };
}

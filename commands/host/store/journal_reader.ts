/** Reads the journal into its summary, and hashes those beginnings of it that derived files say they cover. */
import { createJournalFold, resumeJournalFold } from "../../../lib/journal/fold.ts";
import type { PackedHeads } from "../../../lib/journal/heads.ts";
import type { CoveredPrefix } from "./checkpoint_reader.ts";
import { createRunningHash, type RunningHash } from "../files/hashing.ts";
import type { JournalDepth } from "../types/store_reader.ts";
import { feedJournal, lookAtJournal } from "./journal_file.ts";
import { createJournalFolding } from "./journal_folding.ts";
import type { JournalReading } from "./journal_reading.ts";
import type { ProgressTaker } from "../types/progress.ts";

export interface WholeJournalRequest {
  /** The lanes that the manifest names. */
  readonly lanes: readonly string[];
  /** Lengths of the journal's beginning that are hashed on the way. */
  readonly prefixLengths: readonly number[];
  /** Called once it is known how far the journal is read; not where it cannot be. */
  readonly opened?: () => void;
  readonly progress: ProgressTaker;
}

/** What readPacked() gives: `summary` is without its heads. */
export interface PackedReading extends JournalReading {
  readonly heads: PackedHeads;
}

export interface JournalRequest extends WholeJournalRequest {
  readonly depth: Exclude<JournalDepth, "skip">;
  /** A beginning that need not be parsed again below the depth "full"; null where there is none. */
  readonly covered: CoveredPrefix | null;
  /** Whether the folding of a whole journal is kept. */
  readonly keepsFolding: boolean;
}

/** Reads the journal: behind the covered beginning where that is still there, else all of it. Never throws. */
export async function readJournal(path: string, request: JournalRequest): Promise<JournalReading> {
  const { covered, depth } = request;
  if (request.keepsFolding) {
    const kept = await foldWhole(path, request);
    if (kept !== null) return kept;
  }
  const resumed = covered === null || depth === "full" ? null : await readBehind(path, covered, request);
  return resumed ?? await readWhole(path, request);
}

/**
 * Goes on behind the covered beginning, once that has the hash that was written down: at "standard" of all its bytes, at
 * "quick" of its last segment. Null where it has not, or where the journal cannot be read.
 */
async function readBehind(
  path: string,
  { prefix, covers, lastSegment }: CoveredPrefix,
  { depth, lanes, prefixLengths, progress }: JournalRequest,
): Promise<JournalReading | null> {
  const [from, sha256] = depth === "standard" ? [0, covers.journal_sha256] : [lastSegment.offset, lastSegment.sha256];
  const verified = prefix.bytes - from;
  const hash = createPrefixHash(from === 0 ? [...prefixLengths, verified] : [verified]);
  const fold = resumeJournalFold(prefix, { lanes });
  let hashed = 0;
  let isSame = false;
  const taker = {
    add(chunk: Uint8Array) {
      hash.update(chunk);
      const behind = Math.min(Math.max(verified - hashed, 0), chunk.length);
      hashed += chunk.length;
      isSame ||= hash.prefixes.get(verified) === sha256;
      if (isSame) fold.add(chunk.subarray(behind));
    },
    pending: () => fold.pending(),
  };
  const { state, error } = await feedJournal(path, taker, { phase: "journal", from, progress });
  if (state !== "present" || !isSame) return null;
  const ending = { state, error, sha256: from === 0 ? hash.digest() : null, bytesHashed: hashed };
  return { summary: fold.finish(ending).summary, prefixes: from === 0 ? hash.prefixes : new Map() };
}

/** All of the journal as it is now. Never throws for what the file system does. */
async function readWhole(path: string, request: JournalRequest): Promise<JournalReading> {
  const { fold, ending, prefixes } = await foldBytes(path, request);
  return { summary: fold.finish(ending).summary, prefixes };
}

/** As readWhole(), for another thread. */
export async function readPacked(path: string, request: WholeJournalRequest): Promise<PackedReading> {
  const { fold, ending, prefixes } = await foldBytes(path, request);
  return { ...fold.finishPacked(ending), prefixes };
}

async function foldBytes(path: string, { lanes, prefixLengths, opened, progress }: WholeJournalRequest) {
  const fold = createJournalFold({ lanes });
  const hash = createPrefixHash(prefixLengths);
  const taker = {
    add(chunk: Uint8Array) {
      hash.update(chunk);
      fold.add(chunk);
    },
    pending: () => fold.pending(),
  };
  const { state, error } = await feedJournal(path, taker, { phase: "journal", opened, progress });
  if (state === "present") return { fold, ending: { state, error, sha256: hash.digest() }, prefixes: hash.prefixes };
  // What was folded so far would look like a whole journal, so nothing of it is told.
  return { fold: createJournalFold({ lanes }), ending: { state, error, sha256: null }, prefixes: NO_PREFIXES };
}

const NO_PREFIXES: JournalReading["prefixes"] = new Map();

/** The summary of a journal that is only looked at from outside. */
export function skipJournal(path: string): JournalReading {
  const { state, error, bytes } = lookAtJournal(path);
  const { summary } = createJournalFold().finish({
    state: state === "present" ? "not_read" : state,
    error,
    sha256: null,
  });
  return { summary: { ...summary, bytes }, prefixes: new Map() };
}

/** As readWhole(), with the folding where the journal ends with a whole line; null for one that cannot be read. */
async function foldWhole(
  path: string,
  { lanes, prefixLengths, progress }: JournalRequest,
): Promise<JournalReading | null> {
  const hash = createPrefixHash(prefixLengths);
  const folding = createJournalFolding({ lanes }, hash);
  const { state } = await feedJournal(path, folding, { phase: "journal", progress });
  if (state !== "present") return null;
  const { prefixes } = hash;
  const summary = folding.soFar();
  return summary === null ? { summary: folding.finish().summary, prefixes } : { summary, prefixes, folding };
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

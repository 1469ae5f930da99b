/** Folding a journal into all that derived files are built of: its summary, the fold's state, and its hashed segments. */
import { createJournalFold, type JournalFoldOptions } from "../../../lib/journal/fold.ts";
import type { JournalSegment } from "../../../lib/journal/segments.ts";
import type { CheckpointSegment } from "../../../lib/model/derived.ts";
import type { FoldedJournal } from "../../../lib/repair/predict.ts";
import { createRunningHash, type RunningHash } from "../files/hashing.ts";
import type { JournalSummary } from "../../../lib/model/journal.ts";

export interface JournalFolding {
  /** Takes the next bytes, cut anywhere. */
  add(chunk: Uint8Array): void;
  /** The line that has not ended yet, or null. */
  pending(): unknown;
  /** The SHA-256 of everything taken so far. */
  digest(): string;
  /** The summary of everything taken so far, behind which more may be taken; null within a line. */
  soFar(): JournalSummary | null;
  /** To be called once. */
  finish(): FoldedJournal;
}

/** A folding that has taken nothing yet; `journalHash` is fed with all that it takes. */
export function createJournalFolding(
  options: JournalFoldOptions = {},
  journalHash: RunningHash = createRunningHash(),
): JournalFolding {
  const fold = createJournalFold(options);
  const segments: CheckpointSegment[] = [];
  let segmentHash = createRunningHash();
  let position = 0;
  const ending = () => ({ state: "present", error: null, sha256: journalHash.digest() }) as const;
  const close = (segment: JournalSegment) => {
    segments.push({ ...segment, sha256: segmentHash.digest() });
    segmentHash = createRunningHash();
  };
  return {
    add(chunk) {
      let start = 0;
      for (const segment of fold.add(chunk)) {
        const end = segment.offset + segment.bytes - position;
        segmentHash.update(chunk.subarray(start, end));
        close(segment);
        start = end;
      }
      segmentHash.update(chunk.subarray(start));
      journalHash.update(chunk);
      position += chunk.length;
    },
    pending: () => fold.pending(),
    digest: () => journalHash.digest(),
    soFar: () => fold.soFar(ending()),
    finish() {
      const state = fold.state();
      const { summary, lastSegment } = fold.finish(ending());
      if (lastSegment !== null) close(lastSegment);
      return { summary, fold: state, segments };
    },
  };
}

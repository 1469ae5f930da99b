/** Folding a journal into all that derived files are built of: its summary, the fold's state, and its hashed segments. */
import { createJournalFold, type JournalFoldOptions } from "../../../lib/journal/fold.ts";
import type { JournalSegment } from "../../../lib/journal/segments.ts";
import type { CheckpointSegment } from "../../../lib/model/derived.ts";
import type { FoldedJournal } from "../../../lib/repair/predict.ts";
import { createRunningHash } from "../files/hashing.ts";

interface JournalFolding {
  /** Takes the next bytes, cut anywhere. */
  add(chunk: Uint8Array): void;
  /** The line that has not ended yet, or null. */
  pending(): unknown;
  /** The SHA-256 of everything taken so far. */
  digest(): string;
  /** To be called once. */
  finish(): FoldedJournal;
}

export function createJournalFolding(options: JournalFoldOptions = {}): JournalFolding {
  const fold = createJournalFold(options);
  const journalHash = createRunningHash();
  const segments: CheckpointSegment[] = [];
  let segmentHash = createRunningHash();
  let position = 0;
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
    finish() {
      const state = fold.state();
      const { summary, lastSegment } = fold.finish({ state: "present", error: null, sha256: journalHash.digest() });
      if (lastSegment !== null) close(lastSegment);
      return { summary, fold: state, segments };
    },
  };
}

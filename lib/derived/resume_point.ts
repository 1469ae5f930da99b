/** Whether the store's derived files hold a state of the fold to go on from. The journal itself is for the host to check. */
import {
  CheckpointRecord,
  type CheckpointSegment,
  type Covers,
  type IndexKind,
  IndexRecord,
} from "../model/derived.ts";
import { type FoldState, ResumeState } from "../model/fold_state.ts";
import type { DerivedEntry } from "../model/snapshot.ts";
import { CHECKPOINT_PATH, entriesPath, hashOfRecord, recordPath } from "./build.ts";
import { knownLanes } from "../journal/lanes.ts";
import { findCheckpointProblem } from "./sound_checkpoint.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { holds } from "../model/quick_check.ts";

interface ResumePoint {
  readonly covers: Covers;
  readonly fold: FoldState;
  /** The last one that the checkpoint covers. */
  readonly lastSegment: CheckpointSegment;
  /** What the fold keeps beside its state, as indexes of the same coverage hold it. */
  readonly heads: IndexRecord;
  readonly activity: IndexRecord;
}

export interface ResumeOptions {
  /** The manifest's lanes. */
  readonly lanes: readonly string[];
  readonly sha256Hex: Sha256Hex;
}

/** Where to go on from; null where a record is absent, broken, of another version, or of another coverage. */
export function findResumePoint(
  records: readonly Pick<DerivedEntry, "file" | "record">[],
  { lanes, sha256Hex }: ResumeOptions,
): ResumePoint | null {
  const recordAt = (path: string) => records.find(({ file }) => file.path === path)?.record ?? null;
  const checkpoint = recordAt(CHECKPOINT_PATH);
  if (!holds(CheckpointRecord, checkpoint) || checkpoint.record_sha256 !== hashOfRecord(checkpoint, sha256Hex)) {
    return null;
  }
  const { covers, resume, segments } = checkpoint;
  const lastSegment = segments.at(-1);
  if (lastSegment === undefined || findCheckpointProblem(checkpoint) !== null) return null;
  if (!holds(ResumeState, resume) || !isSameList(resume.fold.known_lanes, knownLanes(lanes))) return null;
  const indexOf = (kind: IndexKind, entriesHash: string): IndexRecord | null => {
    const record = recordAt(recordPath(kind));
    return holds(IndexRecord, record) && record.index_id === kind && record.index_kind === kind &&
        record.entries_file === entriesPath(kind) && isSameCoverage(record.covers, covers) &&
        record.entries_sha256 === entriesHash
      ? record
      : null;
  };
  const heads = indexOf("object-heads", resume.object_heads_sha256);
  const activity = indexOf("actor-activity", resume.actor_activity_sha256);
  return heads === null || activity === null ? null : { covers, fold: resume.fold, lastSegment, heads, activity };
}

function isSameCoverage(left: Covers, right: Covers): boolean {
  return left.journal_bytes === right.journal_bytes && left.journal_sha256 === right.journal_sha256 &&
    left.events === right.events;
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

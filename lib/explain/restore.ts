/** What would prove that a record can be restored, and whether that proof exists (domain.md, question 11). */
import type { CheckpointJudgement } from "../model/documents/health.ts";
import type { Answers, Evidence } from "../model/documents/explain.ts";
import { stringField } from "../model/json.ts";
import { listText } from "../render/words.ts";
import { recordEvidence } from "./evidence.ts";
import type { Subject } from "./subject.ts";

interface Proof {
  readonly held: boolean;
  readonly what: string;
  readonly evidence: readonly Evidence[];
}

/**
 * Three proofs are asked for: a content hash to hold a restored copy against, a checkpoint that vouches for the history
 * it would be restored from, and a bundle that was restored. Only the last proves it, and nothing records one yet.
 */
export function judgeRestore(subject: Subject, checkpoints: readonly CheckpointJudgement[]): Answers["restore"] {
  const proofs = [...(subject.kind === "object" ? [contentHash(subject)] : []), checkpoint(checkpoints)];
  const held = proofs.filter((proof) => proof.held).map(({ what }) => what);
  const missing = [
    ...proofs.filter((proof) => !proof.held).map(({ what }) => what),
    "a bundle whose restore was tried and recorded",
  ];
  return {
    known: true,
    proven: false,
    summary: `Not proven. ${held.length === 0 ? "" : `There is ${listText(held)}. `}What is missing is ${
      listText(missing)
    }`,
    evidence: proofs.flatMap((proof) => proof.held ? proof.evidence : []),
  };
}

function contentHash(subject: Subject): Proof {
  const hash = stringField(subject.record, "content_hash");
  return { held: hash !== null, what: "a content hash", evidence: [recordEvidence(subject, "content_hash")] };
}

function checkpoint(checkpoints: readonly CheckpointJudgement[]): Proof {
  const intact = checkpoints.find(({ history }) => history === "intact");
  const isUnverified = checkpoints.some(({ history }) => history === "unknown");
  return {
    held: intact !== undefined,
    what: intact !== undefined
      ? `a checkpoint that vouches for the journal up to ${intact.covers_event ?? "the start"}`
      : isUnverified
      ? "a verified checkpoint (doctor verifies it)"
      : "a checkpoint that vouches for the journal",
    evidence: intact === undefined ? [] : [{
      file: `checkpoints/${intact.checkpoint_id}.json`,
      line: null,
      record: `checkpoint:${intact.checkpoint_id}`,
      field: null,
      value: null,
    }],
  };
}

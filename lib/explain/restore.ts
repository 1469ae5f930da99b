/**
 * What would prove that a record can be restored, and whether that proof exists (docs/domain.md, "The eleven
 * questions").
 */
import { textOf } from "../model/fields.ts";
import type { CheckpointJudgement } from "../model/documents/health.ts";
import type { Answers, Evidence } from "../model/documents/explain.ts";
import { KINDS } from "../model/kinds.ts";
import { listText } from "../text/words.ts";
import { targetName } from "../store/catalog.ts";
import type { ExplainInput } from "./input.ts";
import { recordEvidence } from "./evidence.ts";
import type { Subject } from "./subject.ts";

interface Proof {
  readonly held: boolean;
  readonly what: string;
  readonly evidence: readonly Evidence[];
}

/**
 * Three proofs are asked for: a content hash to hold a restored copy against, a checkpoint that vouches for the history
 * it would be restored from, and a bundle that was restored. Only the last proves it, and only for what the record says
 * now: a trial that was recorded keeps the fingerprint of each record that came back.
 */
export function judgeRestore(
  subject: Subject,
  { checkpoints, trialOf }: Pick<ExplainInput, "checkpoints" | "trialOf">,
): Answers["restore"] {
  if (!KINDS[subject.kind].registry) {
    const summary = `Not proven: a bundle holds no ${KINDS[subject.kind].plural}; a copy of the whole store does`;
    return { known: true, proven: false, summary, evidence: [] };
  }
  const isRecord = subject.line === null && subject.id !== null;
  const trial = isRecord ? trialOf(subject.kind, subject.id, subject.record) : null;
  if (trial !== null) {
    const { record_id: id, created_at: at, bundle } = trial;
    return {
      known: true,
      proven: true,
      summary: `Proven at ${at}: it came back as it is now from the bundle of ${
        targetName(bundle.target.kind, bundle.target.id)
      } with SHA-256 ${bundle.sha256}`,
      evidence: [{
        file: `repair-reports/${id}.json`,
        line: null,
        record: targetName("report", id),
        field: "proven",
        value: null,
      }],
    };
  }
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
  const hash = textOf(subject.record, "content_hash");
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

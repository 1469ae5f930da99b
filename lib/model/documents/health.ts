/** Parts that several documents share: findings, health, durability and index states. */
import * as Type from "@sinclair/typebox";
import { BUNDLE_TARGET_KINDS } from "../bundle_descriptor.ts";
import { AnyJsonObject, Count, nullable, oneOf, type Shape, Timestamp } from "../schema_kit.ts";
import { DURABILITY_CLASSES, HEALTH_STATUSES, SEVERITIES } from "../vocabulary.ts";

export const Recommendation = Type.Object({
  action: Type.String(),
  command: nullable(Type.String({ description: "runs as printed" })),
  automatic: Type.Boolean({ description: "repair can do it by itself" }),
  needs_review: Type.Boolean({ description: "a person has to decide" }),
});
export type Recommendation = Shape<typeof Recommendation>;

export const Finding = Type.Object({
  id: Type.String({ description: "stable name of this kind of finding, never reused" }),
  check: Type.String({ description: "the check that found it" }),
  severity: oneOf(SEVERITIES),
  durability: oneOf(DURABILITY_CLASSES),
  target: Type.String({ description: "kind:id of a record, or a path in the store" }),
  message: Type.String(),
  evidence: AnyJsonObject,
  recommendation: Recommendation,
});
export type Finding = Shape<typeof Finding>;

/** That a person knows of a finding and lets it be. */
export const Acceptance = Type.Object({
  state: oneOf(["in_force", "changed", "expired"], {
    description: "changed where the evidence is another one; only in force it counts for nothing",
  }),
  reason: Type.String(),
  accepted_at: Timestamp,
  until: nullable(Timestamp),
});
export type Acceptance = Shape<typeof Acceptance>;

/** A finding of this look, and whether an earlier report had it too. */
export const ReportedFinding = Type.Object({
  ...Finding.properties,
  change: nullable(oneOf(["new", "same"], { description: "against the earlier report; null without one" })),
  accepted: nullable(Acceptance),
});
export type ReportedFinding = Shape<typeof ReportedFinding>;

export const Health = Type.Object({
  status: oneOf(HEALTH_STATUSES),
  severity: oneOf(SEVERITIES),
  summary: Type.String(),
});
export type Health = Shape<typeof Health>;

export const INDEX_STATES = ["healthy", "stale", "corrupt", "missing", "not_built", "foreign"] as const;

export const IndexJudgement = Type.Object({
  index_id: Type.String(),
  state: oneOf(INDEX_STATES),
  entries: nullable(Count),
  expected_entries: nullable(Count),
  covers_event: nullable(Type.String()),
  behind_events: nullable(Count),
  missing_entries: nullable(
    Type.Integer({ minimum: 0, description: "that the journal yields and the index lacks; null where not compared" }),
  ),
  extra_entries: nullable(Count),
  differing_entries: nullable(Count),
  reason: Type.String(),
});
export type IndexJudgement = Shape<typeof IndexJudgement>;

export const CheckpointJudgement = Type.Object({
  checkpoint_id: Type.String(),
  state: oneOf(INDEX_STATES),
  history: oneOf(["intact", "rewritten", "cut_short", "unknown"], {
    description: "what the checkpoint says of the history that it once verified",
  }),
  covers_event: nullable(Type.String()),
  behind_events: nullable(Count),
  reason: Type.String(),
});
export type CheckpointJudgement = Shape<typeof CheckpointJudgement>;

export const DurabilityItem = Type.Object({
  path: Type.String(),
  kind: Type.String(),
  records: nullable(Count),
  bytes: nullable(Count),
  reason: Type.String(),
});
export type DurabilityItem = Shape<typeof DurabilityItem>;

const DurabilityGroup = Type.Object({
  items: Type.Array(DurabilityItem),
  records: nullable(Count),
  bytes: nullable(Count),
});

export const DurabilityReport = Type.Object({
  durable: DurabilityGroup,
  rebuildable: DurabilityGroup,
  disposable: DurabilityGroup,
  unclassified: DurabilityGroup,
});
export type DurabilityReport = Shape<typeof DurabilityReport>;

/** The newest trial of a restore that brought everything back, as import --verify --record keeps it. */
export const RestoreProof = Type.Object({
  report_id: Type.String({ description: "of its record in repair-reports/" }),
  bundle_sha256: Type.String(),
  target: Type.Object({ kind: oneOf(BUNDLE_TARGET_KINDS), id: Type.String() }),
  at: Timestamp,
  age_seconds: nullable(Count),
  of_this_store: Type.Boolean({ description: "whether the bundle was made from this store" }),
  records: Count,
  events: Count,
});
export type RestoreProof = Shape<typeof RestoreProof>;

/** The newest repair of this store that its report tells of. */
export const LastRepair = Type.Object({
  report_id: Type.String(),
  at: Timestamp,
  age_seconds: nullable(Count),
});
export type LastRepair = Shape<typeof LastRepair>;

/** Of the records that an answer rests on, those that the cache of records stood for. */
export const RecordCover = Type.Object({
  records_unopened: Type.Integer({
    minimum: 0,
    description: "records whose files have not changed since they were read",
  }),
  records_as_of: nullable(Type.String({ description: "when these were read; null where every record was opened" })),
});
export type RecordCover = Shape<typeof RecordCover>;

/** What a checkpoint keeps of the fold over the journal that it covers, so that a later fold can go on from there. */
import * as Type from "@sinclair/typebox";
import { Anomaly, LaneSummary } from "./journal.ts";
import { Count, nullable, Sha256, type Shape, Timestamp } from "./schema_kit.ts";

/** Raised whenever the fold judges a line in another way: what an older one found is then not gone on from. */
export const FOLD_VERSION = 2;

/** Ordinals that no event has shown so far, and the event that was found in their place. */
const OrdinalGap = Type.Object({
  from: Count,
  to: Count,
  unplaced: Count,
  line: Count,
  offset: Count,
  bytes: Count,
  event_id: Type.String(),
});
type OrdinalGap = Shape<typeof OrdinalGap>;

/** The latest event of those before, in the order of lines or of times. */
const TimedEvent = Type.Object({ line: Count, created_at: Timestamp });

/** An event that is dated before the one that it follows, and may have been brought by an import that tells of it later. */
const EarlierEvent = Type.Object({
  line: Count,
  offset: Count,
  bytes: Count,
  event_id: Type.String(),
  created_at: Timestamp,
  producer: nullable(Type.String()),
  object_id: nullable(Type.String()),
  number: Type.Integer({ minimum: 0, description: "of the events of its object, this one too" }),
  after: TimedEvent,
});
export type EarlierEvent = Shape<typeof EarlierEvent>;

export const TimeOrderState = Type.Object({
  previous: nullable(TimedEvent),
  newest: nullable(Type.Object({ ...TimedEvent.properties, event_id: Type.String() })),
  waiting: Type.Array(EarlierEvent),
});
export type TimeOrderState = Shape<typeof TimeOrderState>;

export const LedgerState = Type.Object({
  highest: Count,
  unplaced: Count,
  forgotten: Count,
  certain_up_to: nullable(Count),
  gaps: Type.Array(OrdinalGap),
});
export type LedgerState = Shape<typeof LedgerState>;

/** Everything but the heads of objects and the activity of actors, which the indexes of those kinds hold. */
export const FoldState = Type.Object({
  fold_version: Type.Literal(FOLD_VERSION),
  known_lanes: Type.Array(Type.String(), { description: "the manifest's lanes that the specification does not name" }),
  lines: Count,
  blank_lines: Count,
  unreadable: Count,
  unapplied: Count,
  first_event_id: nullable(Type.String()),
  last_event_id: nullable(Type.String()),
  last_event_at: nullable(Type.String()),
  newest_event_at: nullable(Type.String()),
  next_ordinal: Type.Integer({ minimum: 1 }),
  lanes: Type.Array(LaneSummary),
  anomalies: Type.Array(Anomaly),
  anomaly_counts: Type.Record(Type.String(), Count),
  ordinals: LedgerState,
  times: TimeOrderState,
});
export type FoldState = Shape<typeof FoldState>;

/** All that it takes to go on: the state, and which entries of the two indexes belong to it. */
export const ResumeState = Type.Object({
  fold: FoldState,
  object_heads_sha256: Sha256,
  actor_activity_sha256: Sha256,
});
export type ResumeState = Shape<typeof ResumeState>;

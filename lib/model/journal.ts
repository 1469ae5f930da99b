/** What folding the journal yields: counts, heads and anomalies, never the events themselves. */
import * as Type from "@sinclair/typebox";
import { Count, nullable, oneOf, type Shape } from "./schema_kit.ts";

/** docs/domain.md, "The store on disk" and "How the reference daemon behaves". */
export const ANOMALY_CODES = [
  "torn_tail", // the last line is not whole: no newline, not JSON
  "unsealed_tail", // the last line is a whole event without its newline
  "unreadable_line", // not JSON, or not a JSON object
  "invalid_utf8",
  "byte_order_mark",
  "carriage_return", // CRLF line end
  "line_separator", // a character at which the reference daemon would cut the line in two
  "non_finite_number", // bare NaN or Infinity, or a number that no double holds
  "too_deep", // nested deeper than the reference daemon reads
  "too_long", // over the line limit: not parsed
  "not_an_event", // JSON object without the fields of an event
  "unknown_schema",
  "malformed_id", // event_id is not "evt-" and an ordinal
  "duplicate_id",
  "missing_ids", // a gap before this line
  "out_of_order_id",
  "out_of_order_time", // dated more than an hour before the event that it follows, and by no import
  "unknown_type",
  "unknown_lane",
  "bad_time", // created_at is not a UTC timestamp of second precision
] as const;
export type AnomalyCode = typeof ANOMALY_CODES[number];

export const Anomaly = Type.Object({
  code: oneOf(ANOMALY_CODES),
  line: Type.Integer({ minimum: 1, description: "1-based, counting every line, blank ones too" }),
  offset: Type.Integer({ minimum: 0, description: "byte offset of the line's first byte" }),
  bytes: Type.Integer({ minimum: 0, description: "length of the line without its newline" }),
  event_id: nullable(Type.String()),
  detail: Type.String(),
  /** Of an event that is out of order in time alone. */
  producer: Type.Optional(nullable(Type.String())),
  previous_line: Type.Optional(Type.Integer({ minimum: 1, description: "of the event that it is dated before" })),
});
export type Anomaly = Shape<typeof Anomaly>;

const TypeCounts = Type.Record(Type.String(), Count);

export const LaneSummary = Type.Object({
  lane: Type.String(),
  events: Count,
  unapplied: Count,
  by_type: TypeCounts,
  last_event_id: nullable(Type.String()),
  last_event_at: nullable(Type.String()),
});
export type LaneSummary = Shape<typeof LaneSummary>;

/** The newest event of one object, and where in the journal it stands. */
export const ObjectHead = Type.Object({
  object_id: Type.String(),
  events: Count,
  deleted: Type.Boolean({ description: "the last add, update or delete was a delete" }),
  first_event_id: Type.String(),
  last_event_id: Type.String(),
  last_event_type: Type.String(),
  last_event_at: Type.String(),
  last_producer: Type.String(),
  lane: Type.String(),
  line: Count,
  offset: Count,
  content_hash: Type.Optional(
    Type.String({ description: "that the newest add or update says; absent where it says none" }),
  ),
});
export type ObjectHead = Shape<typeof ObjectHead>;

export const ActorActivity = Type.Object({
  actor_id: Type.String(),
  events: Count,
  by_type: TypeCounts,
  first_event_id: Type.String(),
  first_event_at: Type.String(),
  last_event_id: Type.String(),
  last_event_at: Type.String(),
});
export type ActorActivity = Shape<typeof ActorActivity>;

export const JournalSummary = Type.Object({
  // not_read: it is there, and nobody asked for it; bytes is its length, and all else is empty
  state: oneOf(["present", "absent", "unreadable", "not_read"]),
  error: nullable(Type.String()),
  bytes: Count,
  bytes_parsed: Type.Integer({
    minimum: 0,
    description: "how many of them were read line by line; of those before, a checkpoint told",
  }),
  bytes_hashed: Type.Integer({ minimum: 0, description: "how many of them were hashed" }),
  sha256: nullable(Type.String({ description: "of all bytes; null where not all were hashed" })),
  lines: Count,
  blank_lines: Count,
  events: Type.Integer({ minimum: 0, description: "readable events" }),
  unreadable: Type.Integer({ minimum: 0, description: "non-blank lines that are no event" }),
  unapplied: Count,
  first_event_id: nullable(Type.String()),
  last_event_id: nullable(Type.String()),
  last_event_at: nullable(Type.String()),
  newest_event_at: nullable(Type.String({ description: "the latest created_at of all" })),
  /** Absent from what earlier releases saved. */
  newest_event: Type.Optional(
    nullable(Type.Object({ event_id: Type.String(), line: Count }, { description: "the first that has that time" })),
  ),
  next_ordinal: Type.Integer({ minimum: 1, description: "what the reference daemon would number its next event" }),
  lanes: Type.Array(LaneSummary),
  objects: Type.Array(ObjectHead),
  actors: Type.Array(ActorActivity),
  anomalies: Type.Array(Anomaly, { description: "the first 1,000 of each code" }),
  anomaly_counts: Type.Record(Type.String(), Count),
});
export type JournalSummary = Shape<typeof JournalSummary>;

/**
 * The derived files that this program writes: indexes and the journal's checkpoint (docs/formats.md, "Index record" and
 * "Checkpoint").
 */
import { Type } from "@sinclair/typebox";
import { RECORD_KINDS } from "./kinds.ts";
import { AnyJsonObject, Count, nullable, oneOf, Sha256, type Shape, Timestamp } from "./schema_kit.ts";

export const INDEX_SCHEMA = "sourceos.index-record/v1alpha1";
export const CHECKPOINT_SCHEMA = "sourceos.checkpoint-record/v1alpha1";
export const FORMAT_VERSION = 1;
export const BUILT_BY = "sourceos-sync";

/** Where derived records lie. */
export const DERIVED_FOLDERS = ["indexes", "checkpoints"] as const;

export const INDEX_KINDS = ["object-heads", "actor-activity", "lane-counters"] as const;
export type IndexKind = typeof INDEX_KINDS[number];

export const CHECKPOINT_KIND = "journal-segments";

/** How much of the journal a derived file was made from. */
export const Covers = Type.Object({
  journal_bytes: Count,
  journal_sha256: Sha256,
  last_event_id: nullable(Type.String()),
  events: Count,
  active_generation: nullable(Count),
});
export type Covers = Shape<typeof Covers>;

const common = {
  format_version: Type.Literal(FORMAT_VERSION),
  // The newest covered event's time, so that a rebuild gives the same bytes.
  built_at: nullable(Timestamp),
  built_by: Type.String(),
  covers: Covers,
};

export const IndexRecord = Type.Object({
  schema: Type.Literal(INDEX_SCHEMA),
  index_id: Type.String({ minLength: 1 }),
  index_kind: oneOf(INDEX_KINDS),
  ...common,
  entries_file: Type.String({ description: "relative to the store's root" }),
  entry_count: Count,
  entries_sha256: Sha256,
});
export type IndexRecord = Shape<typeof IndexRecord>;

export const CheckpointSegment = Type.Object({
  offset: Count,
  bytes: Count,
  events: Count,
  sha256: Sha256,
  first_event_id: nullable(Type.String()),
  last_event_id: nullable(Type.String()),
});
export type CheckpointSegment = Shape<typeof CheckpointSegment>;

/** The journal cut into segments at line ends; together they are the whole of it. */
export const CheckpointRecord = Type.Object({
  schema: Type.Literal(CHECKPOINT_SCHEMA),
  checkpoint_id: Type.String({ minLength: 1 }),
  checkpoint_kind: Type.Literal(CHECKPOINT_KIND),
  ...common,
  segments: Type.Array(CheckpointSegment),
  // A ResumeState where it is of a version that we know; null where there is none, absent in older records.
  resume: Type.Optional(nullable(AnyJsonObject)),
  // Of the inventory; absent in older records.
  entries_file: Type.Optional(Type.String({ description: "relative to the store's root" })),
  entry_count: Type.Optional(Count),
  entries_sha256: Type.Optional(Sha256),
  record_sha256: Type.Optional(Sha256),
});
export type CheckpointRecord = Shape<typeof CheckpointRecord>;

/** A line of the inventory that goes with the checkpoint: a durable record as it was last seen. */
export const InventoryEntry = Type.Object({
  kind: oneOf(RECORD_KINDS),
  id: nullable(Type.String({ description: "null where the record could not be read" })),
  path: Type.String({ description: "relative to the store's root" }),
  bytes: Count,
  sha256: Sha256,
  seen_at: Timestamp,
  lost_at: nullable(Timestamp),
});
export type InventoryEntry = Shape<typeof InventoryEntry>;

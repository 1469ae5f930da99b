/**
 * The derived files that this program writes: indexes and the journal's checkpoint (docs/formats.md, "Index record" and
 * "Checkpoint").
 */
import * as Type from "@sinclair/typebox";
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

const seen = { seen_at: Timestamp, lost_at: nullable(Timestamp) };

/** A line of the inventory for a file of content sync that is no receipt. */
export const InventoryFile = Type.Object({
  kind: Type.Literal("content-sync"),
  id: nullable(Type.String({ description: "of an item of the queue; null of any other file" })),
  path: Type.String({ description: "relative to the store's root" }),
  bytes: Count,
  sha256: Sha256,
  ...seen,
});
export type InventoryFile = Shape<typeof InventoryFile>;

/** A line of the inventory for many receipts, which are far too many for one each. */
export const InventoryReceipts = Type.Object({
  kind: Type.Literal("receipts"),
  names: Type.Array(Type.String(), { description: "of the files in receipts/, ascending" }),
  sha256: Type.Array(nullable(Sha256), { description: "of each; null where nobody looked at its bytes" }),
  ...seen,
});
export type InventoryReceipts = Shape<typeof InventoryReceipts>;

/** What the inventory lists of content sync and is not there any more. */
export const MissingContentSync = Type.Object({
  files: Type.Array(InventoryFile, {
    description: "gone, and the audit log does not say how; the audit log itself also where it begins otherwise",
  }),
  receipts: Type.Array(InventoryReceipts, { description: "gone, though older ones are there, or none at all" }),
  pruned: nullable(Type.Object(
    { count: Count, first: Type.String(), last: Type.String(), seen_at: Timestamp },
    { description: "receipts that are gone, all of them older than what is there" },
  )),
});
export type MissingContentSync = Shape<typeof MissingContentSync>;

/**
 * The contract of a bundle: its members, and data/bundle.json, which says what the bundle is (docs/formats.md,
 * "Bundle").
 */
import * as Type from "@sinclair/typebox";
import { type RecordKind, REGISTRY_KINDS } from "./kinds.ts";
import { Count, nullable, oneOf, type Shape, Timestamp } from "./schema_kit.ts";

export const BUNDLE_FORMAT = "sourceos.bundle/v1";

/** What a bundle can be made of. */
export const BUNDLE_TARGET_KINDS = ["workspace", "profile", "object"] as const;
export type BundleTargetKind = typeof BUNDLE_TARGET_KINDS[number];

const Text = Type.String({ minLength: 1 });
/** A kind whose records a bundle can hold. */
export const BundledKind = Type.Unsafe<RecordKind>(oneOf(REGISTRY_KINDS));

/** A record that belongs to the target, or is referenced from there, and stays back. */
const BundleExclusion = Type.Object({
  kind: BundledKind,
  id: nullable(Type.String({ description: "null where the id may not leave either" })),
  reason: Type.String({ minLength: 1, description: "a code" }),
  rule: Type.String({ minLength: 1, description: "the row of the decision table" }),
  message: Text,
});
type BundleExclusion = Shape<typeof BundleExclusion>;

/** A record that something in the bundle refers to, and that the other side must have already. */
const BundleNeed = Type.Object({ kind: BundledKind, id: Text });
type BundleNeed = Shape<typeof BundleNeed>;

/** data/bundle.json. Lists are sorted by code point, by kind and then by id, so that the same state gives the same bytes. */
export const BundleDescriptor = Type.Object({
  format: Type.Literal(BUNDLE_FORMAT),
  target: Type.Object({ kind: oneOf(BUNDLE_TARGET_KINDS), id: Text }),
  source_store: Type.Object({
    id: nullable(
      Type.String({
        pattern: "^[0-9a-f]{64}$",
        description: "SHA-256 of what lib/store/store_id.ts says of the store; null where it has no manifest",
      }),
    ),
    schema: nullable(Type.String({ description: "of the store's manifest" })),
  }),
  active_generation: nullable(Count),
  created_at: Timestamp,
  counts: Type.Object({
    records: Type.Unsafe<{ readonly [Kind in RecordKind]?: number }>(
      Type.Partial(Type.Record(BundledKind, Count), { description: "lines of data/records/<kind>.ndjson" }),
    ),
    events: Type.Integer({ minimum: 0, description: "lines of data/journal.ndjson" }),
  }),
  exclusions: Type.Array(BundleExclusion),
  needs: Type.Array(BundleNeed),
  policy_decisions_used: Type.Array(Text, { description: "ids of the decisions that let something leave" }),
  tool: Type.Object({ name: Text, version: Text }),
});
export type BundleDescriptor = Shape<typeof BundleDescriptor>;

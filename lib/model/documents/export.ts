/** `sourceos sync export` (docs/scripting.md, "Data of export"). */
import * as Type from "@sinclair/typebox";
import { BUNDLE_TARGET_KINDS, BundledKind } from "../bundle_descriptor.ts";
import { documentSchema } from "../envelope.ts";
import { Count, nullable, oneOf, type Shape, Timestamp } from "../schema_kit.ts";
import { Evidence } from "./explain.ts";

/** What opens a rule: nothing, an allow decision that covers the record or names the object, or encryption. */
const OPENINGS = ["never", "decision", "object_decision", "encryption"] as const;
export type Opening = typeof OPENINGS[number];

/** Facts about a leaving record that the other side has to honour. */
export const EXPORT_MARKS = ["legal_hold", "tombstone", "revoked", "quarantined"] as const;
export type ExportMark = typeof EXPORT_MARKS[number];

/** Why something that the bundle names is not in it. */
export const NEED_REASONS = ["held_back", "missing", "stays_on_host"] as const;

const kind = BundledKind;
const cause = {
  rule: Type.String({ description: "the row of the decision table" }),
  message: Type.String(),
  opened_by: oneOf(OPENINGS),
  evidence: Type.Array(Evidence),
};

/** Why nothing of the target may leave. */
const ExportDenial = Type.Object(cause);
type ExportDenial = Shape<typeof ExportDenial>;

/** One record that stays back, with the gravest rule that keeps it. */
export const ExportExclusion = Type.Object({
  kind,
  id: nullable(Type.String({ description: "null where nobody can tell it" })),
  file: Type.String({ description: "path in the store" }),
  ...cause,
  also: Type.Array(Type.String(), { description: "the other rules that keep it back" }),
});
export type ExportExclusion = Shape<typeof ExportExclusion>;

export const ExportData = Type.Object({
  target: Type.Object({ kind: oneOf(BUNDLE_TARGET_KINDS), id: Type.String() }),
  profile: nullable(Type.String({ description: "where the target is at home; null where that cannot be told" })),
  denial: nullable(ExportDenial),
  records: Type.Array(Type.Object({ kind, records: Count, bytes: Count }), { description: "what goes in" }),
  events: Type.Object({
    events: Count,
    bytes: nullable(Type.Integer({ minimum: 0, description: "null where the journal itself is not at hand" })),
    held_back: Type.Integer({ minimum: 0, description: "of the target's objects that stay back" }),
    skipped: nullable(Type.Integer({ minimum: 0, description: "lines that cannot be written again as they are" })),
  }),
  marks: Type.Array(Type.Object({ mark: oneOf(EXPORT_MARKS), records: Count })),
  exclusions: Type.Array(ExportExclusion),
  rules: Type.Array(
    Type.Object({
      rule: Type.String(),
      title: Type.String(),
      opened_by: oneOf(OPENINGS),
      records: Count,
      could_not: Type.Boolean({ description: "no rule forbids it: a bundle cannot tell it" }),
    }),
    { description: "the exclusions counted by their rule, the gravest first" },
  ),
  policy_decisions: Type.Array(Type.Object({
    id: Type.String(),
    policy_id: nullable(Type.String()),
    records: Type.Integer({ minimum: 0, description: "that leave because of it" }),
    rules: Type.Array(Type.String(), { description: "that were opened for them" }),
  })),
  boundaries: Type.Array(
    Type.Object({
      profile: Type.String(),
      held_back: Type.Integer({ minimum: 0, description: "records of that profile" }),
      allowed: Type.Integer({ minimum: 0, description: "records of that profile that a decision lets leave" }),
      named: Type.Integer({ minimum: 0, description: "actors that leave and whose scopes name it" }),
    }),
    { description: "other profiles than the target's" },
  ),
  needs: Type.Array(
    Type.Object({ kind, id: Type.String(), reason: oneOf(NEED_REASONS) }),
    { description: "what the bundle names and does not hold" },
  ),
  encrypted: Type.Boolean(),
  bundle: nullable(Type.Object({
    path: Type.String({ description: "- is standard output" }),
    bytes: Count,
    sha256: Type.String(),
    created_at: Timestamp,
    signed: Type.Boolean(),
    compressed: Type.Boolean(),
  })),
});
export type ExportData = Shape<typeof ExportData>;

export const ExportDocument = documentSchema("sync export", ExportData);

/** The repair plan that other components consume, `sourceos.repair-plan/v1alpha1` (docs/formats.md, "Saved plan"). */
import * as Type from "@sinclair/typebox";
import { FileChange, FileDigest } from "./change.ts";
import { ConflictDecision } from "./conflict_decision.ts";
import { Count, nullable, oneOf, type Shape, Timestamp } from "./schema_kit.ts";
import { DURABILITY_CLASSES, SEVERITIES } from "./vocabulary.ts";

const Text = Type.String({ minLength: 1 });

export const RepairStep = Type.Object({
  order: Type.Integer({ minimum: 1 }),
  id: Text,
  kind: Text,
  destructive: Type.Boolean(),
  description: Text,
  expected_result: Text,
  scope: nullable(Type.String({ description: "the narrowest scope that allows this step" })),
  durability: oneOf(DURABILITY_CLASSES),
  paths: Type.Array(Type.String(), { description: "what the step touches, relative to the store" }),
  changes: Type.Array(FileChange, { description: "each file before and after; apply lands exactly there" }),
  inverse: Type.String({ description: "how the step is undone" }),
});
export type RepairStep = Shape<typeof RepairStep>;

/** What a plan was made for; apply refuses it for any other store, or where the store moved on. */
export const PlanBinding = Type.Object({
  store_id: Text,
  root: Type.String(),
  journal: Type.Object({ existed: Type.Boolean(), bytes: Count, sha256: Type.String() }),
  appended: Type.Object({ text: Type.String(), event_id: Text, image: FileDigest }),
});
export type PlanBinding = Shape<typeof PlanBinding>;

/** The top level is closed, the nested objects are not. */
export const RepairPlan = Type.Object({
  schema: Type.Literal("sourceos.repair-plan/v1alpha1"),
  generated_at: Timestamp,
  source_report: Type.Object({
    schema: nullable(Type.String()),
    component: nullable(Type.String()),
    generated_at: nullable(Timestamp),
    scopes: Type.Array(Type.String(), { description: "that the plan was narrowed to; empty is everything" }),
    report_id: Type.String({ description: "of the report that apply writes" }),
    binding: nullable(PlanBinding),
    /** Absent from the plans of earlier releases. */
    basis_sha256: Type.Optional(
      Type.String({ description: "of what was found and asked for beside the files: the same where nothing moved on" }),
    ),
    /** Absent from the plan of a repair. */
    decision: Type.Optional(ConflictDecision),
  }),
  plan_id: Text,
  status: oneOf(["preview", "approved", "running", "complete", "failed", "rolled_back"]),
  severity: oneOf(SEVERITIES),
  summary: Text,
  policy: Type.Object({
    engine: Text,
    required_grants: Type.Array(Type.String()),
    destructive_grants_required: Type.Array(Type.String()),
    destructive_actions_present: Type.Boolean(),
  }),
  preconditions: Type.Array(Type.Object({
    id: Text,
    status: Text,
    check: Text,
    path: Type.String(),
    image: nullable(FileDigest),
  })),
  checkpoint: Type.Object({ required: Type.Boolean(), type: Text, write_audit_record: Type.Boolean() }),
  steps: Type.Array(RepairStep, { minItems: 1 }),
  blocked_steps: Type.Array(Type.Object({ id: Text, reason: Text })),
  rollback: Type.Object({ available: Type.Boolean(), strategy: Text, requires_operator_approval: Type.Boolean() }),
  postconditions: Type.Array(Type.String()),
}, { additionalProperties: false });
export type RepairPlan = Shape<typeof RepairPlan>;

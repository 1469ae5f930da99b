/** The repair plan that other components consume, `sourceos.repair-plan/v1alpha1` (domain.md, "Reports and plans"). */
import { Type } from "@sinclair/typebox";
import { nullable, oneOf, type Shape } from "./schema_kit.ts";
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
});
export type RepairStep = Shape<typeof RepairStep>;

/** The top level is closed, the nested objects are not. */
export const RepairPlan = Type.Object({
  schema: Type.Literal("sourceos.repair-plan/v1alpha1"),
  generated_at: Type.String({ format: "date-time" }),
  source_report: Type.Object({
    schema: nullable(Type.String()),
    component: nullable(Type.String()),
    generated_at: nullable(Type.String({ format: "date-time" })),
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
  preconditions: Type.Array(Type.Object({ id: Text, status: Text, check: Text })),
  checkpoint: Type.Object({ required: Type.Boolean(), type: Text, write_audit_record: Type.Boolean() }),
  steps: Type.Array(RepairStep, { minItems: 1 }),
  blocked_steps: Type.Array(Type.Object({ id: Text, reason: Text })),
  rollback: Type.Object({ available: Type.Boolean(), strategy: Text, requires_operator_approval: Type.Boolean() }),
  postconditions: Type.Array(Type.String()),
}, { additionalProperties: false });
export type RepairPlan = Shape<typeof RepairPlan>;

/** `sourceos sync conflicts decide` (docs/scripting.md, "Data of conflicts decide"). */
import * as Type from "@sinclair/typebox";
import { ConflictDecision } from "../conflict_decision.ts";
import { ComparedField } from "./conflict_sides.ts";
import { documentSchema } from "../envelope.ts";
import { RepairPlan } from "../repair_plan.ts";
import { nullable, oneOf, type Shape } from "../schema_kit.ts";
import { RepairOutcome, RepairReport } from "./repair.ts";

export const DecideData = Type.Object({
  mode: oneOf(["dry_run", "apply"]),
  decision: ConflictDecision,
  fields: Type.Array(ComparedField, {
    description: "both sides of a fork or merge, by name; empty for skip and once applied",
  }),
  scopes: Type.Array(Type.String(), { description: "as given; empty in a preview" }),
  required_scopes: Type.Array(Type.String(), { description: "what apply needs" }),
  report: RepairReport,
  plan: nullable(RepairPlan),
  outcome: nullable(RepairOutcome),
  saved_to: nullable(Type.String()),
});
export type DecideData = Shape<typeof DecideData>;

export const DecideDocument = documentSchema("sync conflicts decide", DecideData);

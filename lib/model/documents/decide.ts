/** `sourceos sync conflicts decide` (docs/scripting.md, "Data of conflicts decide"). */
import * as Type from "@sinclair/typebox";
import { ConflictDecision } from "../conflict_decision.ts";
import { documentSchema } from "../envelope.ts";
import { RepairPlan } from "../repair_plan.ts";
import { nullable, oneOf, type Shape } from "../schema_kit.ts";
import { RepairOutcome, RepairReport } from "./repair.ts";

const ComparedField = Type.Object({
  field: Type.String(),
  state: oneOf(["same", "differs", "only_here", "only_there"]),
  here: Type.Unknown({ description: "in the object's record here; null where it has no such field" }),
  there: Type.Unknown({ description: "in the record that would be written; null where it has no such field" }),
});
export type ComparedField = Shape<typeof ComparedField>;

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

/** `sourceos sync repair` (docs/scripting.md, "Data of repair"). */
import * as Type from "@sinclair/typebox";
import { documentSchema } from "../envelope.ts";
import { RepairPlan } from "../repair_plan.ts";
import { nullable, oneOf, type Shape } from "../schema_kit.ts";
import { Health } from "./health.ts";

export const RepairReport = Type.Object({
  sentences: Type.Array(Type.String(), { description: "what happened or would happen, plainly" }),
  failed: Type.Array(Type.String(), { description: "ids of the findings that the repair answers" }),
  affected_objects: Type.Array(Type.String()),
  affected_actors: Type.Array(Type.String()),
  preserved: Type.Array(Type.String()),
  rebuilt: Type.Array(Type.String()),
  quarantined: Type.Array(Type.String()),
  appended: Type.Array(Type.String()),
  dropped: Type.Array(Type.String()),
  unresolved_conflicts: Type.Array(Type.String()),
  policy_decisions: Type.Array(Type.String()),
  next_actions: Type.Array(Type.String()),
});
export type RepairReport = Shape<typeof RepairReport>;

/** What apply or undo did; null in a preview. */
export const RepairOutcome = Type.Object({
  report_id: nullable(Type.String({ description: "of the report in repair-reports/; null where nothing was changed" })),
  event_id: nullable(Type.String({ description: "of the event that tells of it in the journal" })),
  steps: Type.Array(Type.String(), { description: "ids of the steps that were applied" }),
  recovered: nullable(oneOf(["completed", "undone"], { description: "an interrupted change that was finished first" })),
  recovered_paths: Type.Array(Type.String(), { description: "what that change touches; empty where there was none" }),
  nothing_to_do: Type.Boolean(),
  cleared: Type.Boolean({ description: "false where scratch is left in tmp/, which the next repair clears" }),
});
export type RepairOutcome = Shape<typeof RepairOutcome>;

export const RepairData = Type.Object({
  mode: oneOf(["dry_run", "apply", "undo"]),
  undoes: nullable(Type.String({ description: "the report that an undo takes back, or would" })),
  health: nullable(Health),
  scopes: Type.Array(Type.String(), { description: "as given; empty is everything" }),
  required_scopes: Type.Array(Type.String(), { description: "what apply would need to apply every step" }),
  report: RepairReport,
  plan: nullable(RepairPlan),
  outcome: nullable(RepairOutcome),
  not_applied: Type.Array(Type.Object({ id: Type.String(), scope: nullable(Type.String()), reason: Type.String() })),
  needs_review: Type.Array(Type.Object({
    finding: Type.String(),
    target: Type.String(),
    message: Type.String(),
    choices: Type.Array(Type.String()),
  })),
  saved_to: nullable(Type.String()),
});
export type RepairData = Shape<typeof RepairData>;

export const RepairDocument = documentSchema("sync repair", RepairData);

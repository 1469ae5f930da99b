/** Why a saved plan is not applied, each with its own code and way out. */
import { storeFlags, syncCommand } from "../../lib/text/command_line.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { RepairPlan } from "../../lib/model/repair_plan.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { PredictedStep } from "../../lib/repair/plan.ts";
import { isAllowed, parseScope, type Scope, scopeText } from "../../lib/change/scope.ts";
import type { Planning } from "./planning.ts";

/**
 * A step that was planned and that a policy decision no longer allows is not done, nor is anything beside it. One that
 * policy refused from the first is no part of the plan: it is an error where nothing else was asked for.
 */
export function refuseWherePolicyDoes(plan: RepairPlan, { draft }: Planning, scopes: readonly Scope[]): void {
  const isAsked = (scope: Scope | null) => scope !== null && isAllowed(scope, scopes);
  const planned = plan.steps.filter(({ scope }) => isAsked(scope === null ? null : parseScope(scope)));
  const ids = new Set((planned.length > 0 ? planned : plan.blocked_steps).map(({ id }) => id));
  for (const [id, { reason, decisionId, needs }] of draft.refusals) {
    if (!ids.has(id) || !isAsked(needs)) continue;
    throw new CliError("denied", `Cannot apply step "${id}" inside ${scopes.map(scopeText).join(", ")}: ${reason}`, {
      ...(decisionId === null ? {} : { target: decisionId }),
      hint: "Ask whoever decides on this policy, or leave the step out with a plan of narrower scopes",
    });
  }
}

/** @throws CliError bad_input for the plan of a decision, which another command carries out */
export function refuseDecision({ source_report: { decision }, steps }: RepairPlan, planFile: string): void {
  if (decision === undefined) return;
  const scopes = [...new Set(steps.flatMap(({ scope }) => scope ?? []))].flatMap((scope) => ["--scope", scope]);
  throw new CliError("bad_input", `Cannot apply plan "${planFile}" as a repair: it decides a conflict`, {
    target: planFile,
    code: "other_plan",
    hint: "Run",
    command: ["conflicts", "decide", "--apply", "--plan", planFile, ...scopes],
  });
}

/** @throws CliError needs_scope where nothing would be done, or the torn tail would stay under the repair's own event */
export function requireSteps(
  selected: readonly PredictedStep[],
  { planFile, planned, store, scopes, seals }: {
    readonly planFile: string;
    readonly planned: readonly PredictedStep[];
    readonly store: StoreSnapshot;
    readonly scopes: readonly Scope[];
    /** Whether the journal's last line has to be sealed before anything can be appended. */
    readonly seals: boolean;
  },
): void {
  const needed = [...new Set(planned.map(({ draft }) => scopeText(draft.needs)))];
  const refuse = (state: string, withScopes: readonly string[]) =>
    new CliError("needs_scope", `Cannot apply plan "${planFile}": ${state}`, {
      target: "--scope",
      hint: `Run ${
        syncCommand(
          "repair",
          "--apply",
          "--plan",
          planFile,
          ...withScopes.flatMap((scope) => ["--scope", scope]),
          ...storeFlags(store),
        )
      }`,
    });
  if (selected.length === 0) throw refuse("none of its steps is inside the given scopes", needed);
  if (seals && !isAllowed({ kind: "journal" }, scopes)) {
    throw refuse(
      "the journal's last line is torn, and the repair's own event can only follow once it is sealed",
      [...scopes.map(scopeText), "journal"],
    );
  }
}

/** That an undo is asked for without a scope, with the command that tells which it takes. */
export function undoWithoutScope(by: "repair" | "import", id: string, storeFlags: readonly string[]): CliError {
  return new CliError("needs_scope", `Cannot undo ${by} "${id}" without a scope`, {
    target: "--scope",
    hint: `Run ${
      syncCommand(by, "--undo", id, "--dry-run", ...storeFlags)
    }, which shows what it would do and which scopes it takes`,
  });
}

/** Why a saved plan is not applied, each with its own code and way out. */
import { storeFlags, syncCommand } from "../../lib/text/command_line.ts";
import { type Outcome, refused } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { RepairData } from "../../lib/model/documents/repair.ts";
import type { Problem } from "../../lib/model/envelope.ts";
import type { PlanBinding, RepairPlan } from "../../lib/model/repair_plan.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { PredictedStep } from "../../lib/repair/plan.ts";
import { storeId } from "../../lib/change/recording.ts";
import { isAllowed, parseScope, type Scope, scopeText } from "../../lib/change/scope.ts";
import type { Change, PlanComparison } from "../../lib/repair/staleness.ts";
import type { LockedChange } from "../state/locked_store.ts";
import type { Planning } from "./planning.ts";
import type { Sha256Hex } from "../../lib/text/sha256.ts";

/** What the plan was made for. @throws CliError bad_input for a plan of a snapshot or of another store */
export function requireBinding(
  plan: RepairPlan,
  planFile: string,
  store: StoreSnapshot,
  sha256Hex: Sha256Hex,
): PlanBinding {
  const { binding } = plan.source_report;
  if (binding === null) {
    throw new CliError("bad_input", `Cannot apply plan "${planFile}": it was made without the store's files`, {
      target: planFile,
      code: "unbound_plan",
      hint: `Look at the store itself: ${syncCommand("repair", "--dry-run", "--save", "FILE", ...storeFlags(store))}`,
    });
  }
  if (binding.store_id !== storeId(store, sha256Hex)) {
    throw new CliError(
      "bad_input",
      `Cannot apply plan "${planFile}": it was made for another store, "${binding.root}"`,
      {
        target: store.real_root,
        code: "other_store",
        hint: `Run ${
          syncCommand("repair", "--dry-run", "--save", "FILE", ...storeFlags(store))
        }, or name the other store`,
      },
    );
  }
  return binding;
}

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

/** @throws CliError bad_input where planning again on the very same store gives another plan */
export function requireUnedited(planFile: string, comparison: PlanComparison): void {
  if (comparison.kind !== "edited") return;
  throw new CliError(
    "bad_input",
    `Cannot apply plan "${planFile}": somebody has edited it, as planning again on the same store gives another "${comparison.field}"`,
    {
      target: planFile,
      code: "tampered_plan",
      hint: "Make a new plan with",
      command: ["repair", "--dry-run", "--save", "FILE"],
    },
  );
}

/** The answer where the store moved on: what changed, and by which events. */
export function stale(
  { state, store }: LockedChange,
  planFile: string,
  changes: readonly Change[],
): Outcome<RepairData> {
  const problem = (message: string, target: string, hint: string | null): Problem => ({
    code: "stale",
    message,
    target,
    hint,
  });
  return refused(state, "stale", {
    errors: [
      problem(
        `Cannot apply plan "${planFile}": the store moved on since it was made`,
        planFile,
        `Look at a new plan: ${syncCommand("repair", "--dry-run", "--save", "FILE", ...storeFlags(store))}`,
      ),
      ...changes.map(({ target, message }) => problem(message, target, null)),
    ],
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

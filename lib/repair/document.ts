/** A predicted repair as the documents that others read: the plan and the dry run's answer around it. */
import { changeText } from "../change/standing.ts";
import type { ChangeIntent } from "../model/change.ts";
import type { Finding } from "../model/documents/health.ts";
import type { RepairData, RepairOutcome } from "../model/documents/repair.ts";
import { buildPlan } from "./build_plan.ts";
import type { Draft } from "./drafts.ts";
import { leftBehind, missingOf } from "./missing.ts";
import { type PlanRequest, predictSteps, type RepairDraft } from "./plan.ts";
import type { StoreBytes } from "./predict.ts";
import { buildReport } from "./report.ts";
import { isAllowed, readScope, type Scope, scopeText } from "../change/scope.ts";

/**
 * The scopes that apply all that was planned: what lies outside the given ones is no part of it. Several indexes and
 * checkpoints are `derived` together, unless the plan was asked for by their names.
 */
export function scopesToApply(
  { plan, scopes: given, required_scopes: required }: Pick<RepairData, "plan" | "scopes" | "required_scopes">,
): readonly string[] {
  if (plan?.steps.some(({ kind }) => kind === "recover") === true) return required;
  const needed = [...new Set(plan?.steps.flatMap(({ scope }) => scope ?? []))];
  const isTogether = needed.filter(isOfDerived).length > 1 && (given.length === 0 || given.includes("derived"));
  return isTogether ? [...new Set(needed.map((scope) => isOfDerived(scope) ? "derived" : scope))] : needed;
}

function isOfDerived(text: string): boolean {
  const scope = readScope(text);
  return scope !== null && isAllowed(scope, [{ kind: "derived" }]);
}

/** The dry run's document. Without the store's bytes the plan tells what would be done, and cannot be applied. */
export function planDocument(
  request: PlanRequest,
  draft: RepairDraft,
  bytes: StoreBytes | null,
): Omit<RepairData, "saved_to"> {
  const { diagnosis, scopes } = request;
  const { steps, outside, review, recovers } = draft;
  return {
    mode: "dry_run",
    undoes: null,
    health: diagnosis.health,
    scopes: scopes.map(scopeText),
    required_scopes: draft.requiredScopes,
    report: {
      ...buildReport({
        done: false,
        steps,
        review,
        diagnosis,
        journal: bytes?.folded?.summary ?? null,
        behind: leftBehind(outside, scopes),
        missing: missingOf(draft, scopes),
      }),
      ...(recovers === null ? {} : { sentences: recoverySentences(recovers) }),
    },
    plan: buildPlan(request, draft, bytes === null ? null : predictSteps(request, draft, bytes)),
    outcome: null,
    not_applied: outside.map(notInScope),
    needs_review: review.map(reviewItem),
  };
}

/** A finding that is left for a person. */
export function reviewItem({ id, target, message, recommendation }: Finding): RepairData["needs_review"][number] {
  return { finding: id, target, message, choices: [recommendation.action] };
}

/** The answer of a change that did nothing, which one that did something goes on from. */
export function changeData(
  { mode, health, scopes, report, outcome }: Pick<RepairData, "mode" | "health" | "report"> & {
    readonly scopes: readonly Scope[];
    readonly outcome: RepairOutcome | null;
  },
): RepairData {
  return {
    mode,
    undoes: null,
    health,
    scopes: scopes.map(scopeText),
    required_scopes: [],
    report,
    plan: null,
    outcome,
    not_applied: [],
    needs_review: [],
    saved_to: null,
  };
}

/** A step that no given scope allows. */
export function notInScope({ id, needs }: Draft): RepairData["not_applied"][number] {
  const scope = scopeText(needs);
  return { id, scope, reason: `Outside the given scopes; it needs --scope ${scope}` };
}

function recoverySentences(intent: ChangeIntent): readonly string[] {
  return [
    "This is a preview: nothing was modified",
    `${
      changeText(intent)
    } was interrupted. Repair would complete it where all of its new files are there, and take it ` +
    "back where they are not",
    "User data would not be modified, and nothing else can be planned until then",
  ];
}

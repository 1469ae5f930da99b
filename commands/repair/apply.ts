/** `sync repair --apply`: applies a saved plan inside the given scopes, and nothing else. */
import { answered, type Outcome } from "../../lib/answers/outcome.ts";
import type { Diagnosis } from "../../lib/checks/frame/diagnosis.ts";
import type { RepairData } from "../../lib/model/documents/repair.ts";
import { parseRepairPlan } from "../../lib/repair/parse_plan.ts";
import { isApplied, nothingMoreText } from "../../lib/repair/applied.ts";
import { buildPlan } from "../../lib/repair/build_plan.ts";
import { changeData, notInScope, reviewItem } from "../../lib/repair/document.ts";
import { leftBehind } from "../../lib/repair/missing.ts";
import { type PredictedStep, predictSteps } from "../../lib/repair/plan.ts";
import { digestOf } from "../../lib/repair/predict.ts";
import { buildReport } from "../../lib/repair/report.ts";
import { isAllowed, parseScope, type Scope, scopeText } from "../../lib/change/scope.ts";
import { repairTold } from "../../lib/change/integrity_events.ts";
import { MANIFEST_PATH } from "../../lib/change/paths.ts";
import { changesSince, comparePlans } from "../../lib/repair/staleness.ts";
import { recordChange, reportedSteps } from "../../lib/change/recorded_change.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import { type LockedChange, withLockedStore } from "../state/locked_store.ts";
import { leaveLookNote } from "../state/leave_look_note.ts";
import type { Retyping } from "../state/owner.ts";
import type { Invocation } from "../frame/definition.ts";
import { optionWords, type RawOptions } from "../frame/option_reader.ts";
import { diagnoseState } from "../state/diagnose.ts";
import { planRepairOf } from "./planning.ts";
import { PLAN_LIMIT_BYTES, refuseEdited, requireBinding, stale } from "../state/saved_plans.ts";
import { refuseDecision, refuseWherePolicyDoes, requireSteps } from "./refusals.ts";

/** What makes a new plan. */
const AGAIN = ["repair", "--dry-run", "--save", "FILE"];

interface ApplyRequest {
  readonly planFile: string;
  readonly scopes: readonly Scope[];
}

/** @throws CliError for every refusal, each with its own code and way out */
export async function applyRepair(
  { common, raw, host }: Invocation<unknown>,
  { planFile, scopes }: ApplyRequest,
): Promise<Outcome<RepairData>> {
  const plan = parseRepairPlan(await host.files.read(planFile, PLAN_LIMIT_BYTES), planFile, host.sha256Hex);
  refuseDecision(plan, planFile);
  const again = [...AGAIN, ...scopes.flatMap((scope) => ["--scope", scopeText(scope)])];
  const saved = { file: planFile, again };
  const change = {
    scopes,
    verb: `apply plan "${planFile}"`,
    retyping: retypingOfPlan(raw, planFile),
    purpose: "change" as const,
  };
  return await withLockedStore(common.state, host, change, async (locked) => {
    const { store, recovered } = locked;
    const state = await diagnoseState(locked.state, host);
    const data = emptyData(locked, state.diagnosis, scopes);
    const isFinished = recovered?.how === "completed" && recovered.planId === plan.plan_id &&
      recovered.changeId === plan.source_report.report_id;
    if (isFinished || isApplied(plan, scopes, store)) return answered(state, data);
    const isIdle = plan.steps.every(({ kind }) => kind === "control" || kind === "recover");
    const binding = isIdle ? null : requireBinding(plan, saved, store, host.sha256Hex);
    const planning = await planRepairOf(state, {
      scopes: plan.source_report.scopes.map(parseScope),
      generatedAt: plan.generated_at,
      alsoLooksAt: plan.preconditions.map(({ path }) => path).filter((path) => path !== "journal.jsonl"),
    }, host);
    refuseWherePolicyDoes(plan, planning, scopes);
    const { request, draft, bytes } = planning;
    if (bytes === null) throw new RangeError("A store on disk has bytes");
    const changes = binding === null
      ? []
      : changesSince(plan, binding, { journal: store.journal, digests: bytes.digests });
    if (changes.length > 0) return stale(locked, saved, changes);
    const predicted = predictSteps(request, draft, bytes);
    const now = buildPlan(request, draft, predicted);
    // After a recovery there is nothing that a plan of it could be held against.
    const comparison = binding === null && recovered !== null ? null : comparePlans(plan, now);
    if (comparison?.kind === "edited") refuseEdited(saved, comparison.field);
    if (binding === null) return answered(state, data);
    if (comparison?.kind === "moved_on") return stale(locked, saved, comparison.changes);
    // What has gone wrong beside the plan since it was made is for another plan.
    const plannedIds = new Set(plan.steps.map(({ id }) => id));
    const planned = predicted.steps.filter(({ draft: step }) => plannedIds.has(step.id));
    const isSelected = ({ draft: step }: PredictedStep) => isAllowed(step.needs, scopes);
    const selected = planned.filter(isSelected);
    const left = planned.filter((step) => !isSelected(step));
    const { recording } = draft;
    if (recording === null) throw new RangeError("A plan with steps is recorded");
    const seals = recording.appended.startsWith("\n");
    requireSteps(selected, { planFile, planned, store, scopes, seals });
    const report = buildReport({
      done: true,
      steps: selected.map(({ draft: step }) => step),
      review: draft.review,
      diagnosis: state.diagnosis,
      journal: bytes.folded?.summary ?? null,
      behind: leftBehind([...draft.outside, ...left.map(({ draft: step }) => step)], scopes),
    });
    const ids = new Set(selected.map(({ draft: step }) => step.id));
    const { request: change } = recordChange(
      {
        kind: "repair",
        planId: plan.plan_id,
        undoes: null,
        at: formatTimestamp(host.clock.now()),
        scopes,
        report,
        steps: reportedSteps(now, ids),
        changes: selected.flatMap((step) => step.changes),
        told: repairTold(`Repair "${recording.reportId}" was applied`),
      },
      recording,
      { store, manifest: digestOf(MANIFEST_PATH, bytes), sha256Hex: host.sha256Hex },
    );
    const { cleared } = await locked.lock.apply(change);
    if (selected.some(({ draft: { action } }) => action.kind === "rebuild_checkpoint")) {
      await locked.lock.noteRecords(host.stores.recordCache(store));
      await leaveLookNote(locked, host);
    }
    return answered<RepairData>(state, {
      ...data,
      report,
      // What was found beside its steps is told as it is now.
      plan: { ...plan, severity: now.severity, blocked_steps: now.blocked_steps, status: "complete" },
      not_applied: left.map(({ draft: step }) => notInScope(step)),
      needs_review: draft.review.map(reviewItem),
      outcome: {
        report_id: recording.reportId,
        event_id: recording.eventId,
        steps: [...ids],
        recovered: recovered?.how ?? null,
        recovered_paths: recovered?.paths ?? [],
        nothing_to_do: false,
        cleared,
      },
    });
  });
}

/** How a plan is applied by another user. */
export function retypingOfPlan(options: RawOptions, planFile: string): Retyping {
  return { options, input: planFile, words: (given, plan) => ["repair", ...optionWords({ ...given, plan })] };
}

/** The answer of a plan that asks for nothing more. */
function emptyData({ recovered }: LockedChange, diagnosis: Diagnosis, scopes: readonly Scope[]): RepairData {
  return changeData({
    mode: "apply",
    health: diagnosis.health,
    scopes,
    report: {
      ...buildReport({ done: true, steps: [], review: [], diagnosis, journal: null }),
      sentences: [nothingMoreText(recovered?.how ?? null), "User data was not modified"],
    },
    outcome: {
      report_id: recovered?.changeId ?? null,
      event_id: null,
      steps: [],
      recovered: recovered?.how ?? null,
      recovered_paths: recovered?.paths ?? [],
      nothing_to_do: recovered === null,
      cleared: true,
    },
  });
}

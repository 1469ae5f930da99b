/** `sync conflicts decide --apply`: carries a saved decision out inside the given scope, and nothing else. */
import { answered, type Outcome } from "../../lib/answers/outcome.ts";
import { requireRecordable } from "../../lib/change/recordable.ts";
import { recordChange, reportedSteps } from "../../lib/change/recorded_change.ts";
import { MANIFEST_PATH } from "../../lib/change/paths.ts";
import { isAllowed, parseScope, type Scope, scopeText } from "../../lib/change/scope.ts";
import { decisionTold } from "../../lib/decide/told.ts";
import { shownDecision } from "../../lib/decide/written.ts";
import { decisionReport } from "../../lib/decide/report.ts";
import type { ConflictDecision } from "../../lib/model/conflict_decision.ts";
import type { DecideData } from "../../lib/model/documents/decide.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { RepairPlan } from "../../lib/model/repair_plan.ts";
import { isApplied, nothingMoreText } from "../../lib/repair/applied.ts";
import { parseRepairPlan } from "../../lib/repair/parse_plan.ts";
import { digestOf } from "../../lib/repair/predict.ts";
import { changesSince, firstDifference } from "../../lib/repair/staleness.ts";
import { storeFlags, syncCommand } from "../../lib/text/command_line.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import type { Invocation } from "../frame/definition.ts";
import { optionWords, type RawOptions } from "../frame/option_reader.ts";
import { type LockedChange, withLockedStore } from "../state/locked_store.ts";
import type { Retyping } from "../state/owner.ts";
import { PLAN_LIMIT_BYTES, refuseEdited, requireBinding, stale } from "../state/saved_plans.ts";
import { planDecisionOf, shownPlan } from "./planning.ts";
import type { DecideRequest } from "./request.ts";

/** @throws CliError for every refusal, each with its own code and way out */
export async function applyDecision(
  { common, raw, host }: Invocation<unknown>,
  { conflict: named, planFile, scopes }: Extract<DecideRequest, { readonly mode: "apply" }>,
): Promise<Outcome<DecideData>> {
  const bytes = await host.files.read(planFile, PLAN_LIMIT_BYTES);
  const plan = parseRepairPlan(bytes, planFile, host.sha256Hex, wordsOf(null));
  const { decision } = plan.source_report;
  if (decision === undefined) throw noDecision(planFile);
  refuseOther(named, decision, planFile);
  const saved = { file: planFile, again: wordsOf(decision) };
  const attempt = `apply plan "${planFile}"`;
  const change = { scopes, verb: attempt, retyping: retypingOfDecision(raw, planFile, null) };
  return await withLockedStore(common.state, host, change, async (locked) => {
    const { state, store, recovered } = locked;
    const data = nothingDone(locked, { plan, decision, scopes });
    const isFinished = recovered?.how === "completed" && recovered.planId === plan.plan_id;
    if (isFinished || isApplied(plan, scopes, store)) return answered(state, data);
    const binding = requireBinding(plan, saved, store, host.sha256Hex);
    requireRecordable(store, attempt);
    requireInside(plan, { planFile, scopes, locked });
    const seen = await host.stores.readBytes(store, {
      paths: plan.preconditions.map(({ path }) => path).filter((path) => path !== "journal.jsonl"),
      appended: "",
      folds: false,
      inventory: null,
    });
    const changes = changesSince(plan, binding, { journal: store.journal, digests: seen.digests });
    if (changes.length > 0) return stale(locked, saved, changes);
    const request = {
      conflict: decision.conflict_id,
      option: decision.option,
      actor: decision.actor_id,
      rationale: decision.rationale,
      written: decision.written ?? null,
    };
    const now = await planDecisionOf(state, { store, request, generatedAt: plan.generated_at }, host);
    if (now.plan.source_report.basis_sha256 !== plan.source_report.basis_sha256) {
      const message = `Object "${decision.object_id}" or actor "${decision.actor_id}" is not as it was`;
      return stale(locked, saved, [{ target: decision.conflict_id, message }]);
    }
    const field = firstDifference(now.plan, plan);
    if (field !== null) refuseEdited(saved, field);
    const report = decisionReport(decision, { done: true, store, catalog: state.catalog });
    const ids = new Set(plan.steps.flatMap(({ id, scope }) => scope === null ? [] : [id]));
    const { recording } = now;
    const { request: whole } = recordChange(
      {
        kind: "decision",
        planId: plan.plan_id,
        undoes: null,
        at: formatTimestamp(host.clock.now()),
        scopes,
        report,
        steps: reportedSteps(plan, ids),
        changes: now.changes,
        told: decisionTold(decision),
      },
      recording,
      { store, manifest: digestOf(MANIFEST_PATH, now.bytes), sha256Hex: host.sha256Hex },
    );
    const { cleared } = await locked.lock.apply(whole);
    return answered<DecideData>(state, {
      ...data,
      report,
      plan: { ...shownPlan(plan), status: "complete" },
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

/** How a saved decision is applied by another user; the scope is added where none is among the options. */
export function retypingOfDecision(options: RawOptions, planFile: string, scope: string | null): Retyping {
  const {
    dryRun: _,
    save: __,
    option: ___,
    as: ____,
    rationale: _____,
    from: ______,
    record: _______,
    identity: ________,
    ...shared
  } = options;
  return {
    options: { apply: true, plan: planFile, ...shared, ...(scope === null ? {} : { scope: [scope] }) },
    input: planFile,
    words: (given, plan) => ["conflicts", "decide", ...optionWords({ ...given, plan })],
  };
}

/** What makes a new plan of the decision. */
function wordsOf(decision: ConflictDecision | null): readonly string[] {
  const { conflict_id: id, option, actor_id: actor, rationale } = decision ?? UNKNOWN;
  const content = option === "merge" ? ["--record", "RECORD"] : [];
  const words = ["--option", option, ...content, "--as", actor, "--rationale", rationale];
  return ["conflicts", "decide", id, ...words, "--save", "FILE"];
}

const UNKNOWN = { conflict_id: "ID", option: "skip", actor_id: "ACTOR", rationale: "TEXT" };

function noDecision(planFile: string): CliError {
  return new CliError("bad_input", `Cannot decide a conflict by plan "${planFile}": it is the plan of a repair`, {
    target: planFile,
    code: "other_plan",
    hint: "Run",
    command: ["repair", "--apply", "--plan", planFile, "--scope", "SCOPE"],
  });
}

/** @throws CliError usage where another conflict is named than the plan decides */
function refuseOther(named: string | null, { conflict_id: id }: ConflictDecision, planFile: string): void {
  if (named === null || named === id || `conflict:${named}` === id || named === `conflict:${id}`) return;
  throw new CliError("usage", `Cannot decide conflict "${named}" by plan "${planFile}": it decides "${id}"`, {
    target: planFile,
    hint: "Leave the conflict out, or give the plan that was made for it",
  });
}

/** @throws CliError needs_scope where the step lies outside the given scopes */
function requireInside(
  { steps }: RepairPlan,
  { planFile, scopes, locked: { store } }: {
    readonly planFile: string;
    readonly scopes: readonly Scope[];
    readonly locked: LockedChange;
  },
): void {
  const needed = scopesOf(steps);
  if (needed.every((scope) => isAllowed(scope, scopes))) return;
  const words = needed.flatMap((scope) => ["--scope", scopeText(scope)]);
  throw new CliError(
    "needs_scope",
    `Cannot apply plan "${planFile}": it is not inside ${scopes.map(scopeText).join(", ")}`,
    {
      target: "--scope",
      hint: `Run ${syncCommand("conflicts", "decide", "--apply", "--plan", planFile, ...words, ...storeFlags(store))}`,
    },
  );
}

function scopesOf(steps: RepairPlan["steps"]): readonly Scope[] {
  return [...new Set(steps.flatMap(({ scope }) => scope ?? []))].map(parseScope);
}

/** The answer of a plan that asks for nothing more. */
function nothingDone(
  { recovered, state, store }: LockedChange,
  { plan, decision, scopes }: {
    readonly plan: RepairPlan;
    readonly decision: ConflictDecision;
    readonly scopes: readonly Scope[];
  },
): DecideData {
  return {
    mode: "apply",
    decision: shownDecision(decision),
    fields: [],
    scopes: scopes.map(scopeText),
    required_scopes: scopesOf(plan.steps).map(scopeText),
    report: {
      ...decisionReport(decision, { done: true, store, catalog: state.catalog }),
      sentences: [nothingMoreText(recovered?.how ?? null)],
    },
    plan: null,
    outcome: {
      report_id: recovered?.changeId ?? null,
      event_id: null,
      steps: [],
      recovered: recovered?.how ?? null,
      recovered_paths: recovered?.paths ?? [],
      nothing_to_do: recovered === null,
      cleared: true,
    },
    saved_to: null,
  };
}

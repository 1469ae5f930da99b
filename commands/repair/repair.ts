/** `sourceos sync repair`: the report and plan first; apply only does what such a plan says. */
import { storeFlags, syncCommand } from "../../lib/text/command_line.ts";
import { requireWhole } from "../../lib/answers/access.ts";
import { requireStore } from "../../lib/answers/absence.ts";
import { answered, type Outcome, refused } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import { stringifyJson } from "../../lib/text/stringify_json.ts";
import type { RepairData } from "../../lib/model/documents/repair.ts";
import type { Problem } from "../../lib/model/envelope.ts";
import { planDocument, scopesToApply } from "../../lib/repair/document.ts";
import { type Missing, missingOf } from "../../lib/repair/missing.ts";
import { parseScope, type Scope, SCOPE_FORMS } from "../../lib/change/scope.ts";
import { scopesWithoutTarget } from "../../lib/repair/scope_targets.ts";
import { repairText } from "../../lib/render/human/repair.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import { ownershipWarnings, servedWarnings } from "../state/before_apply.ts";
import type { RepairOptions } from "../declarations/repair.ts";
import { answerWith } from "../frame/answerer.ts";
import type { Answerer, Invocation } from "../frame/definition.ts";
import { type DiagnosedState, diagnoseState } from "../state/diagnose.ts";
import { loadState } from "../state/load.ts";
import type { RawOptions } from "../frame/option_reader.ts";
import { givenSourceFlags, refuseMaxTime } from "../frame/options.ts";
import { applyRepair, retypingOfPlan } from "./apply.ts";
import { planRepairOf } from "./planning.ts";
import { undoWithoutScope } from "./refusals.ts";
import { previewUndo, undoChange, type UndoRequest } from "./undo.ts";

export const repairAnswer: Answerer<RepairOptions> = answerWith({
  command: "sync repair",
  async schemas() {
    const { RepairDocument } = await import("../../lib/model/documents/repair.ts");
    const { RepairStep } = await import("../../lib/model/repair_plan.ts");
    return { schema: RepairDocument, itemSchema: RepairStep };
  },
  human: repairText,
  items: (data) => data.plan?.steps ?? [],
  async run(invocation) {
    const { options, common } = invocation;
    const request = requestOf(options, givenSourceFlags(common.state));
    if (request.mode === "apply" || request.mode === "undo") refuseMaxTime(common, `--${request.mode}`);
    switch (request.mode) {
      case "dry_run":
        return await dryRun(request, invocation);
      case "apply":
        return await applyRepair(invocation, request);
      case "undo":
        return await undoChange(invocation, request);
      case "undo_preview":
        return await previewUndo(invocation, request);
    }
  },
});

type RepairRequest =
  | { readonly mode: "dry_run"; readonly scopes: readonly Scope[]; readonly saveTo: string | null }
  | { readonly mode: "apply"; readonly scopes: readonly Scope[]; readonly planFile: string }
  | UndoRequest & { readonly mode: "undo" | "undo_preview" };

/**
 * What is asked for. Nothing is applied without a plan and a scope; the refusal prints the command that gets there safely.
 *
 * @throws CliError usage where the options contradict each other, needs_scope
 */
function requestOf(options: RepairOptions, storeFlags: readonly string[]): RepairRequest {
  const { dryRun, apply, undo, plan, save } = options;
  const isPreview = dryRun && undo === null;
  const given = [isPreview, apply, undo !== null].filter((isGiven) => isGiven).length;
  if (given !== 1 || (apply && dryRun)) {
    const state = given === 0 ? "neither --dry-run nor --apply is given" : "more than one of its modes is given";
    throw new CliError("usage", `Cannot tell what repair should do: ${state}`, {
      hint: `Start with ${syncCommand("repair", "--dry-run", ...storeFlags)}, which changes nothing`,
    });
  }
  const [misplaced, hint] = isPreview ? [plan, "--plan belongs to --apply"] : [save, "--save belongs to --dry-run"];
  if (misplaced !== null) {
    const flag = isPreview ? "--plan" : "--save";
    throw new CliError("usage", `Cannot use ${flag} here`, { target: flag, hint });
  }
  const scopes = options.scopes.map(parseScope);
  if (isPreview) return { mode: "dry_run", scopes, saveTo: save };
  if (undo !== null) {
    if (dryRun) return { mode: "undo_preview", scopes, reportId: undo, by: "repair" };
    if (scopes.length === 0) throw undoWithoutScope("repair", undo, storeFlags);
    return { mode: "undo", scopes, reportId: undo, by: "repair" };
  }
  if (plan === null) throw withoutPlan(options.scopes, storeFlags);
  if (scopes.length === 0) throw withoutScope(`apply plan "${plan}"`, ["--apply", "--plan", plan], storeFlags);
  return { mode: "apply", scopes, planFile: plan };
}

function withoutPlan(scopes: readonly string[], storeFlags: readonly string[]): CliError {
  const words = scopes.flatMap((scope) => ["--scope", scope]);
  return new CliError("needs_scope", "Cannot apply a repair without a plan", {
    target: "--plan",
    hint: `First run ${
      syncCommand("repair", "--dry-run", ...words, "--save", "plan.json", ...storeFlags)
    }, read it, and give it with --plan plan.json`,
  });
}

function withoutScope(attempt: string, words: readonly string[], storeFlags: readonly string[]): CliError {
  return new CliError("needs_scope", `Cannot ${attempt} without a scope`, {
    target: "--scope",
    hint: `Run ${syncCommand("repair", ...words, "--scope", "derived", ...storeFlags)}, or another of ${SCOPE_FORMS}`,
  });
}

async function dryRun(
  { scopes, saveTo }: Extract<RepairRequest, { readonly mode: "dry_run" }>,
  { common, raw, host }: Invocation<unknown>,
): Promise<Outcome<RepairData>> {
  const state = await diagnoseState(
    await loadState(common.state, host, { writesAFile: saveTo !== null, purpose: "plan" }),
    host,
  );
  const store = requireStore(state);
  requireWhole(state, "plan a repair");
  if (saveTo !== null) await host.files.requireOutside(saveTo, store.real_root);
  const generatedAt = formatTimestamp(host.clock.now());
  const { request, draft, bytes } = await planRepairOf(state, { scopes, generatedAt }, host);
  const planned = planDocument(request, draft, bytes);
  const missing = missingOf(draft, scopes);
  // A plan of no steps would be applied with success.
  const savedTo = missing === null ? saveTo : null;
  if (savedTo !== null) await host.files.writeNew(savedTo, `${stringifyJson(planned.plan, 2)}\n`);
  const mistyped = draft.recovers === null ? scopesWithoutTarget(scopes, state.diagnosis) : [];
  const mistypedWarnings = mistyped.map((scope) => ({
    code: "unknown_scope",
    message: `Scope "${scope}" names nothing in this store, so that no step can lie inside it`,
    target: scope,
  }));
  const data: RepairData = { ...planned, saved_to: savedTo };
  if (missing !== null) {
    const warnings = [...state.warnings, ...mistypedWarnings];
    return refused({ ...state, warnings }, "needs_scope", { errors: [problemOf(missing, saveTo, state)], data });
  }
  const isIdle = draft.steps.length === 0 && draft.recovers === null;
  return answered(state, data, {
    exit: common.gradeExit && !isIdle ? "changes" : "ok",
    warnings: [
      ...mistypedWarnings,
      ...isIdle ? [] : await servedWarnings(state, host),
      ...isIdle || savedTo === null ? [] : await ownershipWarnings(state, retypingOfApply(raw, savedTo, planned), host),
    ],
  });
}

/** That nothing of what was asked for can be done, with the command that can do something. */
function problemOf({ message, scopes }: Missing, saveTo: string | null, state: DiagnosedState): Problem {
  const flags = storeFlags(requireStore(state));
  const words = (scopes ?? []).flatMap((scope) => ["--scope", scope]);
  const saving = saveTo === null ? [] : ["--save", saveTo];
  return {
    code: "needs_scope",
    message,
    target: "--scope",
    hint: scopes === null
      ? `No scope helps: what has to be done first is told by ${syncCommand("doctor", ...flags)}`
      : `Run ${syncCommand("repair", "--dry-run", ...words, ...saving, ...flags)}`,
  };
}

function retypingOfApply(
  raw: RawOptions,
  plan: string,
  planned: Parameters<typeof scopesToApply>[0],
) {
  const { dryRun: _, save: __, ...shared } = raw;
  return retypingOfPlan({ apply: true, plan, ...shared, scope: scopesToApply(planned) }, plan);
}

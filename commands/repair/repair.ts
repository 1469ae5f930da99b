/** `sourceos sync repair`: the report and plan first; apply only carries out such a plan. */
import { syncCommand } from "../../lib/text/command_line.ts";
import { requireStore } from "../../lib/answers/absence.ts";
import { answered, type Outcome } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import { stringifyJson } from "../../lib/text/stringify_json.ts";
import { RepairDocument } from "../../lib/model/documents/repair.ts";
import type { RepairData } from "../../lib/model/documents/repair.ts";
import type { Warning } from "../../lib/model/envelope.ts";
import { RepairStep } from "../../lib/model/repair_plan.ts";
import { planDocument } from "../../lib/repair/document.ts";
import { parseScope, SCOPE_FORMS } from "../../lib/change/scope.ts";
import { scopesWithoutTarget } from "../../lib/repair/scope_targets.ts";
import { repairText } from "../../lib/render/human/repair.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import { servedStore } from "../state/locked_store.ts";
import { type CommandDefinition, defineCommand, type Invocation } from "../frame/definition.ts";
import { type DiagnosedState, diagnoseState } from "../state/diagnose.ts";
import { loadState } from "../state/load.ts";
import type { Host } from "../host/types/host.ts";
import { flagOption, givenStoreFlags, type RawOptions, textListOption, textOption } from "../frame/options.ts";
import { applyRepair } from "./apply.ts";
import { planRepairOf } from "./planning.ts";
import { repairReportsCommand } from "./reports.ts";
import { undoRepair } from "./undo.ts";

export const repairCommand: CommandDefinition = defineCommand<RepairData>({
  name: "repair",
  command: "sync repair",
  schema: RepairDocument,
  itemSchema: RepairStep,
  description: "Plans repairs of derived and disposable state. --dry-run shows the plan and changes nothing; " +
    "--apply carries out a saved plan inside the given scopes.",
  examples: [
    ["What repair would do", "sourceos sync repair --dry-run"],
    ["Only derived state, and keep the plan", "sourceos sync repair --dry-run --scope derived --save plan.json"],
    ["Carry that plan out", "sourceos sync repair --apply --plan plan.json --scope derived"],
    ["Take a repair back", "sourceos sync repair --undo REPORT --scope derived"],
  ],
  options: [
    { flags: "--dry-run", description: "Show the repair report and plan; changes nothing" },
    { flags: "--apply", description: "Carry out the plan given with --plan, inside the given scopes" },
    { flags: "--undo <report:string>", description: "Put back what a repair changed, inside the given scopes" },
    { flags: "--scope <scope:string>", description: `What may be touched: ${SCOPE_FORMS}; repeatable`, collect: true },
    { flags: "--plan <file:string>", description: "The plan that --apply carries out" },
    { flags: "--save <file:string>", description: "With --dry-run: save the plan in a new file" },
  ],
  subcommands: [repairReportsCommand],
  human: repairText,
  items: (data) => data.plan?.steps ?? [],
  run: async (invocation) => {
    switch (parseMode(invocation.raw)) {
      case "dry_run":
        return await dryRun(invocation);
      case "apply":
        return await apply(invocation);
      case "undo":
        return await undo(invocation);
    }
  },
});

type Mode = "dry_run" | "apply" | "undo";

function parseMode(raw: RawOptions): Mode {
  const modes: readonly Mode[] = [
    ...(flagOption(raw, "dryRun") ? ["dry_run" as const] : []),
    ...(flagOption(raw, "apply") ? ["apply" as const] : []),
    ...(textOption(raw, "undo") === null ? [] : ["undo" as const]),
  ];
  const [mode, ...others] = modes;
  if (mode === undefined || others.length > 0) {
    const state = mode === undefined ? "neither --dry-run nor --apply is given" : "more than one of its modes is given";
    throw new CliError("usage", `Cannot tell what repair should do: ${state}`, {
      hint: `Start with ${syncCommand("repair", "--dry-run", ...givenStoreFlags(raw))}, which changes nothing`,
    });
  }
  const stray = mode === "dry_run" ? ["plan"] : ["save"];
  const [misplaced] = stray.filter((name) => textOption(raw, name) !== null);
  if (misplaced !== undefined) {
    const hint = mode === "dry_run" ? "--plan belongs to --apply" : "--save belongs to --dry-run";
    throw new CliError("usage", `Cannot use --${misplaced} here`, { target: `--${misplaced}`, hint });
  }
  return mode;
}

async function dryRun({ common, raw, host }: Invocation): Promise<Outcome<RepairData>> {
  const scopes = textListOption(raw, "scope").map(parseScope);
  const saveTo = textOption(raw, "save");
  const state = await diagnoseState(await loadState(common.state, host, { writesAFile: saveTo !== null }), host);
  const generatedAt = formatTimestamp(host.clock.now());
  const { request, draft, bytes } = await planRepairOf(state, { scopes, generatedAt }, host);
  const planned = planDocument(request, draft, bytes);
  if (saveTo !== null) await host.files.writeNew(saveTo, `${stringifyJson(planned.plan, 2)}\n`);
  const mistyped = draft.recovers === null ? scopesWithoutTarget(scopes, state.diagnosis) : [];
  const isIdle = draft.steps.length === 0 && draft.recovers === null;
  return answered<RepairData>(state, { ...planned, saved_to: saveTo }, {
    exit: common.gradeExit && !isIdle ? "changes" : "ok",
    warnings: [
      ...mistyped.map((scope) => ({
        code: "unknown_scope",
        message: `Scope "${scope}" names nothing in this store, so that no step can lie inside it`,
        target: scope,
      })),
      ...isIdle ? [] : await warningsOfApply(state, host),
    ],
  });
}

/** What would keep --apply from carrying out a plan that was made now. */
async function warningsOfApply(state: DiagnosedState, host: Host): Promise<readonly Warning[]> {
  const store = requireStore(state);
  const { daemon } = state.snapshot;
  if (state.source.kind !== "store" || await servedStore(state, store, host) === "another") return [];
  const message = "The plan cannot be applied while the daemon runs: stop sourceos-syncd first";
  return [{ code: "served", message, target: daemon.endpoint }];
}

/** Nothing is applied without a plan and a scope; the refusal prints the command that gets there safely. */
function apply(invocation: Invocation): Promise<Outcome<RepairData>> {
  const { raw } = invocation;
  const scopes = textListOption(raw, "scope").map(parseScope);
  const planFile = textOption(raw, "plan");
  if (planFile === null) {
    const words = scopes.length === 0
      ? ["--scope", "derived"]
      : textListOption(raw, "scope").flatMap((one) => ["--scope", one]);
    throw new CliError("needs_scope", "Cannot apply a repair without a plan", {
      target: "--plan",
      hint: `First run ${
        syncCommand("repair", "--dry-run", ...words, "--save", "plan.json", ...givenStoreFlags(raw))
      }, read it, and give it with --plan plan.json`,
    });
  }
  if (scopes.length === 0) throw withoutScope(`apply plan "${planFile}"`, ["--apply", "--plan", planFile], raw);
  return applyRepair(invocation, { planFile, scopes });
}

function undo(invocation: Invocation): Promise<Outcome<RepairData>> {
  const { raw } = invocation;
  const reportId = textOption(raw, "undo") ?? "";
  const scopes = textListOption(raw, "scope").map(parseScope);
  if (scopes.length === 0) throw withoutScope(`undo repair "${reportId}"`, ["--undo", reportId], raw);
  return undoRepair(invocation, { reportId, scopes });
}

function withoutScope(attempt: string, words: readonly string[], raw: RawOptions): CliError {
  return new CliError("needs_scope", `Cannot ${attempt} without a scope`, {
    target: "--scope",
    hint: `Run ${
      syncCommand("repair", ...words, "--scope", "derived", ...givenStoreFlags(raw))
    }, or another of ${SCOPE_FORMS}`,
  });
}

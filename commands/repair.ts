/** `sourceos sync repair`: the report and plan first; apply only carries out such a plan. */
import { syncCommand } from "../lib/command_line.ts";
import { CliError } from "../lib/errors.ts";
import { stringifyJson } from "../lib/json/stringify.ts";
import { RepairDocument } from "../lib/model/documents/repair.ts";
import type { RepairData } from "../lib/model/documents/repair.ts";
import { RepairStep } from "../lib/model/repair_plan.ts";
import { planRepair } from "../lib/repair/plan.ts";
import { parseScope, SCOPE_FORMS } from "../lib/repair/scope.ts";
import { repairText } from "../lib/render/human/repair.ts";
import { formatTimestamp } from "../lib/text/time.ts";
import { type CommandDefinition, defineCommand, type Invocation } from "./definition.ts";
import { gather, outcomeBase, requireStore } from "./gather.ts";
import { flagOption, givenStoreFlags, type RawOptions, textListOption, textOption } from "./options.ts";

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
  ],
  options: [
    { flags: "--dry-run", description: "Show the repair report and plan; changes nothing" },
    { flags: "--apply", description: "Carry out the plan given with --plan, inside the given scopes" },
    { flags: "--undo <report:string>", description: "Put back what a repair changed, inside the given scopes" },
    { flags: "--scope <scope:string>", description: `What may be touched: ${SCOPE_FORMS}; repeatable`, collect: true },
    { flags: "--plan <file:string>", description: "The plan that --apply carries out" },
    { flags: "--save <file:string>", description: "With --dry-run: save the plan in a new file" },
  ],
  human: repairText,
  items: (data) => data.plan.steps,
  run: (invocation) => {
    switch (parseMode(invocation.raw)) {
      case "dry_run":
        return dryRun(invocation);
      case "apply":
        return Promise.reject(refuseApply(invocation.raw));
      case "undo":
        return Promise.reject(refuseUndo(invocation.raw));
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

async function dryRun({ common, raw, host }: Invocation) {
  const scopes = textListOption(raw, "scope").map(parseScope);
  const saveTo = textOption(raw, "save");
  const gathered = await gather(common.state, host, { writesAFile: saveTo !== null });
  requireStore(gathered);
  const planned = planRepair({
    snapshot: gathered.snapshot,
    diagnosis: gathered.diagnosis,
    scopes,
    generatedAt: formatTimestamp(host.clock.now()),
    sha256Hex: host.sha256Hex,
  });
  if (saveTo !== null) await host.files.writeNew(saveTo, `${stringifyJson(planned.plan, 2)}\n`);
  const changes = planned.plan.steps.some((step) => step.scope !== null);
  return {
    ...outcomeBase(gathered),
    data: { ...planned, saved_to: saveTo },
    exit: common.gradeExit && changes ? "changes" as const : "ok" as const,
    result: null,
    errors: [],
  };
}

/** Nothing is applied without a plan and a scope; the refusal prints the command that gets there safely. */
function refuseApply(raw: RawOptions): CliError {
  const scopes = textListOption(raw, "scope").map(parseScope);
  const plan = textOption(raw, "plan");
  if (plan === null) {
    const words = scopes.length === 0
      ? ["--scope", "derived"]
      : textListOption(raw, "scope").flatMap((one) => ["--scope", one]);
    return new CliError("needs_scope", "Cannot apply a repair without a plan", {
      target: "--plan",
      hint: `First run ${
        syncCommand("repair", "--dry-run", ...words, "--save", "plan.json", ...givenStoreFlags(raw))
      }, read it, and give it with --plan plan.json`,
    });
  }
  if (scopes.length === 0) {
    return new CliError("needs_scope", `Cannot apply plan "${plan}" without a scope`, {
      target: "--scope",
      hint: `Run ${
        syncCommand("repair", "--apply", "--plan", plan, "--scope", "derived", ...givenStoreFlags(raw))
      }, or another of ${SCOPE_FORMS}`,
    });
  }
  return new CliError(
    "unsupported",
    `Cannot apply plan "${plan}": this release plans repairs but does not carry them out yet`,
    {
      target: plan,
      hint: "The plan names each file and what it would do with it",
    },
  );
}

function refuseUndo(raw: RawOptions): CliError {
  const report = textOption(raw, "undo") ?? "";
  if (textListOption(raw, "scope").map(parseScope).length === 0) {
    return new CliError("needs_scope", `Cannot undo repair "${report}" without a scope`, {
      target: "--scope",
      hint: `Run ${
        syncCommand("repair", "--undo", report, "--scope", "derived", ...givenStoreFlags(raw))
      }, or another of ${SCOPE_FORMS}`,
    });
  }
  return new CliError("unsupported", `Cannot undo repair "${report}": this release does not carry out repairs yet`, {
    target: report,
  });
}

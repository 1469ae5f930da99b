/** What `sync conflicts decide` is asked for, by its words and options. */
import { CliError } from "../../lib/model/errors.ts";
import { parseScope, type Scope } from "../../lib/change/scope.ts";
import type { DecisionRequest } from "../../lib/decide/draft.ts";
import { syncCommand } from "../../lib/text/command_line.ts";
import { listText } from "../../lib/text/words.ts";
import type { GivenBundle } from "../declarations/given_bundle.ts";
import type { DecideOptions } from "../declarations/decide.ts";

export type DecideRequest =
  | {
    readonly mode: "dry_run";
    readonly request: Omit<DecisionRequest, "written">;
    readonly given: GivenContent;
    readonly saveTo: string | null;
  }
  | {
    readonly mode: "apply";
    /** Null where the plan alone says it. */
    readonly conflict: string | null;
    readonly planFile: string;
    readonly scopes: readonly Scope[];
  };

/** What is to be written comes from one of these. */
export type GivenContent =
  | { readonly kind: "none" }
  /** Kept by the import that made the conflict, or in a bundle. */
  | { readonly kind: "other_side"; readonly bundle: GivenBundle }
  | { readonly kind: "record"; readonly path: string };

/**
 * Nothing is applied without a plan and a scope; the refusal prints the command that gets there safely.
 *
 * @throws CliError usage where something is missing, or the options contradict each other; needs_scope
 */
export function decideRequestOf(
  conflict: string | null,
  options: DecideOptions,
  storeFlags: readonly string[],
): DecideRequest {
  return options.apply ? applyOf(conflict, options, storeFlags) : previewOf(conflict, options, storeFlags);
}

function previewOf(conflict: string | null, options: DecideOptions, storeFlags: readonly string[]): DecideRequest {
  const { option, actor, rationale, plan, save, scopes } = options;
  if (plan !== null) throw misplaced("--plan", "--plan belongs to --apply");
  if (scopes.length > 0) throw misplaced("--scope", "--scope belongs to --apply");
  const why = rationale === null || rationale.trim() === "" ? null : rationale.trim();
  if (conflict !== null && option !== null && actor !== null && why !== null) {
    const request = { conflict, option, actor, rationale: why };
    return { mode: "dry_run", request, given: givenContent(option, options), saveTo: save };
  }
  const missing = [
    ...(conflict === null ? ["the conflict"] : []),
    ...(option === null ? ["--option"] : []),
    ...(actor === null ? ["--as"] : []),
    ...(why === null ? ["--rationale"] : []),
  ];
  const words = [
    conflict ?? "ID",
    "--option",
    option ?? "skip",
    "--as",
    actor ?? "ACTOR",
    "--rationale",
    why ?? "TEXT",
  ];
  throw new CliError(
    "usage",
    `Cannot decide ${conflict === null ? "a conflict" : `conflict "${conflict}"`}: ${listText(missing)} ${
      missing.length === 1 ? "is" : "are"
    } missing`,
    {
      target: missing[0] === "the conflict" ? null : missing[0] ?? null,
      hint: `Run ${syncCommand("conflicts", "decide", ...words, ...storeFlags)}, which changes nothing; see ${
        syncCommand("conflicts", ...(conflict === null ? ["--status", "open"] : [conflict]), ...storeFlags)
      }, which shows what there is to decide`,
    },
  );
}

function applyOf(conflict: string | null, options: DecideOptions, storeFlags: readonly string[]): DecideRequest {
  const { dryRun, option, actor, rationale, plan, save } = options;
  if (dryRun) throw misplaced("--dry-run", "Leave out one of --dry-run and --apply");
  const given = [
    ["--option", option],
    ["--as", actor],
    ["--rationale", rationale],
    ["--from", options.from],
    ["--record", options.record],
    ["--save", save],
  ] as const;
  const extra = given.find(([, value]) => value !== null);
  if (extra !== undefined) throw misplaced(extra[0], "The plan says what is decided: leave it out, or make a new plan");
  if (plan === null) {
    const words = [conflict ?? "ID", "--option", "skip", "--as", "ACTOR", "--rationale", "TEXT"];
    throw new CliError("needs_scope", "Cannot apply a decision without a plan", {
      target: "--plan",
      hint: `First run ${
        syncCommand("conflicts", "decide", ...words, "--save", "plan.json", ...storeFlags)
      }, read it, and give it with --plan plan.json`,
    });
  }
  if (options.scopes.length === 0) {
    throw new CliError("needs_scope", `Cannot apply plan "${plan}" without a scope`, {
      target: "--scope",
      hint: `Run ${
        syncCommand("conflicts", "decide", "--apply", "--plan", plan, "--scope", "object:ID", ...storeFlags)
      }, with the id of the object that the conflict is about`,
    });
  }
  return { mode: "apply", conflict, planFile: plan, scopes: options.scopes.map(parseScope) };
}

/** @throws CliError usage for what the option does not take */
function givenContent(option: DecisionRequest["option"], { from, record, identities }: DecideOptions): GivenContent {
  if (from !== null && option !== "fork") {
    throw misplaced("--from", "Only --option fork takes the bundle with the other side");
  }
  if (record !== null && option !== "merge") throw misplaced("--record", "Only --option merge takes a record");
  if (option === "fork") return { kind: "other_side", bundle: { from, identities } };
  return record === null ? { kind: "none" } : { kind: "record", path: record };
}

function misplaced(flag: string, hint: string): CliError {
  return new CliError("usage", `Cannot use ${flag} here`, { target: flag, hint });
}

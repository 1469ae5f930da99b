/** `sourceos completions`: Cliffy's own command, with what the store holds that the words typed so far name. */
import { CompletionsCommand } from "@cliffy/command/completions";
import { completedIds, type NamedRecords, typedKind } from "../lib/answers/completed_ids.ts";
import { SCOPE_FORMS } from "../lib/change/scope.ts";
import { CHECKS } from "../lib/checks/all_checks.ts";
import { EXIT_CODES } from "../lib/model/exit.ts";
import { KINDS, RECORD_KINDS, type RecordKind } from "../lib/model/kinds.ts";
import { scriptWithWords, SHELLS } from "../lib/render/completion_script.ts";
import { chooseStore } from "./host/store/choose_store.ts";
import { recordNames } from "./host/store/record_names.ts";
import { printedBy } from "./host/terminal/printed_by.ts";
import type { Environment } from "./host/types/host.ts";

/** The part of the tree of commands that is needed here. */
interface CompletedTree {
  /** The command itself again, and not the last that was added below it. */
  reset(): unknown;
  globalComplete(action: string, complete: () => string[]): unknown;
  removeCommand(name: string): unknown;
  command(name: string, command: CompletionsCommand): unknown;
  parse(argv: string[]): Promise<unknown>;
}

/**
 * Answers the words by the tree that they belong to: the script of a shell, or nothing where it is asked what completes a
 * word, as Cliffy writes that by itself. Where nothing can be completed nothing is: who presses Tab reads no errors.
 */
export async function completionsText(
  tree: CompletedTree,
  argv: readonly string[],
  environment: Environment,
): Promise<string> {
  const end = argv.indexOf("--");
  const [asked, typed] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end + 1)];
  const text = typed.at(-1) ?? "";
  const records = recordNames(chooseStore(typedStore(typed, environment), environment).root);
  tree.reset();
  for (const [action, complete] of Object.entries(actionsFor(text, records))) tree.globalComplete(action, complete);
  tree.removeCommand("completions");
  tree.command("completions", new CompletionsCommand());
  const shell = SHELLS.find((known) => known === asked[1]);
  try {
    const printed = await printedBy(() => tree.parse([...asked]));
    return shell === undefined ? printed : scriptWithWords(printed, shell);
  } catch (error) {
    if (asked[1] !== "complete") throw error;
    return "";
  }
}

/** The store that is named, as a shell hands over the word: without what it would have made of `~`. */
function typedStore(words: readonly string[], environment: Environment): string | null {
  const at = words.lastIndexOf("--store");
  const named = words.findLast((word) => word.startsWith("--store="))?.slice("--store=".length) ?? words[at + 1];
  if (named === undefined || (at < 0 && !words.some((word) => word.startsWith("--store=")))) return null;
  return named.replace(/^~(?=\/|$)/, environment("HOME") ?? "~");
}

/** What completes a value, by the name that its declaration gives it (`--scope <scope:string:scope>`). */
function actionsFor(typed: string, records: NamedRecords): Readonly<Record<string, () => string[]>> {
  const begun = (words: readonly string[]) => words.filter((word) => word.startsWith(typed));
  const ids = (...kinds: readonly RecordKind[]) => () => [...completedIds(typed, kinds, records)];
  /** The ids of the kind that is typed, else the kinds, else every id that begins so. */
  const targets = (kinds: readonly RecordKind[], more: readonly string[]) => () => {
    const kind = typedKind(typed, kinds);
    if (kind !== null) return ids(kind)();
    const words = begun([...kinds.map((one) => `${one}:`), ...more]);
    return words.length > 0 ? words : ids(...kinds)();
  };
  return {
    ...Object.fromEntries(RECORD_KINDS.map((kind) => [kind, ids(kind)])),
    target: () =>
      begun(topicsOf(typed)).length > 0 && typed.includes(":")
        ? begun(topicsOf(typed))
        : targets(RECORD_KINDS.filter((kind) => KINDS[kind].explained), ["finding:", "exit:", "version"])(),
    exported: targets(["workspace", "profile", "object"], []),
    scope: targets(["workspace", "profile", "object"], SCOPE_FORMS.split(", ").filter((form) => !form.includes(":"))),
    check: () => begun(CHECKS.map(({ id }) => id)),
  };
}

function topicsOf(typed: string): readonly string[] {
  if (typed.startsWith("exit:")) return EXIT_CODES.map(({ code }) => `exit:${code}`);
  if (typed.startsWith("finding:")) return CHECKS.flatMap(({ kinds }) => kinds.map(({ id }) => `finding:${id}`));
  return [];
}

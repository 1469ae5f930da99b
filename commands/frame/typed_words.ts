/** The words of a command line, on their way to the parser: what it would misunderstand is refused or put differently. */
import { CliError } from "../../lib/model/errors.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * The words for the parser: `help` in front of a command is its `--help`, and an unknown first word stands alone, as beside
 * it the parser would complain of options that only `sync` has.
 *
 * @throws CliError usage for an option whose value is not there: the parser would take the next word for it
 */
export function wordsToParse(argv: readonly string[], vocabulary: Vocabulary): string[] {
  const [first, second, ...rest] = argv;
  if (first === "help") return [...pathOf(argv.slice(1), vocabulary), "--help"];
  if (first === "sync" && second === "help") return ["sync", ...rest, "--help"];
  if (first !== undefined && first !== "sync" && !first.startsWith("-")) return [first];
  refuseEmptyValues(argv, vocabulary);
  // The runtime lets nobody open what lies below /proc, where the one leads.
  return withOwnValues(argv, vocabulary).map((word) => word.replace(/^(--[a-z-]+=)?\/dev\/stdin$/, "$1-"));
}

/** `-ojson` is `-o json`, which the parser would take for several letters; what is a value, or stands behind `--`, stays. */
function withOwnValues(argv: readonly string[], { flagsWithValue }: Vocabulary): string[] {
  const end = argv.indexOf("--");
  return argv.flatMap((word, index) => {
    const flag = word.slice(0, 2);
    const isOption = (end === -1 || index < end) && !flagsWithValue.has(argv[index - 1] ?? "");
    return isOption && /^-[a-z][^=]/.test(word) && flagsWithValue.has(flag) ? [flag, word.slice(2)] : [word];
  });
}

/** `help doctor` means the same as `help sync doctor`. */
function pathOf(words: readonly string[], { commands }: Vocabulary): readonly string[] {
  const [first] = words;
  return commands.some(({ path }) => path === `sync ${first}`) ? ["sync", ...words] : words;
}

function refuseEmptyValues(argv: readonly string[], { flags, flagsWithValue }: Vocabulary): void {
  const end = argv.indexOf("--");
  const words = end === -1 ? argv : argv.slice(0, end);
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    if (/^--[a-z-]+=$/.test(word)) {
      const flag = word.slice(0, -1);
      throw withoutValue(flag, 'nothing follows the "="', `Write ${flag} VALUE or ${word}VALUE`);
    }
    if (next === undefined || !flagsWithValue.has(word) || !flags.has(next.replace(/=.*$/s, ""))) continue;
    // A variable of a shell that is empty, more often than not.
    const hint = word.startsWith("--") ? `Give it a value; ${word}=${next} if that is the value` : "Give it a value";
    throw withoutValue(word, `"${next}", which follows it, is an option`, hint);
  }
}

function withoutValue(flag: string, reason: string, hint: string): CliError {
  return new CliError("usage", `Cannot use ${flag} without a value: ${reason}`, { target: flag, hint });
}

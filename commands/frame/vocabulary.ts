/** What may be typed: the commands and their options, as words. */
import type { OptionDeclaration } from "./option_reader.ts";

interface TypedCommand {
  /** The words that lead to it, such as `sync doctor`. */
  readonly path: string;
  /** Its own, long and short. */
  readonly flags: readonly string[];
}

export interface Vocabulary {
  readonly commands: readonly TypedCommand[];
  /** Of any command, and those that all share. */
  readonly flags: ReadonlySet<string>;
  /** Those of them that a value follows, whichever command they belong to: --record takes one, or none, as the command says. */
  readonly flagsWithValue: ReadonlySet<string>;
}

interface DeclaredCommand {
  readonly command: string;
  readonly options: readonly OptionDeclaration[];
}

/** The words of these commands, and of the options that they share. */
export function vocabularyOf(commands: readonly DeclaredCommand[], shared: readonly OptionDeclaration[]): Vocabulary {
  const all = [...shared, ...commands.flatMap(({ options }) => options)];
  const flagsOf = (options: readonly OptionDeclaration[]) => options.flatMap(({ flags }) => namesOf(flags));
  return {
    commands: commands.map(({ command, options }) => ({ path: command, flags: flagsOf(options) })),
    flags: new Set(flagsOf(all)),
    flagsWithValue: new Set(flagsOf(all.filter(takesValue))).difference(
      new Set(flagsOf(all.filter((option) => !takesValue(option)))),
    ),
  };
}

function takesValue({ flags }: OptionDeclaration): boolean {
  return flags.includes("<");
}

/** `-o, --output <format:format>` names two. */
function namesOf(flags: string): readonly string[] {
  const [names = ""] = flags.split(/[<[]/);
  return names.match(/--?[a-z][a-z-]*/g) ?? [];
}

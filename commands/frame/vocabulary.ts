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
  const typed = commands.map(({ command, options }) => ({ path: command, options: options.map(typedOption) }));
  const all = [...shared.map(typedOption), ...typed.flatMap(({ options }) => options)];
  return {
    commands: typed.map(({ path, options }) => ({ path, flags: flagsOf(options) })),
    flags: new Set(flagsOf(all)),
    flagsWithValue: new Set(flagsOf(all.filter(({ takesValue }) => takesValue))).difference(
      new Set(flagsOf(all.filter(({ takesValue }) => !takesValue))),
    ),
  };
}

interface TypedOption {
  readonly flags: readonly string[];
  readonly takesValue: boolean;
}

/** `-o, --output <format:format>` is two flags. */
function typedOption({ flags }: OptionDeclaration): TypedOption {
  const [names = ""] = flags.split(/[<[]/);
  return { flags: names.match(/--?[a-z][a-z-]*/g) ?? [], takesValue: flags.includes("<") };
}

function flagsOf(options: readonly TypedOption[]): readonly string[] {
  return options.flatMap(({ flags }) => flags);
}

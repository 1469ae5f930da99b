/**
 * A command's own options, declared and parsed by one function: `(read) => ({ out: read.text("--out <file:string>", …) })`.
 * It is called once to learn which options there are, and once for each command line to get their values.
 */
import { CliError } from "../../lib/model/errors.ts";

/** The options as the command-line parser hands them over: by name, each of the type its declaration gave it. */
export type RawOptions = Readonly<Record<string, unknown>>;

export function rawOptions(parsed: unknown): RawOptions {
  return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
}

/** How an option is declared to the parser. */
export interface OptionDeclaration {
  /** Such as `-o, --output <format:string>`. */
  readonly flags: string;
  readonly description: string;
  readonly collect?: boolean;
  /** The only values that it takes. */
  readonly values?: readonly string[];
}

/** Each declares an option and gives its value. @throws CliError usage for a value that it does not take */
export interface OptionReader {
  flag(flags: string, description: string): boolean;
  text(flags: string, description: string): string | null;
  /** Of an option whose value may be left out: true where it was. */
  flagOrText(flags: string, description: string): string | boolean;
  /** As flagOrText(), of a number, with fractions. */
  flagOrNumber(flags: string, description: string, bounds: Bounds): number | boolean;
  /** Of an option that may be repeated. */
  texts(flags: string, description: string): readonly string[];
  /** A whole number; from 0 without bounds. */
  integer(flags: string, description: string, bounds?: Bounds): number | null;
  /** As integer(), with fractions. */
  number(flags: string, description: string, bounds: Bounds): number | null;
  choice<Value extends string>(flags: string, description: string, values: readonly Value[]): Value | null;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

export type ReadOptions<Options> = (read: OptionReader) => Options;

/** What the function declares, in its order. */
export function declaredOptions(readOptions: ReadOptions<unknown>): readonly OptionDeclaration[] {
  const declared: OptionDeclaration[] = [];
  const declare = (flags: string, description: string, more: Partial<OptionDeclaration> = {}) => {
    declared.push({ flags, description, ...more });
  };
  readOptions({
    flag(flags, description) {
      declare(flags, description);
      return false;
    },
    text(flags, description) {
      declare(flags, description);
      return null;
    },
    flagOrText(flags, description) {
      declare(flags, description);
      return false;
    },
    flagOrNumber(flags, description) {
      declare(flags, description);
      return false;
    },
    texts(flags, description) {
      declare(flags, description, { collect: true });
      return [];
    },
    integer(flags, description) {
      declare(flags, description);
      return null;
    },
    number(flags, description) {
      declare(flags, description);
      return null;
    },
    choice(flags, description, values) {
      // The name is that of what completes its value, for which the declaration's own may be too common a word.
      declare(flags.replace(/:string>$/, `:string:${optionName(flags)}>`), description, { values });
      return null;
    },
  });
  return declared;
}

/** The values that were typed. @throws CliError usage for one that its option does not take */
export function parseOptions<Options>(readOptions: ReadOptions<Options>, raw: RawOptions): Options {
  const text = (flags: string) => {
    const value = raw[optionName(flags)];
    return typeof value === "string" ? value : null;
  };
  const number = (flags: string, _description: string, bounds?: Bounds) => {
    const value = raw[optionName(flags)];
    if (typeof value !== "number") return null;
    const { least, most } = bounds ?? { least: 0, most: Infinity };
    if (value >= least && value <= most) return value;
    const reason = bounds === undefined ? "it is below 0" : `it is not between ${least} and ${most}`;
    throw new CliError("usage", `Cannot use "${value}" as ${flagOf(flags)}: ${reason}`, { target: flagOf(flags) });
  };
  return readOptions({
    flag: (flags) => raw[optionName(flags)] === true,
    text,
    flagOrText: (flags) => text(flags) ?? raw[optionName(flags)] === true,
    flagOrNumber: (flags, description, bounds) => number(flags, description, bounds) ?? raw[optionName(flags)] === true,
    texts(flags) {
      const value = raw[optionName(flags)];
      return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
    },
    integer: number,
    number,
    choice(flags, _description, values) {
      const typed = text(flags);
      if (typed === null) return null;
      const value = values.find((known) => known === typed);
      if (value !== undefined) return value;
      throw new CliError("usage", `Cannot use "${typed}" as ${flagOf(flags)}: it is not one of the known values`, {
        target: flagOf(flags),
        hint: `Give one of ${values.join(", ")}`,
      });
    },
  });
}

/** The options as words of a command line, which is parsed to the same again. */
export function optionWords(raw: RawOptions): readonly string[] {
  return Object.entries(raw).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.flatMap((one) => {
      if (one === true) return [flag];
      if (typeof one !== "string" && typeof one !== "number") return [];
      // What looks like a flag would be taken for one.
      return /^-./.test(String(one)) ? [`${flag}=${one}`] : [flag, String(one)];
    });
  });
}

/** `<file:string>` is shown as `<file>`. */
export function bareArguments(definition: string): string {
  return definition.replace(/:[^>\]]+/g, "");
}

/** The long flag: `--save-snapshot`. */
function flagOf(flags: string): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags;
}

/** The name under which the parser hands the option over: `saveSnapshot`. */
export function optionName(flags: string): string {
  return flagOf(flags).slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

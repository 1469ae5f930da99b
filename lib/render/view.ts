/**
 * How a stream is written to: width, colour and character set, decided once for each stream (docs/scripting.md,
 * "Output").
 */

/** What a stream is connected to; colour and width are decided from it. */
export interface StreamTraits {
  readonly isTerminal: boolean;
  /** Columns of the terminal, or null where there is none. */
  readonly columns: number | null;
}

export interface View {
  /** Columns that a line may take; null means no limit. */
  readonly width: number | null;
  readonly color: boolean;
  /** False: nothing but ASCII is written. */
  readonly unicode: boolean;
}

/** A view that shows everything where `wide` is true (`-o wide`), else what fits. */
export type WideView = View & { readonly wide: boolean };

export interface ViewOptions {
  readonly color: "auto" | "always" | "never";
  readonly ascii: boolean;
}

/** An environment variable by its name; null where it is unset or empty. */
type Variables = (name: string) => string | null;

/** What a terminal that tells no size is taken for. */
const USUAL_COLUMNS = 80;

/** The view of one stream: a typed option wins over the environment, and the environment over the terminal. */
export function decideView(traits: StreamTraits, options: ViewOptions, environment: Variables): View {
  return {
    width: decideWidth(traits, environment("COLUMNS")),
    color: options.color === "auto" ? decideColor(traits, environment) : options.color === "always",
    unicode: !options.ascii && isUtf8Locale(environment),
  };
}

function decideWidth(traits: StreamTraits, columns: string | null): number | null {
  if (columns !== null && /^[1-9]\d{0,4}$/.test(columns)) return Number(columns);
  if (!traits.isTerminal) return null;
  return traits.columns === null || traits.columns < 1 ? USUAL_COLUMNS : traits.columns;
}

/** NO_COLOR as no-color.org says, CLICOLOR and CLICOLOR_FORCE as bixense.com/clicolors says; a refusal wins. */
function decideColor(traits: StreamTraits, environment: Variables): boolean {
  if (environment("NO_COLOR") !== null) return false;
  const force = environment("CLICOLOR_FORCE");
  if (force !== null && force !== "0") return true;
  return traits.isTerminal && environment("TERM") !== "dumb" && environment("CLICOLOR") !== "0";
}

function isUtf8Locale(environment: Variables): boolean {
  const locale = environment("LC_ALL") ?? environment("LC_CTYPE") ?? environment("LANG");
  return locale !== null && /utf-?8/i.test(locale);
}

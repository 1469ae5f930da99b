/** The options that every command shares, parsed once from what Cliffy hands over. */
import { CliError } from "../../lib/model/errors.ts";
import { MACHINE_FORMATS, type MachineFormat } from "../../lib/render/machine.ts";
import type { ViewOptions } from "../../lib/render/view.ts";
import type { Environment } from "../host/types/host.ts";

export const FORMATS = ["table", "wide", ...MACHINE_FORMATS] as const;
type Format = typeof FORMATS[number];
export const COLOR_CHOICES = ["auto", "always", "never"] as const;

/** How an answer is shown. */
export interface OutputOptions {
  readonly format: Format;
  /** A JMESPath expression, or null. */
  readonly query: string | null;
  readonly view: ViewOptions;
  readonly debug: boolean;
}

/** Where state comes from, and for whom it is looked at. */
export interface StateOptions {
  readonly snapshot: string | null;
  readonly store: string | null;
  readonly daemon: string | null;
  readonly timeoutMs: number;
  readonly profile: string | null;
  readonly workspace: string | null;
  readonly device: string | null;
}

export interface CommonOptions {
  readonly output: OutputOptions;
  readonly state: StateOptions;
  /** Grade the exit code as doctor does. */
  readonly gradeExit: boolean;
}

/** The options as the command-line parser hands them over: by name, each of the type its declaration gave it. */
export type RawOptions = Readonly<Record<string, unknown>>;

export function textOption(options: RawOptions, name: string): string | null {
  const value = options[name];
  return typeof value === "string" ? value : null;
}

export function textListOption(options: RawOptions, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The flags that make a printed command look at the store that was named here. */
export function givenStoreFlags(options: RawOptions): readonly string[] {
  const store = textOption(options, "store");
  return store === null ? [] : ["--store", store];
}

export function flagOption(options: RawOptions, name: string): boolean {
  return options[name] === true;
}

export function integerOption(options: RawOptions, name: string): number | null {
  const value = options[name];
  return typeof value === "number" ? value : null;
}

export const DEFAULT_TIMEOUT_MS = 800;

/** @throws CliError usage where the environment or a number is out of its range. */
export function parseCommonOptions(options: RawOptions, environment: Environment): CommonOptions {
  const timeoutMs = integerOption(options, "timeout") ?? DEFAULT_TIMEOUT_MS;
  if (timeoutMs < 1 || timeoutMs > 600_000) {
    throw new CliError("usage", `Cannot use "${timeoutMs}" as --timeout: it is not between 1 and 600000 milliseconds`, {
      target: "--timeout",
    });
  }
  const snapshot = textOption(options, "snapshot");
  const store = textOption(options, "store");
  if (store === "" || snapshot === "") {
    throw new CliError("usage", `Cannot use an empty path for ${store === "" ? "--store" : "--snapshot"}`, {
      target: store === "" ? "--store" : "--snapshot",
    });
  }
  const colors = COLOR_CHOICES.find((choice) => choice === options["color"]) ?? "auto";
  return {
    output: {
      format: parseFormat(options, environment),
      query: textOption(options, "query"),
      view: { color: colors, ascii: flagOption(options, "ascii") },
      debug: flagOption(options, "debug"),
    },
    state: {
      snapshot,
      store,
      daemon: textOption(options, "daemon"),
      timeoutMs,
      profile: textOption(options, "profile"),
      workspace: textOption(options, "workspace"),
      device: textOption(options, "device"),
    },
    gradeExit: flagOption(options, "exitCode"),
  };
}

/** A query picks from the machine document, so it turns the human formats into json. */
function parseFormat(options: RawOptions, environment: Environment): Format {
  const typed = flagOption(options, "json") ? "json" : textOption(options, "output");
  const format = checkFormat(
    typed ?? environment("SOURCEOS_OUTPUT") ?? "table",
    typed === null ? "SOURCEOS_OUTPUT" : "--output",
  );
  return textOption(options, "query") !== null && !isMachineFormat(format) ? "json" : format;
}

function checkFormat(text: string, from: string): Format {
  const format = FORMATS.find((known) => known === text);
  if (format !== undefined) return format;
  throw new CliError("usage", `Cannot use "${text}" as ${from}: it is not an output format`, {
    target: from,
    hint: `Give one of ${FORMATS.join(", ")}`,
  });
}

export function isMachineFormat(format: Format): format is MachineFormat {
  return MACHINE_FORMATS.some((known) => known === format);
}

/**
 * The output options as far as they can be told from arguments that could not be parsed: an error keeps the format
 * that was asked for (docs/scripting.md, "Output").
 */
export function guessOutputOptions(argv: readonly string[], environment: Environment): OutputOptions {
  const known = (text: string | null | undefined) => FORMATS.find((format) => format === text);
  let format = known(environment("SOURCEOS_OUTPUT")) ?? "table";
  let color: ViewOptions["color"] = "auto";
  for (const [index, word] of argv.entries()) {
    if (word === "--") break;
    const next = argv[index + 1];
    if (word === "--json" || word === "--query" || word.startsWith("--query=")) {
      format = isMachineFormat(format) ? format : "json";
    }
    if (word === "-o" || word === "--output") format = known(next) ?? format;
    if (word.startsWith("--output=")) format = known(word.slice("--output=".length)) ?? format;
    if (word.startsWith("-o") && word.length > 2) format = known(word.slice(2).replace(/^=/, "")) ?? format;
    if (word === "--color") color = COLOR_CHOICES.find((choice) => choice === next) ?? color;
    if (word.startsWith("--color=")) color = COLOR_CHOICES.find((choice) => `--color=${choice}` === word) ?? color;
  }
  return { format, query: null, view: { color, ascii: argv.includes("--ascii") }, debug: argv.includes("--debug") };
}

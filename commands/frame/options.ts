/** The options that every command shares, parsed once from what Cliffy hands over. */
import { CliError } from "../../lib/model/errors.ts";
import { FILE_FORMATS, type FileFormat } from "../../lib/model/file_format_names.ts";
import { OWN_FORMATS, type OwnFormat } from "../../lib/model/own_formats.ts";
import { MACHINE_FORMATS, type MachineFormat } from "../../lib/render/machine.ts";
import { PROGRESS_MODES, type ProgressMode } from "../../lib/render/progress.ts";
import type { ShownTimes } from "../../lib/render/times.ts";
import type { ViewOptions } from "../../lib/render/view.ts";
import { type OptionReader, parseOptions, type RawOptions } from "./option_reader.ts";
import type { Environment } from "../host/types/host.ts";

const SHARED_FORMATS = ["table", "wide", ...MACHINE_FORMATS] as const;
export const FORMATS = [...SHARED_FORMATS, ...OWN_FORMATS] as const;
type Format = typeof FORMATS[number];
export const COLOR_CHOICES = ["auto", "always", "never"] as const;

/** How an answer is shown. */
export interface OutputOptions {
  readonly format: Format;
  /** A JMESPath expression, or null. */
  readonly query: string | null;
  readonly view: ViewOptions;
  readonly debug: boolean;
  /** How times are shown to people. */
  readonly times: ShownTimes;
  /** Nothing is told to people but errors. */
  readonly quiet: boolean;
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
  /** The command is not to answer without the daemon of the store that it looks at. */
  readonly requiresDaemon: boolean;
}

export interface SchemaRequest {
  /** The kind of file, or null for the command's own document. */
  readonly file: FileFormat | null;
}

export interface CommonOptions {
  readonly output: OutputOptions;
  readonly state: StateOptions;
  /** Grade the exit code as doctor does. */
  readonly gradeExit: boolean;
  /** A JSON Schema is asked for, in place of the command's answer. */
  readonly asksForSchema: SchemaRequest | null;
  /** Of --max-time; null where there is no end. */
  readonly maxSeconds: number | null;
  readonly progress: ProgressMode;
}

/** The flags that make a printed command look at the store, and ask the daemon, that were named here. */
export function givenSourceFlags({ store, daemon }: StateOptions): readonly string[] {
  return [...store === null ? [] : ["--store", store], ...daemon === null ? [] : ["--daemon", daemon]];
}

/** @throws CliError usage for --max-time where this flag asks for a change of the store */
export function refuseMaxTime({ maxSeconds }: CommonOptions, flag: string): void {
  if (maxSeconds === null) return;
  throw new CliError("usage", `Cannot use --max-time with ${flag}: a change is all or nothing, however long it takes`, {
    target: "--max-time",
    hint: "Leave it out; Ctrl-C ends a change such that the next run finishes it or takes it back",
  });
}

const DEFAULT_TIMEOUT_MS = 800;
/** A day. */
const LONGEST_SECONDS = 86_400;

/** The options of every command of the group; `format` and `when` are types that the tree registers. */
export function readSharedOptions(read: OptionReader) {
  return {
    output: read.choice("-o, --output <format:format>", `Output format: ${FORMATS.join(", ")}`, FORMATS),
    json: read.flag("--json", "Short for --output json"),
    query: read.text("--query <expression:string>", "Pick from the document with a JMESPath expression"),
    store: read.text("--store <dir:path>", "The state store; else SOURCEOS_STATE_DIR, else the default places"),
    snapshot: read.text("--snapshot <file:path>", "Look at a saved snapshot instead; - is standard input"),
    daemon: read.text("--daemon <url:string>", "The daemon: http://127.0.0.1:PORT, unix:/path or none"),
    timeout: read.integer(
      "--timeout <ms:integer>",
      `How long to wait for an answer of the daemon (default ${DEFAULT_TIMEOUT_MS})`,
      { least: 1, most: 600_000 },
    ),
    requireDaemon: read.flag("--require-daemon", "End with 16 unless the daemon of this store answers"),
    maxTime: read.number("--max-time <seconds:number>", "End with 124 after so long; not for what changes a store", {
      least: 0,
      most: LONGEST_SECONDS,
    }),
    profile: read.text("--profile <id:string:profile>", "The profile in force; in lists also a filter"),
    workspace: read.text("--workspace <id:string:workspace>", "The workspace in force; in lists also a filter"),
    device: read.text("--device <id:string:device>", "The device in force"),
    color: read.choice("--color <when:when>", "Colour: auto, always or never", COLOR_CHOICES),
    utc: read.flag("--utc", "Times in text for people in UTC alone; else, on a terminal, how long ago too"),
    local: read.flag("--local", "Times in text for people in the local time zone"),
    ascii: read.flag("--ascii", "Nothing but ASCII characters"),
    progress: read.choice(
      "--progress <how:progress>",
      "Progress on standard error: auto, plain (a line every 10 s, on a pipe too) or never",
      PROGRESS_MODES,
    ),
    quiet: read.flag("-q, --quiet", "Tell people nothing but errors: the exit code is the answer"),
    exitCode: read.flag("--exit-code", "Let the exit code tell health, or that a plan is not empty"),
    printSchema: read.flagOrText(
      "--print-schema=[file:file]",
      "Print the JSON Schema of this command's document, or of a kind of file, such as plan",
    ),
    debug: read.flag("--debug", "Show the stack of an internal error"),
  };
}

/** @throws CliError usage where the environment or a number is out of its range. */
export function parseCommonOptions(raw: RawOptions, environment: Environment): CommonOptions {
  const { snapshot, store, daemon, timeout, profile, workspace, device, requireDaemon, ...shown } = parseOptions(
    readSharedOptions,
    raw,
  );
  if (store === "" || snapshot === "") {
    const flag = store === "" ? "--store" : "--snapshot";
    throw new CliError("usage", `Cannot use an empty path for ${flag}`, { target: flag });
  }
  return {
    output: {
      format: formatOf(shown, environment),
      query: shown.query,
      view: { color: shown.color ?? "auto", ascii: shown.ascii },
      debug: shown.debug,
      times: timesOf(shown),
      quiet: shown.quiet,
    },
    state: {
      snapshot,
      store,
      daemon,
      timeoutMs: timeout ?? DEFAULT_TIMEOUT_MS,
      profile,
      workspace,
      device,
      requiresDaemon: requireDaemon,
    },
    gradeExit: shown.exitCode,
    asksForSchema: typedSchema(shown.printSchema),
    maxSeconds: shown.maxTime,
    progress: shown.progress ?? (shown.quiet ? "never" : "auto"),
  };
}

/** @throws CliError usage for both */
function timesOf({ utc, local }: { readonly utc: boolean; readonly local: boolean }): ShownTimes {
  if (utc && local) {
    throw new CliError("usage", "Cannot use --utc together with --local: each names the time zone", {
      target: "--local",
      hint: "Leave out one of the two",
    });
  }
  return utc ? "utc" : local ? "local" : null;
}

function typedSchema(typed: string | boolean): SchemaRequest | null {
  return typed === false ? null : { file: FILE_FORMATS.find((format) => format === typed) ?? null };
}

/**
 * A query picks from the machine document, so it turns the human formats into json.
 *
 * @throws CliError usage for two formats, and for a query beside a format that is no document
 */
function formatOf(
  { output, json, query }: { readonly output: Format | null; readonly json: boolean; readonly query: string | null },
  environment: Environment,
): Format {
  if (json && output !== null) {
    throw new CliError("usage", `Cannot use --json together with -o ${output}: each names the format`, {
      target: "--output",
      hint: "Leave out one of the two",
    });
  }
  const format = (json ? "json" : output) ?? checkFormat(environment("SOURCEOS_OUTPUT") ?? "table");
  if (query === null || isMachineFormat(format)) return format;
  if (!isOwnFormat(format)) return "json";
  throw new CliError("usage", `Cannot use --query with -o ${format}: there is no document to pick from`, {
    target: "--query",
    hint: `Leave it out, or give -o ${MACHINE_FORMATS.join(" or -o ")}`,
  });
}

function checkFormat(text: string): Format {
  const format = FORMATS.find((known) => known === text);
  if (format !== undefined) return format;
  throw new CliError("usage", `Cannot use "${text}" as SOURCEOS_OUTPUT: it is not an output format`, {
    target: "SOURCEOS_OUTPUT",
    hint: `Give one of ${FORMATS.join(", ")}`,
  });
}

export function isOwnFormat(format: Format): format is OwnFormat {
  return OWN_FORMATS.some((known) => known === format);
}

/** @throws CliError usage for a format that the command does not write */
export function refuseFormat(command: string, format: OwnFormat, own: readonly string[]): never {
  throw new CliError("usage", `Cannot use -o ${format} with ${command}: it does not write that format`, {
    target: "--output",
    hint: `Give one of ${[...SHARED_FORMATS, ...own].join(", ")}`,
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
  let format: Format = "table";
  try {
    format = known(environment("SOURCEOS_OUTPUT")) ?? format;
  } catch (error) {
    if (!(error instanceof CliError)) throw error; // What cannot be read of it is told once the options are parsed.
  }
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
  return {
    format,
    query: null,
    view: { color, ascii: argv.includes("--ascii") },
    debug: argv.includes("--debug"),
    times: null,
    quiet: false,
  };
}

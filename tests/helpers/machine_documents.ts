/** Reading what the program prints for machines, held against the schema that the program itself prints. */
import { assertEquals } from "@std/assert";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parseAllDocuments } from "yaml";
import { EXITS_OF } from "../../lib/model/command_exits.ts";
import { COMMANDS } from "../../lib/model/command_names.ts";
import { exitCode } from "../../lib/model/exit.ts";
import { runInProcess } from "./in_process.ts";
import type { RunResult } from "./program.ts";

export const FORMATS = ["table", "wide", "json", "ndjson", "yaml"] as const;
export type Format = typeof FORMATS[number];
export const MACHINE_FORMATS = ["json", "ndjson", "yaml"] as const;
export type MachineFormat = typeof MACHINE_FORMATS[number];

/** A document as far as tests rely on it before it has been validated. */
export interface MachineDocument {
  readonly command: string;
  readonly result: string;
  readonly exit_code: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly warnings: readonly Readonly<Record<string, unknown>>[];
  readonly errors: readonly Readonly<Record<string, unknown>>[];
  readonly source: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
}

const validators = new Map<string, Promise<ValidateFunction>>();

/** The validator for what `--print-schema` shows: the document, or with ndjson one line of it. */
function validator(command: string, format: "json" | "ndjson"): Promise<ValidateFunction> {
  const key = `${command} ${format}`;
  const known = validators.get(key) ?? makeValidator(command, format);
  validators.set(key, known);
  return known;
}

async function makeValidator(command: string, format: "json" | "ndjson"): Promise<ValidateFunction> {
  const { code, stdout, stderr } = await runInProcess([...command.split(" "), "--print-schema", "-o", format]);
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(stdout));
}

/** @throws AssertionError that names every violation. */
async function assertValid(value: unknown, command: string, format: "json" | "ndjson"): Promise<void> {
  const validate = await validator(command, format);
  validate(value);
  const violations = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  assertEquals(violations, [], `sourceos ${command} printed a ${format} that breaks its own schema`);
}

/** The one document of the output, valid, its exit code that of the process; json and yaml only. */
export async function readDocument(
  { stdout, code }: Pick<RunResult, "stdout" | "code">,
  command: string,
  format: "json" | "yaml" = "json",
): Promise<MachineDocument> {
  const document = format === "json" ? parseJson(stdout) : parseYaml(stdout);
  await assertValid(document, command, "json");
  // Just validated; the schema says all that this type does.
  const checked = document as MachineDocument;
  assertEquals(checked.exit_code, code, "The document tells another exit code than the process");
  assertEquals(checked.command, command);
  assertToldOf(command, code);
  return checked;
}

/** Its help names the code: what a run ends with is held against the table of it. */
function assertToldOf(path: string, code: number): void {
  const command = COMMANDS.find((known) => known === path);
  const codes = command === undefined ? [] : EXITS_OF[command].map(exitCode);
  assertEquals(codes.some((told) => told === code), true, `lib/model/command_exits.ts: ${path} gave ${code}`);
}

/** The records of an ndjson output, or its one whole document where the command failed; each line is valid. */
export async function readLines({ stdout, code }: Pick<RunResult, "stdout" | "code">, command: string) {
  assertEquals(stdout === "" || stdout.endsWith("\n"), true, "The last line has no newline");
  const lines = stdout === "" ? [] : stdout.slice(0, -1).split("\n").map((line): unknown => JSON.parse(line));
  const [first] = lines;
  if (isDocument(first, command)) {
    assertEquals(lines.length, 1);
    await assertValid(first, command, "json");
    assertEquals(first.exit_code, code);
    return { document: first, records: null };
  }
  for (const line of lines) await assertValid(line, command, "ndjson");
  return { document: null, records: lines };
}

function isDocument(value: unknown, command: string): value is MachineDocument {
  return typeof value === "object" && value !== null && "schema" in value &&
    value.schema === `sourceos.cli.${command.replaceAll(" ", "-")}/v1`;
}

function parseJson(text: string): unknown {
  assertEquals(text.endsWith("\n"), true, "The document has no final newline");
  return JSON.parse(text);
}

function parseYaml(text: string): unknown {
  const documents = parseAllDocuments(text);
  assertEquals(documents.length, 1, "Not exactly one document");
  const [document] = documents;
  if (document === undefined || !("toJS" in document)) throw new Error("No YAML document");
  assertEquals(document.errors, []);
  return document.toJS();
}

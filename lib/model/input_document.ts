/**
 * Documents that come from outside the running program: bytes, UTF-8, a JSON object, a schema that is known, a contract
 * that holds. Plans, snapshots, reports, intents and descriptors are all read here, and nowhere else.
 */
import type { TLiteral, TSchema } from "@sinclair/typebox";
import { Errors, type ValueError } from "@sinclair/typebox/errors";
import { type JsonObject, stringField } from "../text/json.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { CliError } from "./errors.ts";
import { compareSchema } from "./format_age.ts";
import type { Shape } from "./schema_kit.ts";
import { holds } from "./quick_check.ts";

/** A contract whose documents name it themselves, in `schema` or, as bundles do, in `format`. */
interface DocumentContract extends TSchema {
  readonly properties: { readonly schema: TLiteral<string> } | { readonly format: TLiteral<string> };
}

interface UnreadDocument {
  readonly ok: false;
  readonly exit: "bad_input" | "too_new";
  /** As a clause without a full stop: `its field "steps.0.id" does not keep the format`. */
  readonly reason: string;
  /** What it says, where it is a JSON object. */
  readonly record: JsonObject | null;
}

export type DocumentReading<Document> = { readonly ok: true; readonly document: Document } | UnreadDocument;

/** The document in these bytes, or why there is none. Fields that the contract does not know are kept. */
export function readDocument<Contract extends DocumentContract>(
  bytes: Uint8Array,
  contract: Contract,
): DocumentReading<Shape<Contract>> {
  const text = decodeUtf8(bytes);
  if (text === null) return unread("it is not UTF-8 text");
  const parsed = parseJsonObject(text);
  if (!parsed.ok) return unread(parsed.message);
  return parsed.oddities.includes("non_finite_number")
    ? unread("it holds a number that JSON has no word for", parsed.value)
    : readRecord(parsed.value, contract);
}

/** As readDocument(), for a document whose file was read before. */
export function readRecord<Contract extends DocumentContract>(
  record: JsonObject,
  contract: Contract,
): DocumentReading<Shape<Contract>> {
  const { field, known } = versionOf(contract);
  const version = stringField(record, field);
  const age = compareSchema(version, known);
  if (age === "newer") {
    return { ...unread(`its ${field} "${version}" is newer than this program`, record), exit: "too_new" };
  }
  if (age === "other") return unread(`its ${field} is "${version ?? ""}", not "${known}"`, record);
  return keeps(contract, record)
    ? { ok: true, document: record }
    : unread(`its field "${brokenField(contract, record)}" does not keep the format`, record);
}

/** How a person is told of a document that was given and cannot be used. */
interface GivenDocument {
  /** What is attempted, as it stands behind "Cannot": `read snapshot "x.json"`. */
  readonly attempt: string;
  /** What the person named. */
  readonly target: string;
  /** What to do where it is not such a document. */
  readonly hint: string;
  /** As CliError has it. */
  readonly command?: readonly string[];
}

/** As readDocument(), for what a person named. @throws CliError bad_input or too_new */
export function parseDocument<Contract extends DocumentContract>(
  bytes: Uint8Array,
  contract: Contract,
  given: GivenDocument,
): Shape<Contract> {
  const reading = readDocument(bytes, contract);
  if (reading.ok) return reading.document;
  throw documentError(given, reading);
}

/** The error of a document that cannot be used; `code` where a finer name than the exit code's is known. */
export function documentError(
  { attempt, target, hint, command }: GivenDocument,
  { exit = "bad_input", reason, code = exit }: {
    readonly exit?: UnreadDocument["exit"];
    readonly reason: string;
    readonly code?: string;
  },
): CliError {
  return new CliError(exit, `Cannot ${attempt}: ${reason}`, {
    target,
    code,
    ...(exit === "too_new"
      ? { hint: "Use a newer release of this program" }
      : { hint, ...(command === undefined ? {} : { command }) }),
  });
}

function unread(reason: string, record: JsonObject | null = null): UnreadDocument {
  return { ok: false, exit: "bad_input", reason, record };
}

function versionOf({ properties }: DocumentContract): { readonly field: string; readonly known: string } {
  return "schema" in properties
    ? { field: "schema", known: properties.schema.const }
    : { field: "format", known: properties.format.const };
}

function keeps<Contract extends TSchema>(contract: Contract, value: unknown): value is Shape<Contract> {
  return holds(contract, value);
}

/** The first field that breaks the contract, as a path such as `steps.0.id`. */
function brokenField(contract: TSchema, record: JsonObject): string {
  const first = Errors(contract, record).First();
  return first === undefined ? "" : pathOf(first).slice(1).replaceAll("/", ".");
}

/** The place that an error is about: of "an object or null" it names what the object lacks. */
function pathOf(error: ValueError): string {
  const inner = error.errors[0]?.First();
  return error.value === null || inner === undefined || inner.path === error.path ? error.path : pathOf(inner);
}

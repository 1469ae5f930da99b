/**
 * Reading JSON without losing what it says.
 *
 * JSON.parse alone rounds long integers and refuses what Python writes for numbers that are not finite; nothing here
 * throws, whatever the text (docs/domain.md, "How the reference daemon behaves").
 */
import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";
import { endOfString, MAX_DEPTH, nestsTooDeep } from "./scan_json.ts";

/** `non_finite_number`: NaN, Infinity or a number beyond a double's range stood there, and null was read in its place. */
export type JsonOddity = "non_finite_number" | "byte_order_mark";

export interface JsonReading<Value> {
  readonly ok: true;
  readonly value: Value;
  readonly oddities: readonly JsonOddity[];
}

interface JsonProblem<Problem extends string> {
  readonly ok: false;
  readonly problem: Problem;
  /** A phrase without a full stop; it quotes nothing of the text. */
  readonly message: string;
}

export type JsonResult = JsonReading<JsonValue> | JsonProblem<"not_json" | "too_deep">;
type JsonObjectResult = JsonReading<JsonObject> | JsonProblem<"not_json" | "too_deep" | "not_an_object">;

const BYTE_ORDER_MARK = "\ufeff";
// Python reads no longer integer by default, so neither does the reference daemon.
const MAX_INTEGER_DIGITS = 4300;
const NONE: readonly JsonOddity[] = [];

const TOO_DEEP: JsonProblem<"too_deep"> = {
  ok: false,
  problem: "too_deep",
  message: `Nested deeper than ${MAX_DEPTH} levels`,
};

/**
 * The value that the text says, with integers beyond 2^53 as bigint.
 *
 * NaN, Infinity and numbers out of range are read as null and named in `oddities`, as is a leading byte order mark.
 */
export function parseJson(text: string): JsonResult {
  if (nestsTooDeep(text)) return TOO_DEEP;
  try {
    const value: JsonValue = JSON.parse(text);
    if (!holdsUnsafeNumber(value)) return { ok: true, value, oddities: NONE };
  } catch {
    // The careful way below says what is wrong, or reads it all the same.
  }
  return parseCarefully(text);
}

/** Whether a number in it may have been rounded, or has overflowed. Looking at the text for that would take longer. */
function holdsUnsafeNumber(value: JsonValue): boolean {
  if (typeof value === "number") return Math.abs(value) > Number.MAX_SAFE_INTEGER;
  if (isJsonObject(value)) {
    for (const key in value) {
      if (holdsUnsafeNumber(value[key] ?? null)) return true;
    }
    return false;
  }
  return Array.isArray(value) && value.some(holdsUnsafeNumber);
}

/** As parseJson(), for a document that must be an object. */
export function parseJsonObject(text: string): JsonObjectResult {
  const result = parseJson(text);
  if (!result.ok) return result;
  if (!isJsonObject(result.value)) {
    return { ok: false, problem: "not_an_object", message: `${kindOf(result.value)} instead of an object` };
  }
  return { ok: true, value: result.value, oddities: result.oddities };
}

function parseCarefully(text: string): JsonResult {
  const oddities: JsonOddity[] = [];
  let body = text;
  if (text.startsWith(BYTE_ORDER_MARK)) {
    oddities.push("byte_order_mark");
    body = text.slice(1);
  }
  const replaced = replaceNonFinite(body);
  const result = parseLosslessly(replaced.text);
  if (!result.ok) return result;
  if (replaced.found || result.overflow) oddities.push("non_finite_number");
  return { ok: true, value: result.value, oddities };
}

type LosslessResult =
  | { readonly ok: true; readonly value: JsonValue; readonly overflow: boolean }
  | JsonProblem<"not_json" | "too_deep">;

type Reviver = (this: unknown, key: string, value: JsonValue, context?: { readonly source?: string }) => JsonValue;
// TypeScript's own declaration does not know the reviver's third parameter yet.
const parseWithSource: (text: string, reviver: Reviver) => JsonValue = JSON.parse;

function parseLosslessly(text: string): LosslessResult {
  let overflow = false;
  const revive: Reviver = (_key, value, context) => {
    if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
    const source = context?.source ?? "";
    if (/^-?\d+$/.test(source) && source.length <= MAX_INTEGER_DIGITS) return BigInt(source);
    if (Number.isFinite(value)) return value;
    overflow = true;
    return null;
  };
  try {
    return { ok: true, value: parseWithSource(text, revive), overflow };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, problem: "not_json", message: describe(error.message) };
    return TOO_DEEP;
  }
}

/** The text with null for each bare NaN, Infinity and -Infinity; strings stay as they are. */
function replaceNonFinite(text: string): { readonly text: string; readonly found: boolean } {
  if (!text.includes("NaN") && !text.includes("Infinity")) return { text, found: false };
  const parts: string[] = [];
  let found = false;
  let start = 0;
  while (start < text.length) {
    const quote = text.indexOf('"', start);
    const outside = text.slice(start, quote < 0 ? text.length : quote);
    const harmless = outside.replace(/-?Infinity|NaN/g, "null");
    found ||= harmless !== outside;
    parts.push(harmless);
    if (quote < 0) break;
    start = endOfString(text, quote) + 1;
    parts.push(text.slice(quote, start));
  }
  return { text: parts.join(""), found };
}

// The engine's message may quote the text, which can hold anything; only what is known to be harmless is taken over.
function describe(message: string): string {
  const found = /\(line (\d+) column (\d+)\)$/.exec(message);
  const where = found === null ? "" : ` at line ${found[1]}, column ${found[2]}`;
  if (message.startsWith("Unexpected end") || message.startsWith("Unterminated")) return `Ends too early${where}`;
  if (message.startsWith("Bad control character")) return `Control character in a string${where}`;
  if (message.startsWith("Unexpected non-whitespace")) return `Something follows the document${where}`;
  return `Unexpected character${where}`;
}

function kindOf(value: JsonValue): string {
  if (value === null) return "Null";
  if (Array.isArray(value)) return "A list";
  if (typeof value === "string") return "A string";
  return typeof value === "boolean" ? "A boolean" : "A number";
}

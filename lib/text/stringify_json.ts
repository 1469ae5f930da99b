/** Writing JSON so that every digit that was read is written again. */
import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";
import { compareCodePoints } from "./order.ts";

// TypeScript does not declare it yet.
declare global {
  interface JSON {
    rawJSON(text: string): unknown;
  }
}

/**
 * The document as JSON, byte for byte as JSON.stringify writes it, with bigints as their digits.
 *
 * `indent` is in spaces. What JSON cannot say (undefined, a function) is written as null at the top, left out below it.
 */
export function stringifyJson(value: unknown, indent = 0): string {
  try {
    return JSON.stringify(value, null, indent) ?? "null";
  } catch {
    // A replacer makes writing several times slower, and bigints are rare: only they end here.
    return JSON.stringify(value, bigintDigits, indent) ?? "null";
  }
}

/** The document as JSON for people: a space behind every colon and comma, at which a line can be folded. */
export function foldableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(foldableJson).join(", ")}]`;
  if (!isJsonObject(value)) return stringifyJson(value);
  const fields = Object.entries(value).map(([name, field]) => `${stringifyJson(name)}: ${foldableJson(field)}`);
  return `{${fields.join(", ")}}`;
}

function bigintDigits(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? JSON.rawJSON(value.toString()) : value;
}

const PIECE_UNITS = 64 * 1024;

/** The texts with a newline behind each of them, as fewer texts of many lines. */
export function* joinedLines(lines: Iterable<string>): Generator<string> {
  let text = "";
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < PIECE_UNITS) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

/** One line of JSON with sorted keys (by code point) and no spaces: equal values give equal bytes. */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isJsonObject(value) || isCanonical(value)) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([left], [right]) => compareCodePoints(left, right)).map(([key, field]) =>
    `${JSON.stringify(key)}:${canonicalJson(field)}`
  );
  return `{${fields.join(",")}}`;
}

/** Whether JSON.stringify writes it so, many times faster: its keys are in order, and nothing lies below them. */
function isCanonical(object: JsonObject): boolean {
  let before = "";
  for (const key of Object.keys(object)) {
    const field = object[key];
    if (typeof field === "bigint" || (typeof field === "object" && field !== null)) return false;
    if (compareCodePoints(before, key) > 0) return false;
    before = key;
  }
  return true;
}

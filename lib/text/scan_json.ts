/** Looking over JSON text without parsing it: cheap enough to be done to every line of a journal. */
import { isJsonObject, type JsonValue } from "./json.ts";

/** Deeper documents are refused: the reference daemon cannot read them, and a recursive walk would run out of stack. */
export const MAX_DEPTH = 900;

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Whether lists and objects are nested deeper than MAX_DEPTH, strings left aside; the text need not be JSON. */
export function nestsTooDeep(text: string): boolean {
  if (text.length <= MAX_DEPTH || !opensOften(text)) return false;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === QUOTE) index = endOfString(text, index);
    else if (unit === OPEN_LIST || unit === OPEN_OBJECT) {
      depth++;
      if (depth > MAX_DEPTH) return true;
    } else if (unit === CLOSE_LIST || unit === CLOSE_OBJECT) depth--;
  }
  return false;
}

// Counting brackets anywhere is much faster than walking over the text, and nearly always settles the matter.
function opensOften(text: string): boolean {
  let opened = 0;
  for (const bracket of ["[", "{"]) {
    let at = text.indexOf(bracket);
    while (at >= 0) {
      opened++;
      if (opened > MAX_DEPTH) return true;
      at = text.indexOf(bracket, at + 1);
    }
  }
  return false;
}

interface JsonMeasure {
  /** Itself, and all that its lists and objects hold. */
  readonly values: number;
  /** How many more bytes it has once it is written with two spaces of indentation. */
  readonly added: number;
}

/** What JSON without spaces holds; nothing is parsed. */
export function measureJson(text: string): JsonMeasure {
  let values = 1;
  let added = 0;
  let depth = 0;
  const breakLine = () => added += 1 + 2 * depth;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === QUOTE) index = endOfString(text, index);
    else if (unit === COLON) added++;
    else if (unit === COMMA) {
      values++;
      breakLine();
    } else if (unit === OPEN_LIST || unit === OPEN_OBJECT) {
      const next = text.charCodeAt(index + 1);
      if (next === CLOSE_LIST || next === CLOSE_OBJECT) {
        index++;
        continue;
      }
      values++;
      depth++;
      breakLine();
    } else if (unit === CLOSE_LIST || unit === CLOSE_OBJECT) {
      depth--;
      breakLine();
    }
  }
  return { values, added };
}

/** How an oddity of a file says that some object in it has one key twice. */
export const REPEATED_KEY = "repeated_key";

/** Whether an object in the text has one key twice; `value` is what the text was read as, with the last of them. */
export function hasRepeatedKey(text: string, value: JsonValue): boolean {
  let keys = 0;
  for (let start = text.indexOf('"'); start >= 0;) {
    const end = endOfString(text, start);
    let after = end + 1;
    while (text.charCodeAt(after) <= SPACE) after++;
    if (text.charCodeAt(after) === COLON) keys++;
    start = text.indexOf('"', after);
  }
  return keys !== countKeys(value);
}

function countKeys(value: JsonValue): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0);
  if (!isJsonObject(value)) return 0;
  let count = 0;
  for (const key in value) count += 1 + countKeys(value[key] ?? null);
  return count;
}

/** The index of the quote that ends the string opened at `start`, or the text's length where none does. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

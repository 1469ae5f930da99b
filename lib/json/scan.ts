/** Looking over JSON text without parsing it: cheap enough to be done to every line of a journal. */

/** Deeper documents are refused: the reference daemon cannot read them, and a recursive walk would run out of stack. */
export const MAX_DEPTH = 900;

// A run of 15 digits is always safe: 2^53 has 16.
const LONGEST_SAFE_RUN = 15;
// An exponent of two digits always fits a double, unless the mantissa has a long run.
const EXPONENT_DIGITS = 3;

const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Whether the text may hold a number that JSON.parse would round or overflow: 16 digits or more, or an exponent of three.
 *
 * False is certain; true may be a look-alike inside a string. Works on one document or on many lines at once.
 */
export function mayHoldUnsafeNumber(text: string): boolean {
  return hasLongRun(text) || hasLongExponent(text);
}

function hasLongRun(text: string): boolean {
  const stride = LONGEST_SAFE_RUN + 1;
  for (let index = stride - 1; index < text.length; index += stride) {
    if (!isDigit(text.charCodeAt(index))) continue;
    let first = index;
    while (first > 0 && isDigit(text.charCodeAt(first - 1))) first--;
    let end = index + 1;
    while (isDigit(text.charCodeAt(end))) end++;
    if (end - first > LONGEST_SAFE_RUN && startsNumber(text, first)) return true;
    index = Math.max(index, end - stride);
  }
  return false;
}

function hasLongExponent(text: string): boolean {
  for (let index = EXPONENT_DIGITS - 1; index < text.length; index += EXPONENT_DIGITS) {
    if (!isDigit(text.charCodeAt(index))) continue;
    let mark = index - 1;
    while (mark > index - EXPONENT_DIGITS && isDigit(text.charCodeAt(mark))) mark--;
    if (text.charCodeAt(mark) === PLUS) mark--;
    // `|` with 0x20 makes a lower-case letter of an upper-case one.
    if ((text.charCodeAt(mark) | 0x20) !== 0x65) continue;
    let first = mark;
    while (first > 0 && isDigitOrDot(text.charCodeAt(first - 1))) first--;
    if (first < mark && startsNumber(text, first)) return true;
  }
  return false;
}

// What may stand before a number's first digit; anything else is the inside of a word, a hash or a fraction.
function startsNumber(text: string, first: number): boolean {
  if (first === 0) return true;
  const before = text.charCodeAt(first - 1);
  return before <= 0x20 || before === MINUS || before === COLON || before === COMMA || before === OPEN_LIST ||
    before === 0xfeff;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function isDigitOrDot(unit: number): boolean {
  return isDigit(unit) || unit === DOT;
}

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

/**
 * Timestamps as the store writes them: UTC, ISO 8601 with `Z`, second precision (docs/domain.md, "The store on disk").
 */
import { oneText } from "./own_text.ts";

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LENGTH = "0000-00-00T00:00:00Z".length;
const ZERO = 0x30;
const HYPHEN = 0x2d;
const COLON = 0x3a;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/**
 * Whether the text is a timestamp of the store's form that names a real moment; a leap second is none.
 *
 * Read unit by unit: every event of a journal is asked, and a regular expression takes ten times as long.
 */
export function isTimestamp(text: string): boolean {
  if (text.length !== LENGTH) return false;
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN || text.charCodeAt(10) !== LETTER_T) return false;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON || text.charCodeAt(19) !== LETTER_Z) return false;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  // A comparison with NaN is false, so what is not a digit fails here.
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) &&
    twoDigits(text, 11) < 24 && twoDigits(text, 14) < 60 && twoDigits(text, 17) < 60;
}

/** The digits of a timestamp's date as one number; for a text that is none they mean nothing. */
export function dateDigits(text: string): number {
  return twoDigits(text, 0) * 1_000_000 + twoDigits(text, 2) * 10_000 + twoDigits(text, 5) * 100 + twoDigits(text, 8);
}

/** The digits of a timestamp's time of day as one number; for a text that is none they mean nothing. */
export function clockDigits(text: string): number {
  return twoDigits(text, 11) * 10_000 + twoDigits(text, 14) * 100 + twoDigits(text, 17);
}

const DATE = /^(\d{4})(\d\d)(\d\d)$/;
const CLOCK = /^(\d\d)(\d\d)(\d\d)$/;

/** The timestamp of which these are the digits. */
export function timestampOfDigits(date: number, clock: number): string {
  const day = String(date).padStart(8, "0").replace(DATE, "$1-$2-$3");
  return oneText([day, "T", String(clock).padStart(6, "0").replace(CLOCK, "$1:$2:$3"), "Z"]);
}

/** The number that the two digits at this place say, or NaN. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** Milliseconds since 1970 of a timestamp of the store's form, or null where there is none. */
export function parseTimestamp(text: string | null): number | null {
  return text !== null && isTimestamp(text) ? Date.parse(text) : null;
}

/** Whole seconds from one timestamp to another, negative where the second is earlier; null where one of them is none. */
export function secondsBetween(then: string | null, now: string | null): number | null {
  const [start, end] = [parseTimestamp(then), parseTimestamp(now)];
  return start === null || end === null ? null : Math.floor((end - start) / 1000);
}

/**
 * The moment in the store's form; what is finer than a second is cut off.
 *
 * @throws RangeError for an invalid date, or a year that four digits do not hold.
 */
export function formatTimestamp(moment: Date): string {
  const text = moment.toISOString();
  if (text.length !== LENGTH + ".000".length) {
    throw new RangeError(`Cannot write the time ${text}: its year needs more than four digits`);
  }
  return oneText([text.slice(0, 19), "Z"]);
}

function daysIn(year: number, month: number): number {
  if (Number.isNaN(year)) return NaN;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : DAYS_IN_MONTH[month - 1] ?? NaN;
}

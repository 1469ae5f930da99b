/** Timestamps as the store writes them: UTC, ISO 8601 with `Z`, second precision (domain.md, "The store on disk"). */

const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/;
const DAYS_BEFORE_LEAP_RULE = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the text is a timestamp of the store's form that names a real moment; a leap second is none. */
export function isTimestamp(text: string): boolean {
  const parts = TIMESTAMP.exec(text);
  if (parts === null) return false;
  const [, year, month, day, hour, minute, second] = parts.map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60;
}

/** Milliseconds since 1970 of a timestamp of the store's form, or null where it is not one. */
export function parseTimestamp(text: string): number | null {
  return isTimestamp(text) ? Date.parse(text) : null;
}

/** The moment in the store's form; what is finer than a second is cut off. @throws RangeError for an invalid date or a year that four digits do not hold. */
export function formatTimestamp(moment: Date): string {
  const text = moment.toISOString();
  if (text.length !== "2000-01-01T00:00:00.000Z".length) {
    throw new RangeError(`Cannot write the time ${text}: its year needs more than four digits`);
  }
  return `${text.slice(0, 19)}Z`;
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : DAYS_BEFORE_LEAP_RULE[month - 1];
}

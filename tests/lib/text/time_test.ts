import { assertEquals, assertThrows } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import {
  clockDigits,
  dateDigits,
  formatTimestamp,
  isTimestamp,
  parseTimestamp,
  timestampOfDigits,
} from "../../../lib/text/time.ts";

const cases: readonly (readonly [string, string, boolean])[] = [
  ["takes a timestamp", "2026-01-31T23:59:59Z", true],
  ["takes the leap day of a leap year", "2024-02-29T00:00:00Z", true],
  ["takes the leap day of 2000", "2000-02-29T00:00:00Z", true],
  ["takes the year 0000", "0000-01-01T00:00:00Z", true],
  ["refuses the leap day of another year", "2023-02-29T00:00:00Z", false],
  ["refuses the leap day of 1900", "1900-02-29T00:00:00Z", false],
  ["refuses fractions of a second", "2026-01-01T00:00:00.000Z", false],
  ["refuses another zone", "2026-01-01T00:00:00+00:00", false],
  ["refuses no zone", "2026-01-01T00:00:00", false],
  ["refuses a small z", "2026-01-01T00:00:00z", false],
  ["refuses a space for the T", "2026-01-01 00:00:00Z", false],
  ["refuses month 13", "2026-13-01T00:00:00Z", false],
  ["refuses month 0", "2026-00-01T00:00:00Z", false],
  ["refuses 31 April", "2026-04-31T00:00:00Z", false],
  ["refuses hour 24", "2026-01-01T24:00:00Z", false],
  ["refuses minute 60", "2026-01-01T00:60:00Z", false],
  ["refuses a leap second", "2016-12-31T23:59:60Z", false],
  ["refuses letters in the year", "2O26-01-01T00:00:00Z", false],
  ["refuses digits of another script", "２026-01-01T00:00:00Z", false],
  ["refuses an empty text", "", false],
];

for (const [name, text, expected] of cases) {
  Deno.test(`isTimestamp() ${name}`, () => {
    assertEquals(isTimestamp(text), expected);
    assertEquals(parseTimestamp(text), expected ? new Date(text).getTime() : null);
  });
}

Deno.test("formatTimestamp() cuts off what is finer than a second", () => {
  assertEquals(formatTimestamp(new Date(1_767_225_599_999)), "2025-12-31T23:59:59Z");
});

Deno.test("formatTimestamp() refuses what the form does not hold", () => {
  assertThrows(() => formatTimestamp(new Date(NaN)), RangeError);
  assertThrows(() => formatTimestamp(new Date(Date.UTC(10_000, 0))), RangeError, "four digits");
});

Deno.test("formatTimestamp() and parseTimestamp() are each other's inverse", () => {
  const moment = fastCheck.date({ min: new Date("0000-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z") });
  fastCheck.assert(fastCheck.property(moment.filter((date) => !Number.isNaN(date.getTime())), (date) => {
    const text = formatTimestamp(date);
    assertEquals(parseTimestamp(text), Math.floor(date.getTime() / 1000) * 1000);
  }));
});

for (const text of ["0000-01-01T00:00:00Z", "2026-05-15T06:37:04Z", "9999-12-31T23:59:59Z"]) {
  Deno.test(`timestampOfDigits() writes "${text}" as it was`, () => {
    assertEquals(timestampOfDigits(dateDigits(text), clockDigits(text)), text);
  });
}

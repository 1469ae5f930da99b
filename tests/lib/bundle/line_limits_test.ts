import { assertEquals } from "@std/assert";
import {
  flawOfDescriptorText,
  flawOfEventLine,
  flawOfRecordLine,
  mayBeTooLarge,
} from "../../../lib/bundle/line_limits.ts";
import { canonicalJson, stringifyJson } from "../../../lib/text/stringify_json.ts";
import type { JsonValue } from "../../../lib/text/json.ts";

const MANY = "it holds more than 500000 values";
const FILE = "its file would be longer than 16777216 bytes";
const JOURNAL = "in a journal it would be longer than 16777216 bytes";

/** A list of so many zeros within so many lists. */
function within(lists: number, zeros: number): JsonValue {
  let value: JsonValue = new Array(zeros).fill(0);
  for (let depth = 1; depth < lists; depth++) value = [value];
  return value;
}

const rows: readonly (readonly [name: string, value: JsonValue, record: string | null, event: string | null])[] = [
  ["what most lines are", "x", null, null],
  ["499,998 small values", within(1, 499_998), null, null],
  ["one more", within(1, 499_999), MANY, MANY],
  ["as many commas within a text", ",[{".repeat(500_000), null, null],
  ["16,773,100 letters", "x".repeat(16_773_100), null, null],
  ["16,773,200 letters", "x".repeat(16_773_200), FILE, JOURNAL],
  ["letters that a journal escapes", "é".repeat(2_796_000), null, JOURNAL],
  ["few of them", "é".repeat(2_795_000), null, null],
  ["letters of three bytes", "\u20ac".repeat(5_592_000), FILE, JOURNAL],
  ["deep values, of which each has a long line in a file", within(890, 9_500), FILE, null],
  ["fewer of them", within(890, 8_500), null, null],
];

for (const [name, value, record, event] of rows) {
  Deno.test(`a line of a bundle may ${record === null ? "" : "not "}be a record of ${name}`, () => {
    const text = canonicalJson({ x: value });
    assertEquals([flawOfRecordLine(text), flawOfEventLine(text)], [record, event]);
  });
}

Deno.test("a descriptor may have no more values than a line", () => {
  const texts = [499_999, 500_000].map((zeros) => stringifyJson(within(1, zeros)));
  assertEquals(texts.map(flawOfDescriptorText), [null, MANY]);
});

Deno.test("a record whose file is short is never too large", () => {
  assertEquals([mayBeTooLarge(1000), mayBeTooLarge(2000)], [false, true]);
});

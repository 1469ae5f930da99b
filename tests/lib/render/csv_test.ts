import { assertEquals } from "@std/assert";
import { csvText } from "../../../lib/render/csv.ts";

const cases: readonly (readonly [cell: string, written: string])[] = [
  ["object:alpha", "object:alpha"],
  ["", ""],
  ["one, two", '"one, two"'],
  ['a "word"', '"a ""word"""'],
  ["two\nlines", "two\\nlines"],
  ["=1+1", "'=1+1"],
  ["@cell", "'@cell"],
  ["a\u202eb", "a\\u{202e}b"],
];

for (const [cell, written] of cases) {
  Deno.test(`csvText() of ${JSON.stringify(cell)}`, () => {
    assertEquals(csvText(["id", "title"], [[cell, "x"]]), `id,title\r\n${written},x\r\n`);
  });
}

Deno.test("csvText() of no row has the names alone", () => assertEquals(csvText(["id", "title"], []), "id,title\r\n"));

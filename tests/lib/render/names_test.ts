import { assertEquals } from "@std/assert";
import { namesText } from "../../../lib/render/names.ts";

const cases: readonly (readonly [names: readonly (string | null)[], text: string])[] = [
  [[], ""],
  [["object:b", "object:a"], "object:b\nobject:a\n"],
  [["journal.jsonl:3", null, "journal.jsonl:3"], "journal.jsonl:3\n"],
  [["two\nlines", "\u0452"], "two\\nlines\n\u0452\n"],
];

for (const [names, text] of cases) {
  Deno.test(`namesText() of ${JSON.stringify(names)}`, () => assertEquals(namesText(names), text));
}

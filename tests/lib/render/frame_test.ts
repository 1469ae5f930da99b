import { assertEquals } from "@std/assert";
import { frameText } from "../../../lib/render/frame.ts";

const K = "\x1b[K";
const cases: [string, string, Parameters<typeof frameText>[1], boolean, string][] = [
  [
    "clears the screen before the first",
    "a\nb\n",
    { rows: null, columns: null },
    true,
    `\x1b[2J\x1b[Ha${K}\nb${K}\n\x1b[J`,
  ],
  ["draws over the one before", "a\nb\n", { rows: 3, columns: 80 }, false, `\x1b[Ha${K}\nb${K}\n\x1b[J`],
  [
    "counts what has no room",
    "a\nb\nc\nd\n",
    { rows: 4, columns: 80 },
    false,
    `\x1b[Ha${K}\nb${K}\n... 2 more${K}\n\x1b[J`,
  ],
  [
    "knows that a long line takes several",
    "abcdef\nb\nc\n",
    { rows: 4, columns: 4 },
    false,
    `\x1b[Habcdef${K}\n... 2 more${K}\n\x1b[J`,
  ],
  ["leaves the last column of a full line", "abcd\n", { rows: 4, columns: 4 }, false, "\x1b[Habcd\n\x1b[J"],
  ["draws something in no room at all", "a\nb\n", { rows: 1, columns: 80 }, false, `\x1b[H... 2 more${K}\n\x1b[J`],
];
for (const [name, text, size, isFirst, want] of cases) {
  Deno.test(`frameText() ${name}`, () => assertEquals(frameText(text, size, isFirst), want));
}

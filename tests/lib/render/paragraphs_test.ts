import { assertEquals } from "@std/assert";
import type { View } from "../../../lib/render/view.ts";
import { commandText, keyValueText, listItem, paragraph } from "../../../lib/render/paragraphs.ts";
import { listText, plural } from "../../../lib/text/words.ts";

function plain(width: number | null): View {
  return { width, color: false, unicode: true };
}

const sentence = "User data was not modified. Rebuilt 18,422 index entries.";

const paragraphs: [string, string, number | null, number, string][] = [
  ["wraps to the width", sentence, 30, 0, "User data was not modified.\nRebuilt 18,422 index entries."],
  [
    "indents every line within the width",
    sentence,
    32,
    4,
    "    User data was not modified.\n    Rebuilt 18,422 index\n    entries.",
  ],
  ["writes one line without a limit", sentence, null, 2, `  ${sentence}`],
  ["still writes where the indent takes the whole width", "a b", 2, 2, "  a\n  b"],
  ["leaves no trailing spaces", "a \n\nb", 10, 2, "  a\n\n  b"],
];
for (const [name, text, width, indent, want] of paragraphs) {
  Deno.test(`paragraph() ${name}`, () => assertEquals(paragraph(text, plain(width), indent), want));
}

Deno.test("listItem() puts further lines under the first", () => {
  assertEquals(
    listItem("->", sentence, { view: plain(32), indent: 1 }),
    " -> User data was not modified.\n    Rebuilt 18,422 index\n    entries.",
  );
});

const pairs: [string, string][] = [["Store", "/var/lib/sourceos-syncd/somewhere"], ["Active generation", "42"], [
  "Note",
  "",
]];
const keyValues: [number | null, string][] = [
  [null, "Store              /var/lib/sourceos-syncd/somewhere\nActive generation  42\nNote"],
  [40, "Store\n  /var/lib/sourceos-syncd/somewhere\nActive generation  42\nNote"],
  [20, "Store\n  /var/lib/sourceos-syncd/somewhere\nActive generation\n  42\nNote"],
];
for (const [width, want] of keyValues) {
  Deno.test(`keyValueText() fits ${width ?? "any number of"} columns`, () => {
    assertEquals(keyValueText(pairs, plain(width)), want);
  });
}

Deno.test("keyValueText() makes nothing of nothing", () => assertEquals(keyValueText([], plain(80)), ""));

Deno.test("plural() agrees with the count", () => {
  assertEquals(
    [
      plural(0, "event"),
      plural(1, "event"),
      plural(2, "event"),
      plural(1n, "event"),
      plural(12345, "entry", "entries"),
    ],
    ["0 events", "1 event", "2 events", "1 event", "12,345 entries"],
  );
});

Deno.test("listText() joins words as a phrase", () => {
  assertEquals([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((words) => listText(words)), [
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});

const COMMANDS: readonly (readonly [name: string, width: number | null, want: string])[] = [
  ["keeps a command that fits on its line", 80, "  sourceos sync explain 'object:two words'"],
  ["keeps a command whole where there is no width", null, "  sourceos sync explain 'object:two words'"],
  ["breaks a command so that it still runs", 26, "  sourceos sync explain \\\n    'object:two words'"],
  ["never breaks a quoted word", 16, "  sourceos \\\n    sync \\\n    explain \\\n    'object:two words'"],
];

for (const [name, width, want] of COMMANDS) {
  Deno.test(`commandText() ${name}`, () => {
    const view = { width, color: false, unicode: true };
    assertEquals(commandText("sourceos sync explain 'object:two words'", view, 2), want);
  });
}

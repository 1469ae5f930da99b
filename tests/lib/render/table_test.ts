import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { createStyle } from "../../../lib/render/style.ts";
import { type Column, tableText } from "../../../lib/render/table.ts";
import type { View } from "../../../lib/render/view.ts";
import { displayWidth } from "../../../lib/render/wrap.ts";

function plain(width: number | null): View {
  return { width, color: false, unicode: true };
}

const columns: Column[] = [
  { title: "OBJECT", priority: 1 },
  { title: "EVENTS", align: "right" },
  { title: "LAST CHANGE", priority: 1 },
  { title: "SUMMARY" },
];
const rows = [
  ["object:alpha", "12,345", "2026-01-01T00:00:00Z", "A conflict blocks this object until somebody decides"],
  ["object:日本語の名前", "1", "2026-01-01T00:00:00Z", ""],
  ["urn:srcos:object/0123456789abcdef0123", "0", "", "no event"],
];

const goldens: [number | null, string][] = [
  [
    null,
    `
OBJECT                                 EVENTS  LAST CHANGE           SUMMARY
object:alpha                           12,345  2026-01-01T00:00:00Z  A conflict blocks this object until somebody decides
object:日本語の名前                         1  2026-01-01T00:00:00Z
urn:srcos:object/0123456789abcdef0123       0                        no event`,
  ],
  [
    140,
    `
OBJECT                                 EVENTS  LAST CHANGE           SUMMARY
object:alpha                           12,345  2026-01-01T00:00:00Z  A conflict blocks this object until somebody decides
object:日本語の名前                         1  2026-01-01T00:00:00Z
urn:srcos:object/0123456789abcdef0123       0                        no event`,
  ],
  [
    100,
    `
OBJECT                                 EVENTS  LAST CHANGE           SUMMARY
object:alpha                           12,345  2026-01-01T00:00:00Z  A conflict blocks this object
                                                                     until somebody decides
object:日本語の名前                         1  2026-01-01T00:00:00Z
urn:srcos:object/0123456789abcdef0123       0                        no event`,
  ],
  [
    80,
    `
OBJECT       object:alpha
EVENTS       12,345
LAST CHANGE  2026-01-01T00:00:00Z
SUMMARY      A conflict blocks this object until somebody decides

OBJECT       object:日本語の名前
EVENTS       1
LAST CHANGE  2026-01-01T00:00:00Z

OBJECT       urn:srcos:object/0123456789abcdef0123
EVENTS       0
SUMMARY      no event`,
  ],
  [
    60,
    `
OBJECT       object:alpha
EVENTS       12,345
LAST CHANGE  2026-01-01T00:00:00Z
SUMMARY      A conflict blocks this object until somebody
             decides

OBJECT       object:日本語の名前
EVENTS       1
LAST CHANGE  2026-01-01T00:00:00Z

OBJECT       urn:srcos:object/0123456789abcdef0123
EVENTS       0
SUMMARY      no event`,
  ],
  [
    20,
    `
OBJECT
  object:alpha
EVENTS
  12,345
LAST CHANGE
  2026-01-01T00:00:00Z
SUMMARY
  A conflict blocks
  this object until
  somebody decides

OBJECT
  object:日本語の名前
EVENTS
  1
LAST CHANGE
  2026-01-01T00:00:00Z

OBJECT
  urn:srcos:object/0123456789abcdef0123
EVENTS
  0
SUMMARY
  no event`,
  ],
];

for (const [width, want] of goldens) {
  Deno.test(`tableText() lays out ${width ?? "any number of"} columns`, () => {
    assertEquals(`\n${tableText(columns, rows, plain(width))}`, want);
  });
}

Deno.test("tableText() tells only the rows with a long word below their first value, where these are few", () => {
  const hash = `sha256:${"0f".repeat(32)}`;
  const fields = [["state", "active"], ["content_hash", hash], ["title", "A note"], ["owner", "identity:ada"]];
  const table = (some: readonly (readonly string[])[]) =>
    tableText([{ title: "FIELD" }, { title: "HERE" }, { title: "THERE" }], some.map((row) => [...row, ""]), plain(80));
  assertEquals(
    `\n${table(fields)}`,
    `
FIELD  HERE          THERE
state  active
content_hash
  HERE   ${hash}
title  A note
owner  identity:ada`,
  );
  assertEquals(table(fields.slice(0, 3)).startsWith("FIELD  state\nHERE   active\n\n"), true);
});

const short: Column[] = [{ title: "STATE" }, { title: "ID" }];

Deno.test("tableText() styles the header and ends styles with their line", () => {
  const { bad } = createStyle({ color: true, unicode: true });
  const view = { width: 60, color: true, unicode: true };
  const state = bad("not at all well, as far as anybody who has looked at it can tell");
  assertEquals(
    tableText(short, [[state, "an-id"]], view).replaceAll("\x1b", "~"),
    `~[1mSTATE~[22m${" ".repeat(50)}~[1mID~[22m
~[31mnot at all well, as far as anybody who has looked at~[39m   an-id
~[31mit can tell~[39m`,
  );
});

Deno.test("tableText() folds nothing in fewer than 60 columns", () => {
  assertEquals(tableText(short, [["not at all", "an-id"]], plain(17)), "STATE       ID\nnot at all  an-id");
  assertEquals(tableText(short, [["n".repeat(9) + " n".repeat(23), "id"]], plain(59)).split("\n").length, 2);
  assertEquals(
    tableText(short, [["not at all well", "an-id"]], plain(20)),
    "STATE  not at all\n       well\nID     an-id",
  );
});

Deno.test("tableText() gives a table without rows its header", () => {
  assertEquals(tableText([{ title: "A" }, { title: "B" }], [], plain(80)), "A  B");
});

Deno.test("tableText() makes nothing of no columns", () => assertEquals(tableText([], [], plain(80)), ""));

Deno.test("tableText() takes a missing cell for an empty one", () => {
  assertEquals(tableText([{ title: "A" }, { title: "B" }], [["1"]], plain(80)), "A  B\n1");
});

Deno.test("tableText() lays out more rows than a call takes arguments", () => {
  const many = Array.from({ length: 130_000 }, () => ["x"]);
  assertEquals(tableText([{ title: "A" }], many, plain(80)).length, 1 + 130_000 * 2);
});

const cell = fc.string({ unit: fc.constantFrom("a", "b", " ", "日", "e\u0301", "-") });
const anyTable = fc.integer({ min: 1, max: 7 }).chain((count) =>
  fc.record({
    columns: fc.array(
      fc.record({
        title: fc.constantFrom("ID", "STATE", "LAST CHANGE"),
        align: fc.constantFrom("left" as const, "right" as const),
        priority: fc.constantFrom(0, 1, 2),
      }),
      { minLength: count, maxLength: count },
    ),
    rows: fc.array(fc.array(cell, { minLength: count, maxLength: count }), { minLength: 1, maxLength: 5 }),
    width: fc.oneof(fc.integer({ min: 20, max: 140 }), fc.constant(null)),
  })
);

Deno.test("tableText() keeps to the width but for longer words, drops nothing and leaves no trailing spaces", () => {
  const letters = (text: string) => [...text.normalize("NFC").replace(/[ \n]/g, "")].sort().join("");
  fc.assert(fc.property(anyTable, ({ columns, rows, width }) => {
    const text = tableText(columns, rows, plain(width));
    const lines = text.split("\n");
    const tooWide = (line: string) => displayWidth(line) > (width ?? Infinity) && line.trim().includes(" ");
    assertEquals(lines.filter((line) => line.endsWith(" ") || tooWide(line)), []);
    const cells = letters(rows.flat().join(""));
    const titles = letters(columns.map(({ title }) => title).join(""));
    const printed = letters(text);
    const toldOf = (some: typeof rows, from = 0) =>
      some.flatMap((row) => columns.flatMap(({ title }, index) => index < from || row[index] === "" ? [] : [title]))
        .join("");
    const isLong = (row: readonly string[]) =>
      row.some((one) => one.split(" ").some((word) => displayWidth(word) > (width ?? Infinity) / 2));
    const table = letters(titles + cells);
    const blocks = letters(toldOf(rows) + cells);
    const some = letters(titles + toldOf(rows.filter(isLong), 1) + cells);
    assertEquals([table, blocks, some].includes(printed), true);
  }));
});

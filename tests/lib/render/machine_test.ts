import { assertEquals } from "@std/assert";
import { parse } from "yaml";
import fc from "../../helpers/properties.ts";
import { MACHINE_FORMATS, type MachineFormat, machineText } from "../../../lib/render/machine.ts";

const long = "word ".repeat(500);
const document = { id: "object:alpha", count: 12345678901234567890n, list: [1, { a: null }], empty: {}, none: [] };

const cases: [string, unknown, MachineFormat, unknown[] | null, string][] = [
  ["indents json and ends it with a newline", { a: [1] }, "json", null, '{\n  "a": [\n    1\n  ]\n}\n'],
  ["keeps digits in json", { n: 12345678901234567890n }, "json", null, '{\n  "n": 12345678901234567890\n}\n'],
  [
    "writes ndjson items one a line",
    { a: 1 },
    "ndjson",
    [{ a: "x\ny" }, { n: 123456789012345678901n }],
    '{"a":"x\\ny"}\n{"n":123456789012345678901}\n',
  ],
  ["writes nothing for no ndjson items", { a: 1 }, "ndjson", [], ""],
  ["writes a document without items as one ndjson line", { a: [1, 2] }, "ndjson", null, '{"a":[1,2]}\n'],
  ["escapes line separators in ndjson", { a: "x\u2028y\x85" }, "ndjson", null, '{"a":"x\\u2028y\\u0085"}\n'],
  ["escapes the one-byte sequence start in json", { "\x9b": "\x7f" }, "json", null, '{\n  "\\u009b": "\\u007f"\n}\n'],
  ["escapes bidi controls in json", "\u202e", "json", null, '"\\u202e"\n'],
  [
    "writes yaml with its digits",
    document,
    "yaml",
    null,
    "id: object:alpha\ncount: 12345678901234567890\nlist:\n  - 1\n  - a: null\nempty: {}\nnone: []\n",
  ],
  [
    "quotes yaml text that looks like something else, for old readers too",
    [
      "1",
      "1e3",
      "0x1f",
      "true",
      "null",
      "~",
      "",
      "yes",
      "off",
      "1:30",
      "2026-01-01",
      "2026-01-01T00:00:00Z",
      "a: b",
      "- a",
      "#a",
    ],
    "yaml",
    null,
    '- "1"\n- "1e3"\n- "0x1f"\n- "true"\n- "null"\n- "~"\n- ""\n- "yes"\n- "off"\n- "1:30"\n- "2026-01-01"\n- "2026-01-01T00:00:00Z"\n- "a: b"\n- "- a"\n- "#a"\n',
  ],
  ["does not fold long yaml text", { long }, "yaml", null, `long: "${long}"\n`],
  ["keeps yaml text with newlines on its line", { a: `${long}\nb\n` }, "yaml", null, `a: "${long}\\nb\\n"\n`],
  [
    "escapes controls in yaml keys and text",
    { "a\x1b": "\x9b\u202e\u2028" },
    "yaml",
    null,
    '"a\\u001b": "\\u009b\\u202e\\u2028"\n',
  ],
];
for (const [name, value, format, items, want] of cases) {
  Deno.test(`machineText() ${name}`, async () => assertEquals(await machineText(value, format, items), want));
}

Deno.test("machineText() writes a value that occurs twice twice in yaml", async () => {
  const shared = { a: [1] };
  assertEquals(await machineText({ p: shared, q: shared }, "yaml"), "p:\n  a:\n    - 1\nq:\n  a:\n    - 1\n");
});

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "yes",
    "1_000",
    "<<",
    "=",
    "---",
    "...",
    "a\n b",
    " a",
    "a ",
    "\ta",
    "? a",
    "0o7",
    ".inf",
    "!!str",
  ),
);
const anyDocument = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    text,
    fc.integer(),
    fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e15, max: 1e15 }),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 100n }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value")),
    fc.array(fc.tuple(text, tie("value"))).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** JSON and YAML tell -0 from 0 differently, and a reader of long integers makes all of them long. */
function normal(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normal(item)]));
}

Deno.test("machineText() writes yaml that reads back as the same document, in the core and the old schema", async () => {
  await fc.assert(
    fc.asyncProperty(anyDocument, async (value) => {
      const yaml = await machineText(value, "yaml");
      assertEquals(normal(parse(yaml, { intAsBigInt: true })), normal(value));
      assertEquals(normal(parse(yaml, { intAsBigInt: true, version: "1.1", merge: false })), normal(value));
    }),
    { numRuns: 300 },
  );
});

Deno.test("machineText() writes json and ndjson that read back as the same document", async () => {
  await fc.assert(fc.asyncProperty(anyDocument, async (value) => {
    const digits = (_key: string, item: unknown, context?: { source?: string }) =>
      typeof item === "number" && !Number.isSafeInteger(item) && /^-?\d+$/.test(context?.source ?? "")
        ? BigInt(context?.source ?? "")
        : item;
    for (const format of ["json", "ndjson"] as const) {
      assertEquals(normal(JSON.parse(await machineText(value, format), digits)), normal(value));
    }
  }));
});

Deno.test("machineText() writes nothing that steers a terminal, and ndjson on one line", async () => {
  const steering = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]/u;
  await fc.assert(fc.asyncProperty(anyDocument, async (value) => {
    for (const format of MACHINE_FORMATS) {
      const lines = (await machineText(value, format)).split("\n");
      assertEquals(lines.filter((line) => steering.test(line)), []);
      if (format === "ndjson") assertEquals(lines.length, 2);
    }
  }));
});

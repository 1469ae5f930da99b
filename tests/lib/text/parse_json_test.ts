import { assertEquals } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import { type JsonResult, parseJson, parseJsonObject } from "../../../lib/text/parse_json.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";

const nested = (depth: number, inside = "") => "[".repeat(depth) + inside + "]".repeat(depth);
const reads = (value: unknown, ...oddities: string[]) => ({ ok: true, value, oddities });
const refuses = (message: string) => ({ ok: false, problem: "not_json", message });
const tooDeep = { ok: false, problem: "too_deep", message: "Nested deeper than 900 levels" };

const cases: readonly (readonly [string, string, unknown])[] = [
  ["reads a plain document", '{"a":[1,"x",true,null]}', reads({ a: [1, "x", true, null] })],
  ["keeps every digit of an integer beyond 2^53", '{"n":9007199254740993}', reads({ n: 9007199254740993n })],
  ["keeps a negative one", "[-9007199254740993]", reads([-9007199254740993n])],
  ["keeps one that is the whole text", "12345678901234567890", reads(12345678901234567890n)],
  ["keeps one after a line feed", "[\n1234567890123456789]", reads([1234567890123456789n])],
  ["keeps an integer that no double holds", `[1${"0".repeat(400)}]`, reads([10n ** 400n])],
  ["reads a safe integer of 16 digits as a number", "[1234567890123456]", reads([1234567890123456])],
  ["reads a long fraction as a number", "[0.1234567890123456789]", reads([0.12345678901234568])],
  ["leaves digits in a string alone", '{"n":"12345678901234567890"}', reads({ n: "12345678901234567890" })],
  [
    "reads NaN and the infinities as null and says so",
    '{"a":NaN,"b":[Infinity,-Infinity],"c":"NaN -Infinity \\" NaN"}',
    reads({ a: null, b: [null, null], c: 'NaN -Infinity " NaN' }, "non_finite_number"),
  ],
  ["reads a number out of range as null and says so", "[1e400,-1.5E+999]", reads([null, null], "non_finite_number")],
  [
    "reads an integer that the daemon refuses as null and says so",
    `[1${"0".repeat(4400)}]`,
    reads([null], "non_finite_number"),
  ],
  ["does not take a small exponent for one out of range", "[1e-400,1e308]", reads([0, 1e308])],
  ["leaves an exponent in a string alone", '["1e400",":1e400"]', reads(["1e400", ":1e400"])],
  ["strips a byte order mark and says so", '\ufeff{"a":1}', reads({ a: 1 }, "byte_order_mark")],
  [
    "reports every oddity of a document",
    '\ufeff{"a":NaN,"b":9007199254740993}',
    reads({ a: null, b: 9007199254740993n }, "byte_order_mark", "non_finite_number"),
  ],
  ["keeps a lone surrogate", '"\\ud800"', reads("\ud800")],
  ["takes the last of equal keys", '{"a":12345678901234567890,"a":1}', reads({ a: 1 })],
  ["reads 900 levels", nested(900), reads(JSON.parse(nested(900)))],
  ["refuses 901 levels", nested(901), tooDeep],
  ["refuses levels of objects and lists", '{"a":['.repeat(451) + "]}".repeat(451), tooDeep],
  ["does not count brackets in strings", `["${"[".repeat(1000)}"]`, reads(["[".repeat(1000)])],
  ["does not count brackets after an escaped quote", `["\\"${"[".repeat(1000)}"]`, reads([`"${"[".repeat(1000)}`])],
  ["does not count levels that were closed", `[${"[],".repeat(999)}[]]`, reads(Array(1000).fill([]))],
  ["reads a long integer at the deepest level", nested(900, "12345678901234567890"), null],
  ["refuses an empty text", "", refuses("Ends too early")],
  ["says where a document breaks", '{"a":\n 1,}', refuses("Unexpected character at line 2, column 4")],
  ["says where something follows", "{} {}", refuses("Something follows the document at line 1, column 4")],
  ["says where a string is broken", '["\u0001"]', refuses("Control character in a string at line 1, column 3")],
  ["refuses what only contains NaN", "nuNaN", refuses("Unexpected character")],
];

for (const [name, text, expected] of cases) {
  Deno.test(`parseJson() ${name}`, () => {
    const result = parseJson(text);
    if (expected !== null) assertEquals<unknown>(result, expected);
    else assertEquals(result.ok && stringifyJson(result.value), text);
  });
}

Deno.test("parseJson() keeps __proto__ as a key of its own, also with long integers", () => {
  for (const text of ['{"__proto__":{"x":1}}', '{"__proto__":{"x":12345678901234567890}}']) {
    const result = parseJson(text);
    assertEquals(result.ok && stringifyJson(result.value), text);
    assertEquals(({} as Record<string, unknown>)["x"], undefined);
  }
});

Deno.test("parseJson() reads what JSON.parse reads, to the same value", () => {
  fastCheck.assert(fastCheck.property(fastCheck.json({ maxDepth: 6 }), (text) => {
    const value: unknown = JSON.parse(text);
    const result = parseJson(text);
    assertEquals(result.ok && stringifyJson(result.value), JSON.stringify(value));
  }));
});

Deno.test("parseJson() keeps every integer, whatever stands around it", () => {
  const around = fastCheck.constantFrom("", " ", "\n", "\t", "\r");
  fastCheck.assert(fastCheck.property(fastCheck.bigInt(), around, around, (integer, before, after) => {
    const result = parseJson(`{"n":${before}${integer}${after},"m":[${before}${integer}${after}]}`);
    assertEquals(result.ok && stringifyJson(result.value), `{"n":${integer},"m":[${integer}]}`);
  }));
});

Deno.test("parseJson() never throws, and its message quotes nothing", () => {
  const fragment = fastCheck.constantFrom(
    "[",
    "]",
    "{",
    "}",
    '"',
    ",",
    ":",
    "\\",
    "NaN",
    "1e999",
    "-",
    "\ufeff",
    "\0",
    "0",
  );
  const text = fastCheck.oneof(
    fastCheck.string({ unit: "binary" }),
    fastCheck.array(fragment, { maxLength: 60 }).map((parts) => parts.join("")),
  );
  const known =
    /^(Ends too early|Control character in a string|Something follows the document|Unexpected character)( at line \d+, column \d+)?$/;
  fastCheck.assert(
    fastCheck.property(text, (input) => {
      const result: JsonResult = parseJson(input);
      assertEquals(result.ok || result.problem === "too_deep" || known.test(result.message), true);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("parseJson() bears long texts of one character", () => {
  for (const character of ["1", "[", '"', "\\", "-", "e", ".", "N"]) {
    assertEquals(parseJson(`[${character.repeat(3_000_000)}`).ok, false);
  }
});

const objectCases: readonly (readonly [string, string, unknown])[] = [
  ["reads an object", '{"a":1}', reads({ a: 1 })],
  ["refuses a list", "[]", { ok: false, problem: "not_an_object", message: "A list instead of an object" }],
  ["refuses null", "null", { ok: false, problem: "not_an_object", message: "Null instead of an object" }],
  ["refuses a long integer", "1".repeat(30), {
    ok: false,
    problem: "not_an_object",
    message: "A number instead of an object",
  }],
  ["passes on what is wrong with the text", "{", refuses("Unexpected character at line 1, column 2")],
];

for (const [name, text, expected] of objectCases) {
  Deno.test(`parseJsonObject() ${name}`, () => assertEquals<unknown>(parseJsonObject(text), expected));
}

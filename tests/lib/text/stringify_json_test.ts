import { assertEquals } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import { canonicalJson, foldableJson, joinedLines, stringifyJson } from "../../../lib/text/stringify_json.ts";
import { parseJson } from "../../../lib/text/parse_json.ts";
import type { JsonValue } from "../../../lib/text/json.ts";

Deno.test("stringifyJson() writes a bigint as its digits, indented as everything else", () => {
  const value = { big: 12345678901234567890n, list: [-1n, 1.5, "1"] };
  assertEquals(stringifyJson(value), '{"big":12345678901234567890,"list":[-1,1.5,"1"]}');
  assertEquals(
    stringifyJson(value, 2),
    '{\n  "big": 12345678901234567890,\n  "list": [\n    -1,\n    1.5,\n    "1"\n  ]\n}',
  );
});

Deno.test("foldableJson() has a space wherever a line may be folded, and every digit", () => {
  const value = { card: { options: ["merge", "a,b"], selected: null }, none: [], big: 2n ** 64n };
  assertEquals(
    foldableJson(value),
    '{"card": {"options": ["merge", "a,b"], "selected": null}, "none": [], "big": 18446744073709551616}',
  );
});

Deno.test("stringifyJson() writes null for what JSON cannot say", () => {
  assertEquals(stringifyJson(undefined), "null");
  assertEquals(stringifyJson([NaN, undefined]), "[null,null]");
});

Deno.test("stringifyJson() writes the bytes of JSON.stringify", () => {
  fastCheck.assert(fastCheck.property(fastCheck.jsonValue(), fastCheck.nat(4), (value, indent) => {
    assertEquals(stringifyJson(value, indent), JSON.stringify(value, null, indent));
  }));
});

Deno.test("stringifyJson() and canonicalJson() bear 1,000 levels, with a bigint at the bottom", () => {
  let value: JsonValue = 2n ** 64n;
  for (let depth = 0; depth < 1000; depth++) value = [value];
  const text = `${"[".repeat(1000)}18446744073709551616${"]".repeat(1000)}`;
  assertEquals(stringifyJson(value), text);
  assertEquals(canonicalJson(value), text);
});

const canonicalCases: readonly (readonly [string, JsonValue, string])[] = [
  [
    "sorts keys at every level",
    { b: 1, a: { d: [{ z: 1, y: 2 }], c: null } },
    '{"a":{"c":null,"d":[{"y":2,"z":1}]},"b":1}',
  ],
  ["sorts numbers as the texts that keys are", { 10: 1, 9: 2 }, '{"10":1,"9":2}'],
  ["sorts by code point, not by code unit", { "\u{1f600}": 1, "\uffee": 2 }, '{"\uffee":2,"\u{1f600}":1}'],
  ["writes bigints as digits", [2n ** 64n], "[18446744073709551616]"],
  ["writes bigints as digits where keys are in order", { a: 2n ** 64n }, '{"a":18446744073709551616}'],
  ["sorts below keys that are in order", { a: { c: 1, b: 2 }, d: null }, '{"a":{"b":2,"c":1},"d":null}'],
  ["writes what has no keys", {}, "{}"],
];

for (const [name, value, expected] of canonicalCases) {
  Deno.test(`canonicalJson() ${name}`, () => assertEquals(canonicalJson(value), expected));
}

Deno.test("canonicalJson() keeps a key named __proto__", () => {
  const result = parseJson('{"b":1,"__proto__":{"x":1}}');
  assertEquals(result.ok && canonicalJson(result.value), '{"__proto__":{"x":1},"b":1}');
});

Deno.test("canonicalJson() gives one text for one value, however it was ordered", () => {
  const entries = fastCheck.uniqueArray(fastCheck.tuple(fastCheck.string(), fastCheck.integer()), {
    selector: ([key]) => key,
  });
  fastCheck.assert(fastCheck.property(entries, (pairs) => {
    const there = canonicalJson(Object.fromEntries(pairs));
    assertEquals(there, canonicalJson(Object.fromEntries(pairs.toReversed())));
    assertEquals(JSON.parse(there), Object.fromEntries(pairs));
  }));
});

Deno.test("joinedLines() ends each line with a newline, in texts of many lines", () => {
  assertEquals([...joinedLines([])], []);
  assertEquals([...joinedLines(["a", "", "b"])], ["a\n\nb\n"]);
  const lines = Array.from({ length: 20_000 }, (_, index) => `a line, ${index}`);
  const texts = [...joinedLines(lines)];
  assertEquals(texts.join(""), lines.map((line) => `${line}\n`).join(""));
  assertEquals(texts.length, 5);
  assertEquals(texts.every((text) => text.endsWith("\n")), true);
});

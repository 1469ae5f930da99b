import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { sha256Hex } from "../../../commands/host/files/hashing.ts";
import { buildIndex } from "../../../lib/derived/build.ts";
import { compareEntries } from "../../../lib/derived/compare_entries.ts";
import { MAX_LINE_BYTES } from "../../../lib/journal/lines.ts";
import { INDEX_KINDS } from "../../../lib/model/derived.ts";
import { encode, foldBytes, sampleEvent } from "../journal/sample.ts";

const journal = {
  ...foldBytes(encode(
    ["a", "b", "c", "d"].map((name, place) =>
      `${sampleEvent(place + 1, { object_id: `object:${name}`, producer: `actor:${name}` })}\n`
    ).join(""),
  )),
  sha256: "0".repeat(64),
};

const entriesText = (kind: typeof INDEX_KINDS[number]) =>
  [...buildIndex(kind, journal, { activeGeneration: null, sha256Hex }).entriesTexts()].join("");
const TEXT = entriesText("object-heads");
const LINES = TEXT.trimEnd().split("\n");
const [A = "", B = "", C = "", D = ""] = LINES;

function compare(text: string, cut = text.length) {
  const comparison = compareEntries("object-heads", journal);
  const bytes = encode(text);
  for (let start = 0; start < bytes.length; start += cut) comparison.add(bytes.slice(start, start + cut));
  return comparison.finish();
}

const same = { missing: 0, extra: 0, differing: 0, exact: true };
const other = { ...same, exact: false };

const cases: readonly (readonly [name: string, lines: readonly string[], want: ReturnType<typeof compare>])[] = [
  ["finds no difference in the entries themselves", LINES, same],
  ["counts every entry missing in an empty file", [], { ...other, missing: 4 }],
  ["counts missing entries, wherever they stand", [B, D], { ...other, missing: 2 }],
  ["counts an entry of an unknown key as extra", [A, B, C, D, D.replace("object:d", "object:e")], {
    ...other,
    extra: 1,
  }],
  ["counts an entry that stands there twice as extra", [A, B, B, C, D], { ...other, extra: 1 }],
  ["counts a line that is no entry as extra", [A, B, "{", "[]", "", "7", C, D], { ...other, extra: 4 }],
  ["counts an entry with another value as differing", [A, B.replace('"events":1', '"events":2'), C, D], {
    ...other,
    differing: 1,
  }],
  ["tells another order from other entries", [D, C, B, A], other],
  ["tells other spaces from other values", [A, ` ${B}`, C, D], other],
  ["counts all three at once", [B.replace('"events":1', '"events":9'), C, D, D], {
    missing: 1,
    extra: 1,
    differing: 1,
    exact: false,
  }],
];

for (const [name, lines, want] of cases) {
  Deno.test(`compareEntries() ${name}`, () => assertEquals(compare(lines.map((line) => `${line}\n`).join("")), want));
}

Deno.test("compareEntries() misses the last newline, and no entry with it", () => {
  assertEquals(compare(TEXT.trimEnd()), other);
});

Deno.test("compareEntries() counts what is not UTF-8 as extra", () => {
  const comparison = compareEntries("object-heads", journal);
  comparison.add(encode(`${A}\n`));
  comparison.add(Uint8Array.of(0xff, 0x0a));
  assertEquals(comparison.finish(), { missing: 3, extra: 1, differing: 0, exact: false });
});

Deno.test("compareEntries() does not hold a line that is longer than any event", () => {
  const comparison = compareEntries("object-heads", journal);
  const chunk = new Uint8Array(1024 * 1024).fill(0x20);
  for (let bytes = 0; bytes <= MAX_LINE_BYTES; bytes += chunk.length) comparison.add(chunk);
  comparison.add(encode(`\n${TEXT}`));
  assertEquals(comparison.finish(), { ...other, extra: 1 });
});

for (const kind of INDEX_KINDS) {
  Deno.test(`compareEntries() finds no difference in a fresh index of ${kind}, however it is cut`, () => {
    const bytes = encode(entriesText(kind));
    for (const cut of [1, 7, 100, bytes.length]) {
      const comparison = compareEntries(kind, journal);
      for (let start = 0; start < bytes.length; start += cut) comparison.add(bytes.slice(start, start + cut));
      assertEquals(comparison.finish(), same);
    }
  });
}

Deno.test("compareEntries() accounts for every line and every entry, whatever the lines are", () => {
  const line = fc.oneof(fc.constantFrom(...LINES), fc.string(), fc.json(), fc.constant(B.replace("evt", "event")));
  fc.assert(fc.property(fc.array(line), fc.integer({ min: 1, max: 50 }), (lines, cut) => {
    const whole = lines.map((one) => `${one.replaceAll("\n", " ")}\n`);
    const { missing, extra, differing, exact } = compare(whole.join(""), cut);
    assertEquals(LINES.length - missing, whole.length - extra);
    assertEquals(differing <= 1, true);
    assertEquals(exact, whole.join("") === TEXT);
  }));
});

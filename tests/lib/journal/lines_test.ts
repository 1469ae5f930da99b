import { assertEquals } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import { createLineCutter, type LineBlock, visitLines } from "../../../lib/journal/lines.ts";
import { decodeUtf8 } from "../../../lib/text/utf8.ts";
import { encode } from "./sample.ts";

interface CutLine {
  readonly offset: number;
  readonly length: number;
  /** Null for a line over the limit. */
  readonly bytes: readonly number[] | null;
  readonly terminated: boolean;
}

function cutAll(chunks: readonly Uint8Array[], maxLineBytes?: number): readonly CutLine[] {
  const cutter = createLineCutter(maxLineBytes);
  const lines: CutLine[] = [];
  const take = (block: LineBlock) => {
    if (block.kind === "too_long") {
      lines.push({ offset: block.offset, length: block.length, bytes: null, terminated: block.terminated });
      return;
    }
    visitLines(block.bytes, decodeUtf8(block.bytes), (text, start, length) => {
      const bytes = block.bytes.slice(start, start + length);
      assertEquals(text, decodeUtf8(bytes));
      lines.push({ offset: block.offset + start, length, bytes: [...bytes], terminated: block.kind === "lines" });
    });
  };
  for (const chunk of chunks) {
    const copy = chunk.slice();
    for (const block of cutter.add(copy)) take(block);
    copy.fill(0x21); // a host may fill its buffer again
  }
  const tail = cutter.finish();
  if (tail !== null) take(tail);
  return lines;
}

/** What is expected, by the plainest means. */
function cutPlainly(bytes: Uint8Array, maxLineBytes: number): readonly CutLine[] {
  const lines: CutLine[] = [];
  let offset = 0;
  let line: number[] = [];
  const push = (terminated: boolean) => {
    const bytes = line.length > maxLineBytes ? null : line;
    lines.push({ offset, length: line.length, bytes, terminated });
    offset += line.length + 1;
    line = [];
  };
  for (const byte of bytes) {
    if (byte === 0x0a) push(true);
    else line.push(byte);
  }
  if (line.length > 0) push(false);
  return lines;
}

function split(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

Deno.test("createLineCutter() cuts any bytes at newlines only, however they are fed", () => {
  const byte = fastCheck.oneof(fastCheck.constantFrom(0x0a, 0x0d, 0x41, 0xc3, 0xa4, 0xff), fastCheck.nat(255));
  const bytes = fastCheck.array(byte, { maxLength: 120 }).map((list) => Uint8Array.from(list));
  const cuts = fastCheck.array(fastCheck.nat(), { maxLength: 6 });
  fastCheck.assert(
    fastCheck.property(bytes, cuts, fastCheck.integer({ min: 1, max: 40 }), (input, places, limit) => {
      assertEquals(cutAll(split(input, places), limit), cutPlainly(input, limit));
    }),
    { numRuns: 1_000 },
  );
});

const cases: readonly (readonly [string, readonly string[], readonly [number, number, boolean][]])[] = [
  ["yields nothing for nothing", [], []],
  ["yields nothing for an empty chunk", [""], []],
  ["yields an empty line", ["\n"], [[0, 0, true]]],
  ["yields a tail", ["ab"], [[0, 2, false]]],
  ["joins a line across three chunks", ["a", "b", "c\nd\n"], [[0, 3, true], [4, 1, true]]],
  ["takes a newline that comes alone", ["ab", "\n"], [[0, 2, true]]],
];

for (const [name, chunks, expected] of cases) {
  Deno.test(`createLineCutter() ${name}`, () => {
    const lines = cutAll(chunks.map(encode)).map(({ offset, length, terminated }) => [offset, length, terminated]);
    assertEquals<unknown>(lines, expected);
  });
}

Deno.test("createLineCutter() keeps nothing of a line over 16 MiB but its place and length", () => {
  const limit = 16 * 1024 * 1024;
  const chunk = new Uint8Array(1024 * 1024).fill(0x61);
  const cutter = createLineCutter();
  for (let fed = 0; fed < limit; fed += chunk.length) assertEquals(cutter.add(chunk), []);
  assertEquals(cutter.pending(), { offset: 0, length: limit });
  assertEquals(cutter.add(encode("b\nc")), [{ kind: "too_long", offset: 0, length: limit + 1, terminated: true }]);
  assertEquals(cutter.finish(), { kind: "tail", offset: limit + 2, bytes: encode("c") });
});

Deno.test("createLineCutter() keeps a line of exactly 16 MiB, also inside one huge chunk", () => {
  const limit = 16 * 1024 * 1024;
  const huge = new Uint8Array(limit * 2 + 4).fill(0x61);
  huge[limit] = 0x0a; // one line of the limit, then one that is longer, then a short one
  huge[limit * 2 + 2] = 0x0a;
  const blocks = createLineCutter().add(huge).map((block) =>
    block.kind === "too_long"
      ? [block.kind, block.offset, block.length]
      : [block.kind, block.offset, block.bytes.length]
  );
  assertEquals(blocks, [["lines", 0, limit + 1], ["too_long", limit + 1, limit + 1]]);
});

Deno.test("pending() tells of the line that has not ended", () => {
  const cutter = createLineCutter();
  assertEquals(cutter.pending(), null);
  cutter.add(encode("ab\ncd"));
  assertEquals(cutter.pending(), { offset: 3, length: 2 });
  cutter.add(encode("e\n"));
  assertEquals(cutter.pending(), null);
});

import { assertEquals } from "@std/assert";
import { createLineReader, type LineAt } from "../../../lib/journal/line_at.ts";

const TEXT = 'one\n\n{"torn": "é';
const CASES: readonly (readonly [line: number, want: LineAt | null])[] = [
  [1, { offset: 0, bytes: 3, text: "one" }],
  [2, { offset: 4, bytes: 0, text: "" }],
  [3, { offset: 5, bytes: 12, text: '{"torn": "é' }],
  [4, null],
];

for (const [line, want] of CASES) {
  Deno.test(`createLineReader() gives line ${line}, however the bytes are cut`, () => {
    const bytes = new TextEncoder().encode(TEXT);
    for (const size of [1, 4, bytes.length]) {
      const reader = createLineReader(line);
      for (let at = 0; at < bytes.length; at += size) reader.add(bytes.slice(at, at + size));
      assertEquals(reader.finish(), want);
    }
  });
}

Deno.test("createLineReader() shows the beginning of a long line", () => {
  const reader = createLineReader(1);
  reader.add(new TextEncoder().encode("x".repeat(1_000)));
  assertEquals(reader.finish(), { offset: 0, bytes: 1_000, text: `${"x".repeat(400)}…` });
});

import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { createStyle } from "../../../lib/render/style.ts";
import { displayWidth, wrapText } from "../../../lib/render/wrap.ts";

const style = createStyle({ color: true, unicode: true });

const widths: [string, string, number][] = [
  ["counts letters", "abc", 3],
  ["counts wide characters twice", "日本", 4],
  ["does not count combining marks", "e\u0301", 1],
  ["does not count style codes", style.strong(style.bad("abc")), 3],
];
for (const [name, text, want] of widths) {
  Deno.test(`displayWidth() ${name}`, () => assertEquals(displayWidth(text), want));
}

const cases: [string, string, number | null, string[]][] = [
  ["leaves a line that fits", "one two", 7, ["one two"]],
  ["breaks at spaces", "one two three", 7, ["one two", "three"]],
  ["leaves a long word whole", "abcdefgh", 3, ["abcdefgh"]],
  ["starts a long word on its own line", "a bcdefgh", 3, ["a", "bcdefgh"]],
  ["goes on behind a long word", "abcd e f", 3, ["abcd", "e f"]],
  ["keeps newlines", "a\n\nb", 10, ["a", "", "b"]],
  ["keeps newlines without a limit", "a b\nc", null, ["a b", "c"]],
  ["keeps the first line's indentation", "  a b", 3, ["  a", "b"]],
  ["makes of empty text one empty line", "", 5, [""]],
  ["makes of spaces that do not fit no line too wide", "      ", 3, [""]],
  ["takes a width below 1 for 1", "a b", 0, ["a", "b"]],
  ["ends styles with the line and takes them up again", style.strong(`a ${style.dim("b c")}`), 3, [
    "\x1b[1ma \x1b[2mb\x1b[22m\x1b[22m",
    "\x1b[1m\x1b[2mc\x1b[22m\x1b[1m\x1b[22m",
  ]],
];
for (const [name, text, width, want] of cases) {
  Deno.test(`wrapText() ${name}`, () => assertEquals(wrapText(text, width), want));
}

const texts = fc.string({ unit: fc.constantFrom("a", "b", " ", "日", "e\u0301", "\n", "-") });

Deno.test("wrapText() loses nothing but spaces, and keeps to the width but for longer words", () => {
  fc.assert(fc.property(texts, fc.integer({ min: 2, max: 30 }), (text, width) => {
    const lines = wrapText(text, width);
    assertEquals(lines.filter((line) => displayWidth(line) > width && line.trim().includes(" ")), []);
    assertEquals(lines.flatMap((line) => line.split(" ")).filter(Boolean), text.split(/[ \n]/).filter(Boolean));
  }));
});

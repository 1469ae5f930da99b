import { assertEquals, assertThrows } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { createLineCounter } from "../../../lib/bundle/line_counter.ts";
import { refusalOf } from "../../../lib/bundle/refusal.ts";
import { CliError } from "../../../lib/model/errors.ts";

const encoder = new TextEncoder();

function count(chunks: readonly string[], maxLines = 1000, maxLineBytes = 1000): number {
  const counter = createLineCounter({ path: "m", maxLines, maxLineBytes }, refusalOf("b"));
  for (const chunk of chunks) counter.add(encoder.encode(chunk));
  return counter.finish();
}

const anyLine = fc.stringMatching(/^[a-zé]{1,40}$/);

Deno.test("the line counter counts lines, however they come", () =>
  fc.assert(fc.property(fc.array(anyLine), fc.nat(100), (lines, at) => {
    const text = lines.map((line) => `${line}\n`).join("");
    assertEquals(count([text.slice(0, at), text.slice(at)]), lines.length);
  })));

const refused: readonly (readonly [name: string, chunks: readonly string[], reason: string])[] = [
  ["an empty line", ["a\n\nb\n"], 'line 2 of its member "m" is empty'],
  ["an empty line between chunks", ["a\n", "\n"], 'line 2 of its member "m" is empty'],
  ["a line without an end", ["a\nb"], 'the last line of its member "m" has no end'],
  ["a long line", ["ab", "cd", "ef\n"], 'line 1 of its member "m" is longer than 5 bytes'],
  ["a long line before it ends", ["abcdef"], 'line 1 of its member "m" is longer than 5 bytes'],
  ["too many lines", ["a\nb\nc\n", "d\n"], 'its member "m" takes it over the limit of 3 lines'],
];

for (const [name, chunks, reason] of refused) {
  Deno.test(`the line counter refuses ${name}`, () => {
    const { message } = assertThrows(() => count(chunks, 3, 5), CliError);
    assertEquals(message, `Cannot read bundle "b": ${reason}`);
  });
}

Deno.test("the line counter takes a line and a number of lines at the limit", () =>
  assertEquals(count(["abcde\n", "b\nc\n"], 3, 5), 3));

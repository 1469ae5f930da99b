import { assertEquals } from "@std/assert";
import { importPath } from "../../../lib/import/paths.ts";

const CASES: readonly (readonly [name: string, id: string, want: string | null])[] = [
  ["an ordinary id", "object:a b", "objects/object_a_b.json"],
  ["one that makes no name", "...", null],
  ["one of 240 bytes", "x".repeat(240), `objects/${"x".repeat(240)}.json`],
  ["one of 241 bytes", "x".repeat(241), null],
  ["one of 240 bytes in 120 letters", "ü".repeat(120), `objects/${"ü".repeat(120)}.json`],
  ["one of 243 bytes in 81 letters", "文".repeat(81), null],
];

for (const [name, id, want] of CASES) {
  Deno.test(`importPath() of ${name}`, () => assertEquals(importPath("object", id), want));
}

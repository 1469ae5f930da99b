import { assertEquals } from "@std/assert";
import { parseVersion } from "../../../lib/content_sync/version.ts";

const CASES: readonly (readonly [text: string, state: string, value: string | null])[] = [
  ["41.0\n", "ok", "41.0"],
  ["  41.0 \n", "ok", "41.0"],
  ["", "empty", null],
  [" \n\n", "empty", null],
  ["41.", "torn", "41."],
  ["41.0\n42.0\n", "several_lines", "41.0\n42.0"],
];

for (const [text, state, value] of CASES) {
  Deno.test(`parseVersion() reads ${JSON.stringify(text)} as ${state}`, () => {
    const read = parseVersion(text);
    assertEquals([read.state, read.value, read.error === null], [state, value, state === "ok"]);
  });
}

import { assertEquals } from "@std/assert";
import { parseSince } from "../../../lib/text/since.ts";

const NOW = new Date("2026-07-01T12:00:00Z");

const cases: readonly (readonly [text: string, want: string | null])[] = [
  ["2026-05-05T02:42:39Z", "2026-05-05T02:42:39.000Z"],
  ["2026-05-05", "2026-05-05T00:00:00.000Z"],
  ["30s", "2026-07-01T11:59:30.000Z"],
  ["90m", "2026-07-01T10:30:00.000Z"],
  ["2h", "2026-07-01T10:00:00.000Z"],
  ["1d", "2026-06-30T12:00:00.000Z"],
  ["2w", "2026-06-17T12:00:00.000Z"],
  ["2026-02-30", null],
  ["yesterday", null],
  ["1.5h", null],
  ["-2h", null],
  ["", null],
];

for (const [text, want] of cases) {
  Deno.test(`parseSince() of "${text}"`, () => {
    const moment = parseSince(text, NOW);
    assertEquals(moment === null ? null : new Date(moment).toISOString(), want);
  });
}

import { assertEquals } from "@std/assert";
import { withAges } from "../../../lib/render/ages.ts";

const NOW = new Date("2026-01-04T12:00:00Z");

const cases: readonly (readonly [name: string, data: unknown, want: unknown])[] = [
  [
    "tells how long ago a moment was, however deep it lies",
    { items: [{ record: { created_at: "2026-01-04T09:00:00Z" } }] },
    { items: [{ record: { created_at: "2026-01-04T09:00:00Z, 3h ago" } }] },
  ],
  ["tells how far off it is", ["2026-01-04T12:05:00Z"], ["2026-01-04T12:05:00Z, in 5m"]],
  ["leaves a sentence as it is", "begun at 2026-01-04T09:00:00Z", "begun at 2026-01-04T09:00:00Z"],
  ["leaves what is no moment as it is", ["2026-02-30T00:00:00Z", 3, null], ["2026-02-30T00:00:00Z", 3, null]],
  [
    "leaves a moment whose age stands beside it",
    { at: "2026-01-04T09:00:00Z", age_seconds: 10_800 },
    { at: "2026-01-04T09:00:00Z", age_seconds: 10_800 },
  ],
  [
    "leaves what is to be typed",
    { command: ["doctor", "2026-01-04T09:00:00Z"] },
    { command: ["doctor", "2026-01-04T09:00:00Z"] },
  ],
];

for (const [name, data, want] of cases) {
  Deno.test(`withAges() ${name}`, () => assertEquals(withAges(data, NOW), want));
}

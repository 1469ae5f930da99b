import { assertEquals } from "@std/assert";
import { withTimes } from "../../../lib/render/times.ts";

const ON_A_TERMINAL = { isTerminal: true, now: new Date("2026-01-04T12:00:00Z"), minutesAhead: () => 0 };

const cases: readonly (readonly [name: string, data: unknown, want: unknown])[] = [
  [
    "tells how long ago a moment was, however deep it lies",
    { items: [{ record: { created_at: "2026-01-04T09:00:00Z" } }] },
    { items: [{ record: { created_at: "2026-01-04T09:00:00Z (3h\u00a0ago)" } }] },
  ],
  ["tells how far off it is", ["2026-01-04T12:05:00Z"], ["2026-01-04T12:05:00Z (in\u00a05m)"]],
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
  Deno.test(`withTimes() ${name} on a terminal`, () => assertEquals(withTimes(data, null, ON_A_TERMINAL), want));
}

const AT = {
  at: "2026-01-04T09:00:00Z",
  age_seconds: 10_800,
  by: ["2026-01-04T23:30:00Z"],
  command: ["2026-01-04T09:00:00Z"],
};

Deno.test("withTimes() leaves times as they are stored where UTC is asked for, and on a pipe", () => {
  assertEquals(withTimes(AT, "utc", ON_A_TERMINAL), AT);
  assertEquals(withTimes(AT, null, { ...ON_A_TERMINAL, isTerminal: false }), AT);
});

const zones: readonly (readonly [minutesAhead: number, at: string, by: string])[] = [
  [120, "2026-01-04T11:00:00+02:00", "2026-01-05T01:30:00+02:00"],
  [0, "2026-01-04T09:00:00+00:00", "2026-01-04T23:30:00+00:00"],
  [-210, "2026-01-04T05:30:00-03:30", "2026-01-04T20:00:00-03:30"],
  [345, "2026-01-04T14:45:00+05:45", "2026-01-05T05:15:00+05:45"],
];
for (const [minutes, at, by] of zones) {
  Deno.test(`withTimes() tells times in a zone that is ${minutes} minutes ahead`, () => {
    const shown = withTimes(AT, "local", { ...ON_A_TERMINAL, minutesAhead: () => minutes });
    assertEquals(shown, { ...AT, at, by: [by] });
  });
}

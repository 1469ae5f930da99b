import { assertEquals, assertMatch } from "@std/assert";
import { paceOf, type Progress, progressText } from "../../../lib/render/progress.ts";
import { RECORD_KINDS } from "../../../lib/model/kinds.ts";

const reading: Progress = { phase: "journal", done: 1536, total: 3 * 1024 * 1024, unit: "bytes" };
const checking: Progress = { phase: "checks", done: 1500, total: 3000, unit: "count" };

const cases: [string, Progress, Parameters<typeof progressText>[1], number | null, string][] = [
  ["tells bytes and the share", reading, null, null, "Reading the journal  1.5 KiB of 3 MiB (0 %)"],
  ["tells counts", checking, null, 80, "Running checks  1,500 of 3,000 (50 %)"],
  ["tells no share of an unknown total", { ...reading, total: null }, null, null, "Reading the journal  1.5 KiB"],
  ["tells no share of nothing", { ...reading, done: 0, total: 0 }, null, null, "Reading the journal  0 B of 0 B"],
  ["tells no more than all", { ...checking, done: 4000 }, null, null, "Running checks  4,000 of 3,000 (100 %)"],
  ["names what cannot tell how far it is", { ...checking, done: 0, total: null }, null, null, "Running checks"],
  ["names what is read", { ...checking, phase: "decision" }, null, null, "Reading decisions  1,500 of 3,000 (50 %)"],
  [
    "tells how fast it goes, and how long it will take",
    reading,
    { rate: 3.5 * 1024 * 1024, left: 100 },
    null,
    "Reading the journal  1.5 KiB of 3 MiB (0 %), 3 MiB/s, 1m 40s left",
  ],
  [
    "tells small rates by a decimal",
    checking,
    { rate: 2.25, left: null },
    null,
    "Running checks  1,500 of 3,000 (50 %), 2.3/s",
  ],
  ["tells the same in less room", checking, { rate: 12_345.6, left: 100 }, 40, "Running checks 50 % 12,346/s 1m"],
  ["keeps off the last column", { ...reading, total: null }, null, 25, "Reading the journal 1.5 "],
];
for (const [name, progress, pace, width, want] of cases) {
  Deno.test(`progressText() ${name}`, () => assertEquals(progressText(progress, pace, { width }), want));
}

const LONGEST = ["journal", "bundle", "histories", "hash", "write", "targets", ...RECORD_KINDS] as const;

for (const phase of LONGEST) {
  Deno.test(`progressText() tells share, rate and time left of ${phase} in 40 columns`, () => {
    const text = progressText({ phase, done: 99, total: 100, unit: "count" }, { rate: 123_456, left: 3599 }, {
      width: 40,
    });
    assertMatch(text, /^[A-Z][a-z ]+ 99 % 123,456\/s 59m$/);
  });
}

const first = { done: 100, at: 5000 };

Deno.test("paceOf() tells how much is done in a second, and how many are left", () => {
  assertEquals(paceOf(first, { ...checking, done: 1100, total: 1500 }, 7000), { rate: 500, left: 1 });
  assertEquals(paceOf(first, { ...checking, done: 1100, total: null }, 7000), { rate: 500, left: null });
});

Deno.test("paceOf() tells nothing of what has only just begun, or does not go on", () => {
  assertEquals(paceOf(first, { ...checking, done: 1100 }, 5999), null);
  assertEquals(paceOf(first, { ...checking, done: 100 }, 9000), null);
});

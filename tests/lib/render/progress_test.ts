import { assertEquals } from "@std/assert";
import { type Progress, progressText } from "../../../lib/render/progress.ts";

const reading: Progress = { label: "Reading the journal", done: 1536, total: 3 * 1024 * 1024, unit: "bytes" };

const cases: [string, Progress, number | null, string][] = [
  ["tells bytes and the share", reading, null, "Reading the journal  1.5 KiB of 3 MiB (0 %)"],
  [
    "tells counts",
    { label: "Checking", done: 1500, total: 3000, unit: "count" },
    80,
    "Checking  1,500 of 3,000 (50 %)",
  ],
  ["tells no share of an unknown total", { ...reading, total: null }, null, "Reading the journal  1.5 KiB"],
  ["tells no share of nothing", { ...reading, done: 0, total: 0 }, null, "Reading the journal  0 B of 0 B"],
  [
    "tells no more than all",
    { ...reading, done: 4 * 1024 * 1024 },
    null,
    "Reading the journal  4 MiB of 3 MiB (100 %)",
  ],
  ["keeps off the last column", { ...reading, total: null }, 28, "Reading the journal  1.5"],
];
for (const [name, progress, width, want] of cases) {
  Deno.test(`progressText() ${name}`, () => {
    assertEquals(progressText(progress, { width, color: false, unicode: true }), want);
  });
}

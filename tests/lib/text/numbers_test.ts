import { assertEquals } from "@std/assert";
import { ageText, bytesText, countText, durationText } from "../../../lib/text/numbers.ts";

const counts: [number | bigint, string][] = [
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [12345, "12,345"],
  [1234567, "1,234,567"],
  [-1234, "-1,234"],
  [-123, "-123"],
  [1234.5, "1,234.5"],
  [12345678901234567890n, "12,345,678,901,234,567,890"],
  [1e21, "1e+21"],
];
for (const [count, want] of counts) {
  Deno.test(`countText() writes ${count} as ${want}`, () => assertEquals(countText(count), want));
}

const sizes: [number, string][] = [
  [0, "0 B"],
  [1, "1 B"],
  [1023, "1,023 B"],
  [1024, "1 KiB"],
  [1536, "1.5 KiB"],
  [1024 * 1024 - 1, "1 MiB"],
  [85 * 1024 * 1024, "85 MiB"],
  [3 * 1024 ** 3 + 1024 ** 3 / 4, "3.3 GiB"],
  [2 * 1024 ** 5, "2 PiB"],
  [2000 * 1024 ** 5, "2,000 PiB"],
];
for (const [bytes, want] of sizes) {
  Deno.test(`bytesText() writes ${bytes} bytes as ${want}`, () => assertEquals(bytesText(bytes), want));
}

const durations: [number, string][] = [
  [0, "0s"],
  [0.9, "0s"],
  [45, "45s"],
  [60, "1m"],
  [61, "1m 1s"],
  [3600, "1h"],
  [3 * 3600 + 5 * 60 + 59, "3h 5m"],
  [3600 + 59, "1h"],
  [86400 + 3600, "1d 1h"],
  [400 * 86400, "400d"],
  [1500 * 86400, "1500d"],
  [-61, "1m 1s"],
];
for (const [seconds, want] of durations) {
  Deno.test(`durationText() writes ${seconds} seconds as ${want}`, () => assertEquals(durationText(seconds), want));
}

const now = new Date("2026-03-01T12:00:00.900Z");
const ages: [string, string | null][] = [
  ["2026-03-01T08:55:00Z", "3h ago"],
  ["2026-03-01T12:00:00Z", "now"],
  ["2026-03-01T12:05:00Z", "in 5m"],
  ["2026-02-28T12:00:00Z", "1d ago"],
  ["2026-03-01T13:00:00+01:00", "now"],
  ["yesterday", null],
  ["", null],
];
for (const [timestamp, want] of ages) {
  Deno.test(`ageText() writes "${timestamp}" as ${want}`, () => assertEquals(ageText(timestamp, now), want));
}

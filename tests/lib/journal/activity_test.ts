import { assertEquals } from "@std/assert";
import { createActivityTally } from "../../../lib/journal/activity.ts";

function event(at: string, lane: string): string {
  return `${
    JSON.stringify({
      event_id: `evt-${at}`,
      event_type: "update",
      lane,
      producer: "actor:a",
      created_at: at,
      payload: {},
    })
  }\n`;
}

const JOURNAL = [
  event("2026-05-05T23:00:00Z", "normal"),
  event("2026-05-06T01:00:00Z", "normal"),
  event("2026-05-06T02:00:00Z", "audit"),
  "no event\n",
  event("2026-05-08T02:00:00Z", "audit"),
];

function daysOf(from: number, lines: readonly string[] = JOURNAL) {
  const tally = createActivityTally(from);
  const bytes = new TextEncoder().encode(lines.join("")).subarray(from);
  // Cut anywhere.
  for (let start = 0; start < bytes.length; start += 50) tally.add(bytes.subarray(start, start + 50));
  return tally.finish();
}

const SIXTH = { day: "2026-05-06", events: 2, lanes: { audit: 1, normal: 1 } };
const SEVENTH = { day: "2026-05-07", events: 0, lanes: {} };
const EIGHTH = { day: "2026-05-08", events: 1, lanes: { audit: 1 } };

Deno.test("a tally of a whole journal has every day from its first event to its last, also those without any", () => {
  assertEquals(daysOf(0), [{ day: "2026-05-05", events: 1, lanes: { normal: 1 } }, SIXTH, SEVENTH, EIGHTH]);
});

Deno.test("behind the start of the journal, the day that is counted in part is left out", () => {
  const [first = "", second = ""] = JOURNAL;
  assertEquals(daysOf(10), [EIGHTH]);
  assertEquals(daysOf(first.length + second.length + 10), []);
});

Deno.test("no more than thirty days are told, the newest among them", () => {
  const lines = Array.from(
    { length: 40 },
    (_, index) => event(new Date(Date.UTC(2026, 0, 1 + index)).toISOString().replace(".000", ""), "normal"),
  );
  const days = daysOf(0, lines);
  assertEquals([days.length, days.at(0)?.day, days.at(-1)?.day], [30, "2026-01-11", "2026-02-09"]);
});

Deno.test("events that do not say when they were have no day", () => {
  assertEquals(daysOf(0, [event("yesterday", "normal")]), []);
});

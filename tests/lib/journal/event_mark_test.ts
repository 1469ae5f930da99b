import { assertEquals } from "@std/assert";
import { markedId, markedTime, markOf } from "../../../lib/journal/event_mark.ts";

const marks: readonly (readonly [string, string | null])[] = [
  ["evt-00000001", "2026-05-05T00:01:02Z"],
  ["evt-9007199254740991", "0000-01-01T00:00:00Z"],
  ["evt-1", "2026-02-30T00:00:00Z"],
  ["other", ""],
  ["evt-00000000", null],
];

for (const [id, at] of marks) {
  Deno.test(`markOf() keeps the id "${id}" and the time "${at}"`, () => {
    const mark = markOf({ event_id: id, created_at: at });
    assertEquals([markedId(mark), markedTime(mark)], [id, at]);
  });
}

Deno.test("markOf() keeps what is of the store's form as numbers", () => {
  const mark = markOf({ event_id: "evt-00000012", created_at: "2026-05-05T00:01:02Z" });
  assertEquals(mark, { ordinal: 12, oddId: "", date: 20260505, clock: 102, oddTime: null });
});

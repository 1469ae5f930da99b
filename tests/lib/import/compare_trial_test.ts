import { assertEquals } from "@std/assert";
import type { JsonObject } from "../../../lib/text/json.ts";
import {
  compareEventPair,
  comparePair,
  createImporterReading,
  eventText,
  pairEvents,
  pairRecords,
} from "../../../lib/import/compare_trial.ts";

/** All of so few: what never ended would say nothing. */
const few = <Pair>(pairs: Generator<Pair>): readonly Pair[] => [...pairs.take(20)];
const lines = (values: readonly JsonObject[]) => values.map((value) => ({ value }));
const actor = (id: string, more: JsonObject = {}): JsonObject => ({ actor_id: id, ...more });

Deno.test("pairRecords() puts the same ids side by side, and leaves a gap for what one side lacks", () => {
  const pairs = pairRecords(
    "actor",
    lines([actor("a"), actor("b"), actor("d")]),
    lines([actor("b"), actor("c"), actor("d"), actor("e")]),
  );
  assertEquals(few(pairs).map(({ id, before, after }) => [id, before !== null, after !== null]), [
    ["a", true, false],
    ["b", true, true],
    ["c", false, true],
    ["d", true, true],
    ["e", false, true],
  ]);
});

Deno.test("pairRecords() goes on to the end of the longer side", () => {
  const ids = (before: readonly string[], after: readonly string[]) =>
    few(pairRecords("actor", lines(before.map((id) => actor(id))), lines(after.map((id) => actor(id)))))
      .map((pair) => [pair.id, pair.before !== null, pair.after !== null]);
  assertEquals(ids(["a", "b"], ["a"]), [["a", true, true], ["b", true, false]]);
  assertEquals(ids([], ["a", "b"]), [["a", false, true], ["b", false, true]]);
  assertEquals(ids([], []), []);
});

const CASES: readonly (readonly [string, JsonObject | null, JsonObject | null, string | null])[] = [
  ["the same", actor("a"), actor("a"), null],
  ["what the writer adds", actor("a"), actor("a", { record_id: "a", schema: "s", updated_at: "t" }), null],
  ["another time, where there was one", actor("a", { updated_at: "t" }), actor("a", { updated_at: "u" }), "changed"],
  ["a lost field", actor("a", { big: 12345678901234567890n }), actor("a"), "changed"],
  [
    "a rounded number",
    actor("a", { big: 12345678901234567890n }),
    actor("a", { big: 12345678901234567000n }),
    "changed",
  ],
  ["a new field", actor("a"), actor("a", { other: 1 }), "changed"],
  ["nothing", actor("a"), null, "missing"],
  ["something that was not there", null, actor("a"), "added"],
];
for (const [name, before, after, expected] of CASES) {
  Deno.test(`comparePair() of ${name}`, () =>
    assertEquals(comparePair({ kind: "actor", id: "a", before, after }), expected));
}

const event = (id: string, payload: JsonObject): JsonObject => ({ event_id: id, event_type: "update", payload });

Deno.test("eventText() leaves out the id, and what an import told of itself", () => {
  assertEquals(eventText(event("evt-1", { a: 1 })), '{"event_type":"update","payload":{"a":1}}');
  assertEquals(eventText(event("evt-2", { import: { bundle_sha256: "x" } })), null);
});

Deno.test("pairEvents() compares histories event by event", () => {
  const before = lines([event("evt-1", { a: 1 }), event("evt-2", { a: 2 }), event("evt-3", { a: 3 })]);
  const after = lines([
    event("evt-7", { a: 1 }),
    event("evt-8", { import: { bundle_sha256: "x" } }),
    event("evt-9", { a: 4 }),
  ]);
  assertEquals(few(pairEvents(before, after)).map((pair) => [pair.id, compareEventPair(pair)]), [
    ["evt-1", null],
    ["evt-2", "changed"],
    ["evt-3", "missing"],
  ]);
  const more = few(pairEvents([], after)).map((pair) => [pair.id, compareEventPair(pair)]);
  assertEquals(more, [["evt-7", "added"], ["evt-9", "added"]]);
});

Deno.test("createImporterReading() names who told of imports and of nothing else", () => {
  const by = (producer: string, more: JsonObject) => ({ ...event("evt-1", more), producer });
  const importing = { import: { bundle_sha256: "x" } };
  const events = [by("actor:gate", importing), by("actor:ada", {}), by("actor:desk", importing), by("actor:desk", {})];
  const reading = createImporterReading();
  for (const one of [...events, event("evt-5", importing)]) reading.add(one);
  assertEquals(reading.importersOnly(), new Set(["actor:gate"]));
});

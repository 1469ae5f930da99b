import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { createHistoryComparison, historyEvent, type ObjectHistory } from "../../../lib/import/history.ts";
import { sortedIds } from "../../../lib/import/sorted_ids.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { sha256Hex } from "../../helpers/snapshots.ts";

function event(number: number, title: string, changes: JsonObject = {}): JsonObject {
  return {
    schema: "sourceos.journal-event/v1alpha1",
    event_id: `evt-${String(number).padStart(8, "0")}`,
    event_type: "update",
    lane: "normal",
    object_id: "object:diary",
    producer: "actor:ada",
    created_at: "2026-01-01T00:00:00Z",
    payload: { title },
    applied: true,
    ...changes,
  };
}

const NOW = "2026-03-01T00:00:00Z";
const IMPORT = event(9, "", { payload: { import: { bundle_sha256: "0".repeat(64) } } });

function compare(here: readonly JsonObject[], bundle: readonly JsonObject[]): ObjectHistory | undefined {
  const comparison = createHistoryComparison(sortedIds(["object:diary"]), { now: NOW, sha256Hex, hold: () => {} });
  bundle.forEach(comparison.countBundle);
  here.forEach(comparison.addHere);
  bundle.forEach(comparison.addBundle);
  return comparison.finish().get("object:diary");
}

const [A, B, C] = [event(1, "a"), event(2, "b"), event(3, "c")];

const CASES: readonly (readonly [string, readonly JsonObject[], readonly JsonObject[], string])[] = [
  ["nothing here", [], [A], "only_bundle"],
  ["nothing in the bundle", [A], [], "only_here"],
  ["the same", [A, B], [A, B], "equal"],
  ["the bundle goes on", [A], [A, B], "behind"],
  ["the store goes on", [A, B, C], [A, B], "ahead"],
  ["another end", [A, B], [A, C], "diverged"],
  ["another beginning", [B], [A, B], "diverged"],
  ["another order", [A, B], [B, A], "diverged"],
  ["other ids of the same events", [event(7, "a"), event(8, "b")], [A, B], "equal"],
  ["an event that was not applied yet", [event(1, "a", { applied: false })], [A, B], "behind"],
  ["an import between them", [A, IMPORT, B], [A, B], "equal"],
  ["an import in the bundle", [A], [A, IMPORT], "equal"],
  ["events of another object", [A, event(2, "x", { object_id: "object:other" })], [A], "equal"],
  ["an event without an id", [A, event(2, "b", { event_id: null })], [A], "equal"],
  ["an event of no object", [A, event(2, "b", { object_id: null })], [A], "equal"],
  ["an event of another format", [A, event(2, "b", { schema: "sourceos.journal-event/v2" })], [A], "equal"],
  [
    "what is no whole event",
    [A, { event_id: "evt-00000002", event_type: "update", object_id: "object:diary" }],
    [A],
    "equal",
  ],
];

for (const [name, here, bundle, relation] of CASES) {
  Deno.test(`createHistoryComparison(): ${name}`, () => assertEquals(compare(here, bundle)?.relation, relation));
}

Deno.test("createHistoryComparison() tells how a bundle's history ends", () => {
  assertEquals(compare([A], [A, event(5, "b", { producer: "actor:b", created_at: "2026-02-01T00:00:00Z" }), IMPORT]), {
    relation: "behind",
    here: 1,
    bundle: 2,
    producers: new Map([["actor:ada", "2026-01-01T00:00:00Z"], ["actor:b", "2026-02-01T00:00:00Z"]]),
    deleted: false,
    added: { producers: ["actor:b"], deletion: false, undated: false, waiting: false },
  });
});

const ENDS: readonly (readonly [types: readonly string[], deleted: boolean])[] = [
  [["delete"], true],
  [["delete", "conflict"], true],
  [["delete", "add"], false],
  [["delete", "update"], false],
  [["delete", "update", "delete"], true],
];
for (const [types, deleted] of ENDS) {
  Deno.test(`createHistoryComparison() calls what ends with ${types.join(", ")} ${deleted ? "" : "not "}deleted`, () => {
    const events = types.map((type, index) => event(index + 2, "x", { event_type: type }));
    assertEquals(compare([A], [A, ...events])?.deleted, deleted);
  });
}

Deno.test("createHistoryComparison() holds nothing of events of other objects, and knows only objects with events", () => {
  let held = 0;
  const hold = (bytes: number) => held += bytes;
  const ids = sortedIds(["object:diary", "object:letter"]);
  const comparison = createHistoryComparison(ids, { now: NOW, sha256Hex, hold });
  assertEquals(held, 80);
  comparison.countBundle(event(1, "x", { object_id: "object:other" }));
  assertEquals(held, 80);
  comparison.countBundle(A);
  const { get, counts } = comparison.finish();
  assertEquals(held > 80, true);
  assertEquals(counts("object:diary"), { relation: "only_bundle", here: 0, bundle: 1 });
  assertEquals([get("object:letter"), counts("object:letter"), counts("object:other")], [
    undefined,
    undefined,
    undefined,
  ]);
});

const ADDED: readonly (readonly [string, JsonObject, Partial<ObjectHistory["added"]>])[] = [
  ["a deletion", { event_type: "delete", lane: "tombstone" }, { deletion: true }],
  ["an event of the future", { created_at: "9999-01-01T00:00:00Z" }, { undated: true }],
  ["an event whose time is of another form", { created_at: "2026-01-01T00:00:00+02:00" }, { undated: true }],
  ["an event that waits in lane priority", { lane: "priority", applied: false }, { waiting: true }],
  ["an event that waits in another lane", { applied: false }, {}],
  ["an event of lane priority that was applied", { lane: "priority" }, {}],
];
for (const [name, fields, told] of ADDED) {
  Deno.test(`createHistoryComparison() tells of ${name} only where it is not here already`, () => {
    const last = event(2, "b", fields);
    const nothing = { producers: [], deletion: false, undated: false, waiting: false };
    assertEquals(compare([A], [A, last])?.added, { ...nothing, producers: ["actor:ada"], ...told });
    assertEquals(compare([A, last], [A, last])?.added, nothing);
  });
}

Deno.test("createHistoryComparison() agrees with comparing whole histories", () => {
  const titles = fc.array(fc.constantFrom("a", "b"), { maxLength: 5 });
  fc.assert(fc.property(titles, titles, (here, bundle) => {
    const [left, right] = [here, bundle].map((one) => one.map((title, index) => event(index + 1, title)));
    const starts = (whole: readonly string[], part: readonly string[]) => part.every((one, at) => whole[at] === one);
    const expected = here.length === 0 && bundle.length === 0
      ? undefined
      : here.length === 0
      ? "only_bundle"
      : bundle.length === 0
      ? "only_here"
      : starts(bundle, here)
      ? (here.length === bundle.length ? "equal" : "behind")
      : starts(here, bundle)
      ? "ahead"
      : "diverged";
    assertEquals(compare(left ?? [], right ?? [])?.relation, expected);
  }));
});

Deno.test("historyEvent() takes no event for an import's that only looks like one", () => {
  assertEquals(historyEvent(event(1, "", { payload: { import: "yes" } }))?.object_id, "object:diary");
  assertEquals(historyEvent(IMPORT), null);
});

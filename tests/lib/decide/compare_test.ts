/** Both sides of a decision, field by field. */
import { assertEquals } from "@std/assert";
import { comparedFields } from "../../../lib/decide/compare.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { entryOf, recordOf, storeWith } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof recordOf>[1]>;

const DECISION = {
  conflict_id: "conflict:diary-dates",
  object_id: "object:diary",
  option: "fork" as const,
  actor_id: "actor:ada",
  rationale: "Both count",
};

function differing(here: Changes, there: Changes) {
  const [object = null] = buildCatalog(storeWith(entryOf("object", here))).ofKind("object");
  const written = { object_id: "object:diary-fork-1", record: recordOf("object", there) };
  return comparedFields(object, { ...DECISION, written }).filter(({ state }) => state !== "same");
}

Deno.test("comparedFields() has nothing to compare where nothing is written", () =>
  assertEquals(comparedFields(null, { ...DECISION, option: "skip" }), []));

Deno.test("comparedFields() finds what differs and what one side alone has, by name", () =>
  assertEquals(differing({ title: "Ours", mood: "good" }, { title: "Theirs", colour: null }), [
    { field: "colour", state: "only_there", here: null, there: null },
    { field: "mood", state: "only_here", here: "good", there: null },
    { field: "title", state: "differs", here: "Ours", there: "Theirs" },
  ]));

Deno.test("comparedFields() takes no notice of what the writer sets by itself", () =>
  assertEquals(differing({ updated_at: "2026-01-01T00:00:00Z" }, { updated_at: "2026-02-01T00:00:00Z" }), []));

Deno.test("comparedFields() shows of a secret record that it differs, and not how", () =>
  assertEquals(differing({ privacy_class: "secret", title: "Ours" }, { privacy_class: "secret", title: "Theirs" }), [
    { field: "title", state: "differs", here: "[redacted]", there: "[redacted]" },
  ]));

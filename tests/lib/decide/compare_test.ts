/** Both sides of a decision, field by field. */
import { assertEquals } from "@std/assert";
import { comparedFields } from "../../../lib/decide/compare.ts";
import { recordOf } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof recordOf>[1]>;

function differing(here: Changes, there: Changes) {
  return comparedFields(recordOf("object", here), recordOf("object", there)).filter(({ state }) => state !== "same");
}

Deno.test("comparedFields() says of one version alone what it holds, and not how the other one differs", () => {
  const fields = (...sides: Parameters<typeof comparedFields>) =>
    comparedFields(...sides).filter(({ field }) => field === "title");
  const record = recordOf("object", { title: "Ours" });
  assertEquals(fields(record, null), [{ field: "title", state: "unknown", here: "Ours", there: null }]);
  assertEquals(fields(null, record), [{ field: "title", state: "unknown", here: null, there: "Ours" }]);
  assertEquals(comparedFields(null, null), []);
});

Deno.test("comparedFields() finds what differs and what one side alone has, by name", () =>
  assertEquals(differing({ title: "Ours", mood: "good" }, { title: "Theirs", colour: null }), [
    { field: "colour", state: "only_there", here: null, there: null },
    { field: "mood", state: "only_here", here: "good", there: null },
    { field: "title", state: "differs", here: "Ours", there: "Theirs" },
  ]));

Deno.test("comparedFields() takes no notice of what the writer sets by itself", () =>
  assertEquals(differing({ updated_at: "2026-01-01T00:00:00Z" }, { updated_at: "2026-02-01T00:00:00Z" }), []));

Deno.test("comparedFields() shows of a version whose other one is secret no more than of that", () =>
  assertEquals(differing({ privacy_class: "secret", title: "Ours" }, { privacy_class: "public", title: "Theirs" }), [
    { field: "privacy_class", state: "differs", here: "secret", there: "public" },
    { field: "title", state: "differs", here: "[redacted]", there: "[redacted]" },
  ]));

Deno.test("comparedFields() shows of a secret record that it differs, and not how", () =>
  assertEquals(differing({ privacy_class: "secret", title: "Ours" }, { privacy_class: "secret", title: "Theirs" }), [
    { field: "title", state: "differs", here: "[redacted]", there: "[redacted]" },
  ]));

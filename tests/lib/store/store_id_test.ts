import { assertEquals, assertNotEquals } from "@std/assert";
import { storeIdText } from "../../../lib/store/store_id.ts";
import type { JsonObject } from "../../../lib/text/json.ts";

function idOf(record: JsonObject | null): string | null {
  return storeIdText({
    manifest: { file: null, state: record === null ? "absent" : "ok", error: null, oddities: [], record },
  });
}

Deno.test("storeIdText() stays the same as a store grows", () =>
  assertEquals(
    idOf({ created_at: "2026-02-03T04:05:06Z", active_generation: 1 }),
    idOf({ created_at: "2026-02-03T04:05:06Z", active_generation: 9, updated_at: "2026-03-03T04:05:06Z" }),
  ));

Deno.test("storeIdText() differs from store to store", () =>
  assertNotEquals(idOf({ created_at: "2026-02-03T04:05:06Z" }), idOf({ created_at: "2026-02-03T04:05:07Z" })));

Deno.test("storeIdText() is null where the store does not say when it was made", () =>
  assertEquals([idOf(null), idOf({}), idOf({ created_at: 7 })], [null, null, null]));

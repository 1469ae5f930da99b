import { assertEquals, assertNotEquals } from "@std/assert";
import { storeId } from "../../../lib/change/recording.ts";
import { healthyStore, manifestEntry, sha256Hex } from "../../helpers/snapshots.ts";

Deno.test("storeId() tells stores apart by their place and by when they were made, whatever the manifest says of it", () => {
  const idOf = (root: string, createdAt: Parameters<typeof manifestEntry>[0]) =>
    storeId(healthyStore({ real_root: root, manifest: manifestEntry(createdAt) }), sha256Hex);
  const id = idOf("/srv/a", {});
  assertEquals(idOf("/srv/a", {}), id);
  assertNotEquals(idOf("/srv/b", {}), id);
  assertNotEquals(idOf("/srv/a", { created_at: "2026-01-01T00:00:01Z" }), id);
  assertNotEquals(idOf("/srv/a", { created_at: { toString: null } }), id);
});

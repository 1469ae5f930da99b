import { assertEquals } from "@std/assert";
import { judgingFields } from "../../../lib/import/judging_fields.ts";
import { recordOf } from "../../helpers/snapshots.ts";

Deno.test("judgingFields() keeps of a record what others are judged by, and nothing that is not there", () => {
  assertEquals(judgingFields(recordOf("profile")), { profile_class: "personal" });
  assertEquals(judgingFields(recordOf("actor")), { trust_level: "user", revoked_at: null });
});

Deno.test("judgingFields() keeps of what no contract knows only that it is there", () => {
  const record = { trust_level: "x".repeat(64), revoked_at: "x".repeat(65), device_state: { a: 1 }, updated_at: 7 };
  assertEquals(judgingFields(record), { ...record, revoked_at: "", device_state: true, updated_at: true });
});

import { assertEquals } from "@std/assert";
import { rightBeyond } from "../../../lib/policy/grants.ts";
import { recordOf } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof recordOf>[1]>;

/** Ada's rights are a user's: to read, write and merge in the house at home. */
const cases: readonly (readonly [name: string, actor: Changes, voucher: Changes, want: string | null])[] = [
  ["the same rights", {}, { trust_level: "local" }, null],
  ["fewer rights", { profile_scope: [], workspace_scope: [], capabilities: ["read"] }, { trust_level: "local" }, null],
  ["another profile", { profile_scope: ["profile:work"] }, {}, 'the profile "profile:work"'],
  ["another workspace", { workspace_scope: ["workspace:attic"] }, {}, 'the workspace "workspace:attic"'],
  ["another capability", { capabilities: ["read", "delete"] }, {}, 'the capability "delete"'],
  ["the same trust", {}, {}, null],
  ["more trust", { trust_level: "local" }, {}, 'the trust "local"'],
  ["a trust that is not known", { trust_level: "friend" }, {}, 'the trust "friend"'],
  ["a trust that is not told", { trust_level: undefined }, {}, 'the trust "unknown"'],
  ["the first level, by somebody of that level", { trust_level: "local" }, { trust_level: "local" }, null],
  ["any trust, by somebody whose trust is not known", {}, { trust_level: "friend" }, 'the trust "user"'],
];

for (const [name, actor, voucher, want] of cases) {
  Deno.test(`rightBeyond() of an actor that has ${name}`, () => {
    assertEquals(rightBeyond(recordOf("actor", actor), recordOf("actor", voucher)), want);
  });
}

import { assertEquals } from "@std/assert";
import { isOpenConflict } from "../../../lib/store/open_conflicts.ts";
import type { JsonObject } from "../../../lib/text/json.ts";

const cases: readonly (readonly [name: string, record: JsonObject, want: boolean])[] = [
  ["is open without a card", {}, true],
  ["is open with a card of another type", { decision_card: "merge" }, true],
  ["is open without a selected option", { decision_card: { options: ["merge"] } }, true],
  ["is open where null is selected", { decision_card: { selected_option: null } }, true],
  ["is resolved once an option is selected", { decision_card: { selected_option: "fork" } }, false],
];

for (const [name, record, want] of cases) {
  Deno.test(`isOpenConflict() ${name}`, () => assertEquals(isOpenConflict(record), want));
}

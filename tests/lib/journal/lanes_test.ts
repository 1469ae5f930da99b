import { assertEquals } from "@std/assert";
import { laneLagLimit } from "../../../lib/journal/lanes.ts";

for (const [lane, want] of [["priority", 0], ["normal", 100], ["unheard-of", 100]] as const) {
  Deno.test(`laneLagLimit() of ${lane} is ${want}`, () => assertEquals(laneLagLimit(lane), want));
}

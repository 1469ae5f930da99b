/** Decisions in force where there are many; which of a few are is told by decisions_test.ts. */
import { assertEquals } from "@std/assert";
import { inForce } from "../../../lib/policy/in_force.ts";
import { policyOf } from "../../helpers/policies.ts";
import { entryOf, storeWith } from "../../helpers/snapshots.ts";

const MANY = 200_000;

Deno.test("of however many decisions of one policy the newest is in force", () => {
  const decisions = policyOf(storeWith(entryOf("actor"), entryOf("decision"))).decisions
    .flatMap((decision) => Array.from({ length: MANY }, (_, decidedAt) => ({ ...decision, decidedAt })));
  assertEquals(decisions.length, MANY);
  assertEquals(inForce(decisions).map(({ decidedAt }) => decidedAt), [MANY - 1]);
});

Deno.test("of however many decisions of one moment that say the same all are in force", () => {
  const decisions = policyOf(storeWith(entryOf("actor"), entryOf("decision"))).decisions
    .flatMap((decision) => Array.from({ length: MANY }, () => ({ ...decision })));
  assertEquals(inForce(decisions).length, MANY);
});

import { assertEquals } from "@std/assert";
import { applyFaults, FAULTS } from "../../../fixtures/faults.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import { FAULT_FINDINGS } from "./fault_findings.ts";
import { DEEP_CHECKS, deepFindings, storeOf } from "./store_input.ts";

const HEALTHY = generateStore({ seed: 7, events: 200, objects: 60 });

/** Faults that rest on an object's own updated_at, which every writer overwrites, or that last too short a time. */
const NOT_YET_TOLD = [
  "plan-running-too-long",
  "revoked-actor-changed-object",
  "revoked-device-owner",
  "quarantined-device-owner",
];

const KINDS = new Map(DEEP_CHECKS.flatMap((check) => check.kinds.map((kind) => [kind.id, check.id] as const)));

for (const { name, title } of FAULTS) {
  const expected = (FAULT_FINDINGS[name] ?? []).filter(({ id }) => KINDS.has(id));
  Deno.test({
    name: `the deep checks find ${expected.length === 0 ? "nothing" : "one thing"} where ${name}: ${title}`,
    ignore: NOT_YET_TOLD.includes(name),
    fn() {
      const found = deepFindings(storeOf(applyFaults(HEALTHY, [name], 3).files));
      assertEquals(
        found.map(({ id, target, severity, durability }) => ({ id, target, severity, durability })),
        expected,
      );
      assertEquals(found.map(({ id, check }) => KINDS.get(id) === check), found.map(() => true));
    },
  });
}

Deno.test("every deep check has an id of its own, and every kind of finding belongs to one check", () => {
  const kinds = DEEP_CHECKS.flatMap((check) => check.kinds.map(({ id }) => id));
  assertEquals(new Set(kinds).size, kinds.length);
  assertEquals(new Set(DEEP_CHECKS.map(({ id }) => id)).size, DEEP_CHECKS.length);
});

Deno.test("every kind of finding has a title and an action that end without a full stop", () => {
  const texts = DEEP_CHECKS.flatMap((check) => check.kinds.flatMap(({ title, action }) => [title, action]));
  assertEquals(texts.filter((text) => !/^[A-Z].*[^.]$/.test(text)), []);
});

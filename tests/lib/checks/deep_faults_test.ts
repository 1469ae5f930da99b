import { assertEquals } from "@std/assert";
import { applyFaults, FAULTS } from "../../../fixtures/faults.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import { FAULT_FINDINGS } from "./fault_findings.ts";
import { DEEP_CHECKS, deepFindings, storeOf } from "./store_input.ts";

const HEALTHY = generateStore({ seed: 7, events: 200, objects: 60 });

const KINDS = new Map(DEEP_CHECKS.flatMap((check) => check.kinds.map((kind) => [kind.id, check.id] as const)));

for (const { name, title } of FAULTS) {
  const expected = (FAULT_FINDINGS[name] ?? []).filter(({ id }) => KINDS.has(id));
  Deno.test(`the deep checks find ${expected.length === 0 ? "nothing" : "one thing"} where ${name}: ${title}`, () => {
    const found = deepFindings(storeOf(applyFaults(HEALTHY, [name], 3).files));
    assertEquals(
      found.map(({ id, target, severity, durability }) => ({ id, target, severity, durability })),
      expected,
    );
    assertEquals(found.map(({ id, check }) => KINDS.get(id) === check), found.map(() => true));
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

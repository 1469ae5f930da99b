import { assertEquals, assertMatch } from "@std/assert";
import { runCheck } from "../../../lib/checks/frame/check.ts";
import { CHECKS } from "../../../lib/checks/all_checks.ts";
import { checkInput } from "../../helpers/findings.ts";
import { healthyStore } from "../../helpers/snapshots.ts";

/** Ids are promises to scripts; another check may come in anywhere. */
const PROMISED: readonly (readonly [id: string, required: boolean])[] = [
  ["interrupted", true],
  ["manifest", true],
  ["journal.present", true],
  ["journal.lines", true],
  ["journal.lag", false],
  ["journal.events", true],
  ["registries.readable", true],
  ["registries.contracts", true],
  ["record-ids", true],
  ["references", true],
  ["plans.cycles", false],
  ["schemas", false],
  ["boundaries.records", true],
  ["boundaries.events", false],
  ["trust.records", true],
  ["trust.activity", true],
  ["conflicts", true],
  ["plans", false],
  ["layout", true],
  ["permissions", false],
  ["disposable", false],
  ["host", false],
  ["derived", false],
  ["daemon", false],
];

Deno.test("CHECKS keeps its ids and what is required, in the order of the report", () => {
  const promised = new Set(PROMISED.map(([id]) => id));
  assertEquals<unknown>(
    CHECKS.filter(({ id }) => promised.has(id)).map(({ id, required }) => [id, required]),
    PROMISED,
  );
  assertEquals(new Set(CHECKS.map(({ id }) => id)).size, CHECKS.length);
});

for (const check of CHECKS) {
  Deno.test(`Check ${check.id} says in words what it is about`, () => {
    for (const text of [check.title, check.reads, check.why]) assertMatch(text, /^[^.].*[^.]$/);
  });

  Deno.test(`Check ${check.id} finds nothing in a healthy store`, () => {
    const want = check.id === "daemon" ? { ran: false, reason: "No daemon answers" } : { ran: true, findings: [] };
    assertEquals<unknown>(runCheck(check, checkInput(healthyStore())), want);
  });
}

Deno.test("CHECKS lists kinds of findings with stable, unique ids and whole sentences", () => {
  const kinds = CHECKS.flatMap((check) => check.kinds);
  assertEquals(new Set(kinds.map(({ id }) => id)).size, kinds.length);
  for (const { id, title, action } of kinds) {
    assertMatch(id, /^[a-z]+(-[a-z]+)*\.[a-z0-9-]+$/);
    for (const text of [title, action]) assertMatch(text, /^[A-Z].*[^.]$/);
  }
});

import { assertEquals } from "@std/assert";
import { policyDecisionsCheck } from "../../../lib/checks/policy_decisions.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { runCheck } from "../../helpers/findings.ts";
import { entryOf, unreadableEntry } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof entryOf>[1]>;

const ADA = entryOf("actor");
const decision = (id: string, changes: Changes = {}) => entryOf("decision", { decision_id: id, ...changes });
const FUTURE = "2026-02-01T00:00:00Z";
const TORN = unreadableEntry("decision", "policy-decisions/torn.json");

const cases: readonly (readonly [name: string, records: readonly RecordEntry[], want: readonly string[]])[] = [
  ["nothing of what counts", [ADA, decision("a"), decision("b", { effect: "deny", policy_id: "q" })], []],
  ["what allows and counts for nothing", [decision("a")], [
    'policy.void decision:a: Decision "a" allows nothing: its actor "actor:ada" is not registered (actor)',
  ]],
  ["nothing of what denies in the name of nobody", [decision("a", { effect: "deny" })], []],
  ["what allows from some day on", [ADA, decision("a", { decided_at: FUTURE })], [
    `policy.future decision:a: Decision "a" allows nothing yet: it is dated in the future, ${FUTURE} (future)`,
  ]],
  ["what denies from some day on, and stands already", [ADA, decision("a", { effect: "deny", decided_at: FUTURE })], [
    `policy.future decision:a: Decision "a" stands whatever follows: it is dated in the future, ${FUTURE} (future)`,
  ]],
  ["what allows at no time", [ADA, decision("a", { decided_at: undefined })], [
    'policy.void decision:a: Decision "a" allows nothing: its decided_at is missing (undated)',
  ]],
  ["what denies at no time, and what it overrules", [
    ADA,
    decision("a"),
    decision("b", { effect: "deny", decided_at: undefined }),
  ], [
    'policy.superseded-by-unreadable decision:a: Decision "a" does not count beside "b", which nobody can call older ' +
    "(superseded)",
    'policy.undated decision:b: Decision "b" stands whatever follows: its decided_at is missing (undated)',
  ]],
  ["what allows beside one that cannot be read, told of that alone", [ADA, decision("a"), TORN], [
    'policy.superseded-by-unreadable policy-decisions/torn.json: "policy-decisions/torn.json" cannot be read and may ' +
    "deny anything: 1 decision that allows something does not count beside it (undefined)",
  ]],
  ["nothing beside a record of another kind that cannot be read", [
    ADA,
    decision("a"),
    unreadableEntry("plan", "plans/torn.json"),
  ], []],
  ["several that allow beside one that cannot be read", [ADA, decision("a"), decision("b", { policy_id: "q" }), TORN], [
    'policy.superseded-by-unreadable policy-decisions/torn.json: "policy-decisions/torn.json" cannot be read and may ' +
    "deny anything: 2 decisions that allow something do not count beside it (undefined)",
  ]],
  ["nothing of one that cannot be read where none allows", [ADA, decision("a", { effect: "deny" }), TORN], []],
];

for (const [name, records, want] of cases) {
  Deno.test(`policyDecisionsCheck finds ${name}`, () => {
    const found = runCheck(policyDecisionsCheck, { records });
    const told = typeof found === "string"
      ? [found]
      : found.map(({ id, target, message, evidence }) => `${id} ${target}: ${message} (${evidence["reason"]})`);
    assertEquals(told, want);
  });
}

Deno.test("policyDecisionsCheck names the object that a decision is about, and its file where it is there", () => {
  const records = [entryOf("object"), decision("a"), decision("b", { object_id: "object:gone" })];
  const found = runCheck(policyDecisionsCheck, { records });
  assertEquals(typeof found === "string" ? found : found.map(({ evidence }) => evidence), [
    {
      file: "policy-decisions/a.json",
      object_id: "object:diary",
      object: "objects/object_diary.json",
      reason: "actor",
    },
    { file: "policy-decisions/b.json", object_id: "object:gone", reason: "actor" },
  ]);
});

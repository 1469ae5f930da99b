import { assertEquals } from "@std/assert";
import { plansCheck } from "../../../lib/checks/plans.ts";
import type { JsonObject, JsonValue } from "../../../lib/text/json.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { entryOf, HEALTHY_JOURNAL, journalOf, RECORDS } from "../../helpers/snapshots.ts";
import { found, inputOf, storeWithMore } from "./store_input.ts";

type Changes = Parameters<typeof entryOf>[1];

const plan = (id: string, changes: Changes = {}) => entryOf("plan", { plan_id: `plan:${id}`, ...changes });
const later = { journal: journalOf(HEALTHY_JOURNAL, { newest_event_at: "2026-01-04T00:00:01Z" }) };

const cases: [string, readonly RecordEntry[], readonly string[]][] = [
  ["nothing where plans are planned, done or cancelled", [
    plan("a", { status: "completed", last_error: "It failed at first" }),
    plan("b", { status: "cancelled" }),
  ], []],
  ["a blocked plan", [plan("a", { status: "blocked" })], ["plans.blocked plan:a"]],
  ["a failed plan", [plan("a", { status: "failed" })], ["plans.failed plan:a"]],
  ["a plan that has been running for more than a day", [
    plan("a", { status: "running", updated_at: "2026-01-03T00:00:00Z" }),
  ], ["plans.running-too-long plan:a"]],
  ["nothing where it has been running for a day", [
    plan("a", { status: "running", updated_at: "2026-01-03T00:00:01Z" }),
  ], []],
  ["nothing where nobody knows since when it runs", [plan("a", { status: "running", updated_at: "today" })], []],
];

for (const [name, entries, want] of cases) {
  Deno.test(`plansCheck finds ${name}`, () => assertEquals(found(plansCheck, storeWithMore(entries, later)), want));
}

const deny = entryOf("decision", { decision_id: "policy-decision:no", effect: "deny", rationale: "Not this one." });
const review = entryOf("decision", { decision_id: "policy-decision:wait", effect: "review_required" });
const openConflict = entryOf("conflict", { conflict_id: "conflict:open", decision_card: undefined });
const blocked = (changes: Changes) =>
  plan("a", { status: "blocked", policy_decision_ref: null, dependencies: [], ...changes });

const blockers: [string, readonly RecordEntry[], string, readonly JsonObject[]][] = [
  [
    "what it says itself where no record tells",
    [
      blocked({ object_ids: [], last_error: "Waits for Ada" }),
    ],
    "and says: Waits for Ada",
    [],
  ],
  ["nothing where it says nothing", [blocked({ object_ids: [] })], "and says: nothing", []],
  [
    "the decision that denies it",
    [
      deny,
      blocked({ policy_decision_ref: "policy-decision:no" }),
    ],
    'by decision "policy-decision:no", which denies it (Not this one.)',
    [{
      target: "policy-decision:no",
      file: "policy-decisions/policy-decision_no.json",
      reason: "deny",
    }],
  ],
  [
    "one decision once, though it is a dependency too",
    [
      deny,
      blocked({ policy_decision_ref: "policy-decision:no", dependencies: ["policy-decision:no"] }),
    ],
    'by decision "policy-decision:no", which denies it (Not this one.)',
    [{
      target: "policy-decision:no",
      file: "policy-decisions/policy-decision_no.json",
      reason: "deny",
    }],
  ],
  [
    "the plan that it waits for, and what is not there",
    [
      plan("b", { status: "running" }),
      plan("c", { status: "completed" }),
      blocked({ dependencies: ["plan:b", "plan:c", "plan:gone"] }),
    ],
    'by plan "plan:b", which is running, "plan:gone", which is not there',
    [
      { target: "plan:b", file: "plans/plan_b.json", reason: "running" },
      { target: "plan:gone", file: null, reason: "absent" },
    ],
  ],
  [
    "a decision that asks for review, and an open conflict",
    [
      review,
      openConflict,
      blocked({ policy_decision_ref: "policy-decision:wait" }),
    ],
    'by decision "policy-decision:wait", which asks for review ' +
    `(${RECORDS.decision["rationale"]}), conflict "conflict:open", which is open`,
    [
      { target: "policy-decision:wait", file: "policy-decisions/policy-decision_wait.json", reason: "review_required" },
      { target: "conflict:open", file: "conflicts/conflict_open.json", reason: "open" },
    ],
  ],
];

for (const [name, entries, cause, by] of blockers) {
  Deno.test(`plansCheck tells of a blocked plan ${name}`, () => {
    const outcome = plansCheck.run(inputOf(storeWithMore(entries)));
    assertEquals(
      outcome.ran && outcome.findings.map(({ message, evidence }) => [message, evidence["blocked_by"] ?? null]),
      [[`Plan "plan:a" is blocked ${cause}`, by]],
    );
  });
}

const failures: readonly (readonly [name: string, Changes, says: string, last_error: JsonValue])[] = [
  ["its last error", { last_error: "The disk is full" }, "The disk is full", "The disk is full"],
  ["a last error that is no text, as it stands", { last_error: { code: 7 } }, "nothing", { code: 7 }],
  ["nothing where its last error is empty", { last_error: "" }, "nothing", ""],
  ["nothing where it has none", { last_error: undefined }, "nothing", null],
];

for (const [name, changes, says, last_error] of failures) {
  Deno.test(`plansCheck tells of a failed plan ${name}`, () => {
    const store = storeWithMore([plan("a", { status: "failed", ...changes })]);
    assertEquals(plansCheck.run(inputOf(store)), {
      ran: true,
      findings: [{
        id: "plans.failed",
        check: "plans",
        severity: "warning",
        durability: "rebuildable",
        target: "plan:a",
        message: `Plan "plan:a" has failed and says: ${says}`,
        evidence: { file: "plans/plan_a.json", status: "failed", last_error },
        recommendation: {
          action: "Remove the cause that the plan gives, then plan again",
          command: "sourceos sync explain plan:a --store /srv/state",
          automatic: false,
          needs_review: true,
        },
      }],
    });
  });
}

Deno.test("plansCheck tells since when nothing was written of a plan that runs, in whole hours", () => {
  const running = plan("a", { status: "running", updated_at: "2026-01-02T22:30:00Z" });
  const outcome = plansCheck.run(inputOf(storeWithMore([running], later)));
  assertEquals(outcome.ran && outcome.findings.map(({ message, evidence }) => ({ message, evidence })), [{
    message: 'Plan "plan:a" is running, and nothing of it was written for 25 hours',
    evidence: {
      file: "plans/plan_a.json",
      status: "running",
      updated_at: "2026-01-02T22:30:00Z",
      newest_event_at: "2026-01-04T00:00:01Z",
      hours: 25,
    },
  }]);
});

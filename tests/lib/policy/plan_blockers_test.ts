import { assertEquals } from "@std/assert";
import { createPlanBlockers } from "../../../lib/policy/plan_blockers.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { lookupOf } from "../../../lib/store/lookup.ts";
import { policyOf } from "../../helpers/policies.ts";
import { entryOf, recordOf, storeWith, unreadableEntry } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof entryOf>[1]>;

const DECISION = { decision_id: "d:1", rationale: "So it is." };
const CONFLICT = { conflict_id: "conflict:open", decision_card: undefined };

function of(plan: Changes, entries: readonly RecordEntry[], derived: readonly (readonly [string, string])[] = []) {
  const store = storeWith(...[entryOf("actor"), ...entries]);
  const catalog = buildCatalog(store);
  const policy = policyOf(store, catalog);
  const blockers = createPlanBlockers({ lookup: lookupOf(store, catalog), policy, derived: new Map(derived) });
  const nothing = { policy_decision_ref: null, dependencies: [], object_ids: [], ...plan };
  const record = { record: recordOf("plan", nothing) };
  return { blockers: blockers.of(record), waitedFor: blockers.waitedFor(record) };
}

interface Case {
  readonly name: string;
  readonly plan: Changes;
  readonly entries?: readonly RecordEntry[];
  readonly derived?: readonly (readonly [target: string, state: string])[];
  /** `effect code reason, field: text (file)`. */
  readonly want: readonly string[];
}

const CASES: readonly Case[] = [
  { name: "nothing where it names nothing", plan: {}, want: [] },
  {
    name: "a decision that is not there",
    plan: { policy_decision_ref: "d:9" },
    want: ['unknown policy.unknown absent, policy_decision_ref: "d:9", which is not there (null)'],
  },
  {
    name: "a decision that cannot be read",
    plan: { policy_decision_ref: "d:1" },
    entries: [unreadableEntry("decision", "policy-decisions/d_1.json")],
    want: ['unknown policy.unknown unreadable, policy_decision_ref: "d:1", which cannot be read (null)'],
  },
  {
    name: "a decision that counts for nothing",
    plan: { policy_decision_ref: "d:1" },
    entries: [entryOf("decision", { ...DECISION, decided_at: undefined })],
    want: [
      'blocked policy.void void, policy_decision_ref: decision "d:1", which allows nothing: its decided_at is missing ' +
      "(policy-decisions/d_1.json)",
    ],
  },
  {
    name: "a decision of no effect",
    plan: { policy_decision_ref: "d:1" },
    entries: [entryOf("decision", { ...DECISION, effect: undefined })],
    want: [
      'blocked policy.denied unknown, policy_decision_ref: decision "d:1", which denies it (So it is.) ' +
      "(policy-decisions/d_1.json)",
    ],
  },
  {
    name: "a decision that is named as a dependency",
    plan: { dependencies: ["d:1"] },
    entries: [entryOf("decision", { ...DECISION, effect: "review_required" })],
    want: [
      'review policy.review review_required, dependencies: decision "d:1", which asks for review (So it is.) ' +
      "(policy-decisions/d_1.json)",
    ],
  },
  {
    name: "a decision once that it names twice",
    plan: { policy_decision_ref: "d:1", dependencies: ["d:1"], object_ids: ["object:diary"] },
    entries: [entryOf("decision", { ...DECISION, effect: "deny" })],
    want: [
      'blocked policy.denied deny, policy_decision_ref: decision "d:1", which denies it (So it is.) ' +
      "(policy-decisions/d_1.json)",
    ],
  },
  {
    name: "decisions about its objects that it does not name",
    plan: { object_ids: ["object:diary"] },
    entries: [
      entryOf("decision", { ...DECISION, effect: "review_required" }),
      entryOf("decision", { ...DECISION, decision_id: "d:2", effect: "deny", policy_id: "q" }),
      entryOf("decision", { ...DECISION, decision_id: "d:3", effect: undefined, policy_id: "r" }),
    ],
    want: [
      'blocked policy.denied deny, object_ids: decision "d:2", which denies it (So it is.) (policy-decisions/d_2.json)',
      'blocked policy.denied unknown, object_ids: decision "d:3", which denies it (So it is.) ' +
      "(policy-decisions/d_3.json)",
      'review policy.review review_required, object_ids: decision "d:1", which asks for review (So it is.) ' +
      "(policy-decisions/d_1.json)",
    ],
  },
  {
    name: "nothing where the plan that it waits for is completed",
    plan: { dependencies: ["plan:b"] },
    entries: [entryOf("plan", { plan_id: "plan:b", status: "completed" })],
    want: [],
  },
  {
    name: "the plan that it waits for, where that is running",
    plan: { dependencies: ["plan:b"] },
    entries: [entryOf("plan", { plan_id: "plan:b", status: "running" })],
    want: ['blocked plan.dependency running, dependencies: plan "plan:b", which is running (plans/plan_b.json)'],
  },
  {
    name: "the plan that it waits for, where that tells no status",
    plan: { dependencies: ["plan:b"] },
    entries: [entryOf("plan", { plan_id: "plan:b", status: undefined })],
    want: [
      'blocked plan.dependency unknown, dependencies: plan "plan:b", which is in no known state (plans/plan_b.json)',
    ],
  },
  {
    name: "what it waits for and is not there",
    plan: { dependencies: ["plan:b"] },
    want: ['unknown plan.dependency absent, dependencies: "plan:b", which is not there (null)'],
  },
  {
    name: "the plan that it waits for, where that cannot be read",
    plan: { dependencies: ["plan:b"] },
    entries: [unreadableEntry("plan", "plans/plan_b.json")],
    want: ['unknown plan.dependency unreadable, dependencies: "plan:b", which cannot be read (null)'],
  },
  {
    name: "derived state that is not sound, and what is not there",
    plan: { dependencies: ["index:a", "index:b", "index:c"] },
    derived: [["index:a", "not_built"], ["index:b", "healthy"]],
    want: [
      'blocked plan.dependency not_built, dependencies: "index:a", which is not built (null)',
      'unknown plan.dependency absent, dependencies: "index:c", which is not there (null)',
    ],
  },
  {
    name: "an actor that is withdrawn",
    plan: { target_actor: "actor:bo" },
    entries: [entryOf("actor", { actor_id: "actor:bo", revoked_at: "2026-01-01T00:00:00Z" })],
    want: ['blocked plan.actor revoked, target_actor: actor "actor:bo", which is revoked (actors/actor_bo.json)'],
  },
  {
    name: "open conflicts about its objects",
    plan: { object_ids: ["object:diary"] },
    entries: [
      entryOf("conflict", CONFLICT),
      entryOf("conflict", { ...CONFLICT, conflict_id: "conflict:hard", severity: "blocking" }),
      entryOf("conflict", { ...CONFLICT, conflict_id: "conflict:other", object_id: "object:other" }),
      entryOf("conflict", { ...CONFLICT, conflict_id: "conflict:none", object_id: null }),
      entryOf("conflict", { conflict_id: "conflict:over" }),
    ],
    want: [
      'review conflict.open open, object_ids: conflict "conflict:open", which is open (conflicts/conflict_open.json)',
      'blocked conflict.blocking open, object_ids: conflict "conflict:hard", which is open ' +
      "(conflicts/conflict_hard.json)",
    ],
  },
];

for (const { name, plan, entries = [], derived = [], want } of CASES) {
  Deno.test(`A plan is blocked by ${name}`, () => {
    const told = of(plan, entries, derived).blockers.map(({ effect, code, reason, field, text, file }) =>
      `${effect} ${code} ${reason}, ${field}: ${text} (${file})`
    );
    assertEquals(told, want);
  });
}

Deno.test("A plan tells which derived state it waited for, and that is healthy by now", () => {
  const states = [["index:a", "healthy"], ["index:b", "healthy"], ["index:c", "stale"]] as const;
  const waited = [["index:a"], ["index:a", "index:b"], ["index:c"]].map((dependencies) =>
    of({ dependencies }, [], states).waitedFor
  );
  assertEquals(waited, [
    'though "index:a", for which it waited, is healthy',
    'though "index:a" and "index:b", for which it waited, are healthy',
    null,
  ]);
});

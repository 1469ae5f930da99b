import { assertEquals } from "@std/assert";
import {
  type Refusal,
  refusalForObject,
  refusalOfPlan,
  refusalOfRepair,
  REPAIR_POLICY,
} from "../../../lib/policy/repair_refusals.ts";
import { policyOf } from "../../helpers/policies.ts";
import { entryOf, recordOf, storeWith, unreadableEntry } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof entryOf>[1]>;

const policyWith = (...decisions: readonly Changes[]) =>
  policyOf(storeWith(entryOf("actor"), ...decisions.map((changes) => entryOf("decision", changes))));
const decision = (id: string, changes: Changes): Changes => ({ decision_id: id, rationale: "So it is.", ...changes });
const whole = (id: string, effect: string, decided_at: string): Changes =>
  decision(id, { policy_id: REPAIR_POLICY, object_id: undefined, effect, decided_at });

const DENIED: Refusal = { decisionId: "d:1", reason: 'Policy decision "d:1" denies it (So it is.)' };
const REVIEWED: Refusal = { decisionId: "d:1", reason: 'Policy decision "d:1" asks for a review first (So it is.)' };

const repairs: readonly (readonly [name: string, decisions: readonly Changes[], want: Refusal | null])[] = [
  ["allows what nobody decided on", [], null],
  ["allows what is allowed", [whole("d:1", "allow", "2026-01-01T00:00:00Z")], null],
  ["refuses what is denied", [whole("d:1", "deny", "2026-01-01T00:00:00Z")], DENIED],
  ["refuses what is to be reviewed", [whole("d:1", "review_required", "2026-01-01T00:00:00Z")], REVIEWED],
  ["refuses what an effect says that is unknown", [whole("d:1", "perhaps", "2026-01-01T00:00:00Z")], DENIED],
  [
    "goes by the newest decision",
    [whole("d:1", "deny", "2026-01-02T00:00:00Z"), whole("d:2", "allow", "2026-01-01T00:00:00Z")],
    DENIED,
  ],
  [
    "goes by the newest decision, whatever their order",
    [whole("d:1", "deny", "2026-01-01T00:00:00Z"), whole("d:2", "allow", "2026-01-02T00:00:00Z")],
    null,
  ],
  [
    "takes no decision about another policy",
    [{ ...whole("d:1", "deny", "2026-01-01T00:00:00Z"), policy_id: "other" }],
    null,
  ],
  ["takes no decision about one object", [decision("d:1", { policy_id: REPAIR_POLICY, effect: "deny" })], null],
];

for (const [name, decisions, want] of repairs) {
  Deno.test(`refusalOfRepair() ${name}`, () => assertEquals(refusalOfRepair(policyWith(...decisions)), want));
}

const references:
  readonly (readonly [name: string, id: string | null, decisions: readonly Changes[], want: Refusal | null])[] = [
    ["refuses where none is named", null, [], { decisionId: null, reason: "No policy decision is named for it" }],
    ["refuses where it is missing", "d:9", [], { decisionId: "d:9", reason: 'Policy decision "d:9" is missing' }],
    ["refuses where it denies", "d:1", [decision("d:1", { effect: "deny" })], DENIED],
    ["refuses where it asks for a review", "d:1", [decision("d:1", { effect: "review_required" })], REVIEWED],
    ["allows where it allows", "d:1", [decision("d:1", { effect: "allow" })], null],
    ["refuses where it counts for nothing", "d:1", [decision("d:1", { decided_at: undefined })], {
      decisionId: "d:1",
      reason: 'Policy decision "d:1" allows nothing: its decided_at is missing',
    }],
    ["refuses where it is about another object", "d:1", [decision("d:1", { object_id: "object:other" })], {
      decisionId: "d:1",
      reason: 'Policy decision "d:1" allows nothing of it: it is about object "object:other"',
    }],
  ];

for (const [name, id, decisions, want] of references) {
  Deno.test(`refusalOfPlan() ${name}`, () =>
    assertEquals(refusalOfPlan(recordOf("plan", { policy_decision_ref: id }), policyWith(...decisions)), want));
}

Deno.test("refusalOfPlan() refuses where the named decision cannot be read", () => {
  const policy = policyOf(storeWith(unreadableEntry("decision", "policy-decisions/d_1.json")));
  assertEquals(refusalOfPlan(recordOf("plan", { policy_decision_ref: "d:1" }), policy), {
    decisionId: "d:1",
    reason: 'Policy decision "d:1" cannot be read',
  });
});

const objects: readonly (readonly [name: string, decisions: readonly Changes[], want: Refusal | null])[] = [
  ["allows what nobody decided on", [], null],
  ["refuses what is denied", [decision("d:1", { effect: "deny" })], DENIED],
  ["allows what is allowed", [decision("d:1", { effect: "allow" })], null],
  ["takes no decision about another object", [decision("d:1", { effect: "deny", object_id: "object:other" })], null],
];

for (const [name, decisions, want] of objects) {
  Deno.test(`refusalForObject() ${name}`, () =>
    assertEquals(refusalForObject("object:diary", policyWith(...decisions)), want));
}

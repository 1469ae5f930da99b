import { assertEquals } from "@std/assert";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { standingCauses, type StandingState } from "../../../lib/explain/standing.ts";
import { eventSubject, recordSubject } from "../../../lib/explain/subject.ts";
import type { JournalEvent } from "../../../lib/journal/event.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { createPlanBlockers } from "../../../lib/policy/plan_blockers.ts";
import { lookupOf } from "../../../lib/store/lookup.ts";
import { policyOf } from "../../helpers/policies.ts";
import { entryOf, RECORDS, storeWith } from "../../helpers/snapshots.ts";

interface Case {
  readonly name: string;
  readonly kind: RecordKind;
  readonly changes?: Parameters<typeof entryOf>[1];
  readonly others?: readonly RecordEntry[];
  /** Effect, code and summary of each cause. */
  readonly want: readonly (readonly [effect: string, code: string, summary: string])[];
}

const decision = (effect: string) => entryOf("decision", { effect });
const ALLOWED = [decision("allow")];
const DECISION = 'It is held up by decision "policy-decision:diary-may-leave", which';
const WHY = `(${RECORDS.decision["rationale"]})`;
const DENIED = `${DECISION} denies it ${WHY}`;
const dependency = { dependencies: ["plan:first"] };

const cases: readonly Case[] = [
  { name: "a trusted actor", kind: "actor", want: [] },
  {
    name: "a revoked actor",
    kind: "actor",
    changes: { revoked_at: "2026-01-02T00:00:00Z" },
    want: [["blocked", "actor.revoked", "It was revoked at 2026-01-02T00:00:00Z"]],
  },
  {
    name: "a quarantined actor",
    kind: "actor",
    changes: { trust_level: "quarantined" },
    want: [["blocked", "actor.quarantined", "It is quarantined"]],
  },
  {
    name: "an agent without a key",
    kind: "actor",
    changes: { actor_type: "agent", signing_key_ref: null },
    want: [["review", "actor.unsigned", "It is an agent without a signing key"]],
  },
  { name: "a person without a key", kind: "actor", changes: { signing_key_ref: null }, want: [] },
  { name: "a trusted device", kind: "device", want: [] },
  ...["revoked", "quarantined"].map((state): Case => ({
    name: `a ${state} device`,
    kind: "device",
    changes: { device_state: state },
    want: [["blocked", "device.withdrawn", `It is ${state}`]],
  })),
  {
    name: "an untrusted device",
    kind: "device",
    changes: { device_state: "untrusted" },
    want: [["review", "device.untrusted", "It is not trusted"]],
  },
  { name: "a personal profile", kind: "profile", want: [] },
  {
    name: "an air-gapped profile",
    kind: "profile",
    changes: { profile_class: "air_gapped" },
    want: [["blocked", "profile.air-gapped", "It is air gapped: nothing of it leaves this device"]],
  },
  { name: "a resolved conflict", kind: "conflict", changes: { severity: "blocking" }, want: [] },
  {
    name: "an open conflict",
    kind: "conflict",
    changes: { decision_card: {} },
    want: [["review", "conflict.open", "It is open and waits for a decision"]],
  },
  {
    name: "a blocking conflict",
    kind: "conflict",
    changes: { decision_card: {}, severity: "blocking" },
    want: [["blocked", "conflict.blocking", "It is open and blocks its object"]],
  },
  { name: "a decision that allows", kind: "decision", want: [] },
  {
    name: "a decision that denies",
    kind: "decision",
    changes: { effect: "deny" },
    want: [["blocked", "policy.denied", "It denies"]],
  },
  {
    name: "a decision that asks for review",
    kind: "decision",
    changes: { effect: "review_required" },
    want: [["review", "policy.review", "It asks for review"]],
  },
  {
    name: "a decision whose effect nobody knows",
    kind: "decision",
    changes: { effect: "perhaps" },
    want: [["blocked", "policy.denied", "It denies"]],
  },
  {
    name: "a decision that a later one superseded",
    kind: "decision",
    changes: { effect: "deny" },
    others: [entryOf("decision", { decision_id: "d:2", decided_at: "2026-01-03T00:00:00Z" })],
    want: [["review", "policy.superseded", '"d:2" supersedes it']],
  },
  ...([
    [{ decided_at: undefined }, "its decided_at is missing"],
    [{ decided_at: "soon" }, 'its decided_at "soon" is not of the form 2026-01-31T23:59:59Z'],
    [{ decided_at: "9999-12-31T23:59:59Z" }, "it is dated in the future, 9999-12-31T23:59:59Z"],
    [{ policy_id: undefined }, 'it breaks its contract: Field "policy_id" is required and absent'],
    [{ actor_id: "actor:nobody" }, 'its actor "actor:nobody" is not registered'],
    [{ workspace_id: "workspace:attic" }, 'its actor "actor:ada" may not decide in workspace "workspace:attic"'],
  ] as const).map(([changes, reason]): Case => ({
    name: `a decision that allows, though ${reason}`,
    kind: "decision",
    changes,
    want: [["review", "policy.void", `It allows nothing: ${reason}`]],
  })),
  {
    name: "a denial without a time",
    kind: "decision",
    changes: { effect: "deny", decided_at: undefined },
    want: [["blocked", "policy.denied", "It denies; its decided_at is missing, so that nothing supersedes it"]],
  },
  {
    name: "a decision that allows beside a denial of the future",
    kind: "decision",
    others: [entryOf("decision", { decision_id: "d:2", effect: "deny", decided_at: "2030-01-01T00:00:00Z" })],
    want: [[
      "review",
      "policy.superseded",
      '"d:2" supersedes it, and nobody can call that one older: it is dated in the future, 2030-01-01T00:00:00Z',
    ]],
  },
  {
    name: "a plan whose decision is void",
    kind: "plan",
    changes: { dependencies: [] },
    others: [entryOf("decision", { actor_id: "actor:nobody" })],
    want: [["blocked", "policy.void", `${DECISION} allows nothing: its actor "actor:nobody" is not registered`]],
  },
  {
    name: "a plan whose decision is about one of its objects alone",
    kind: "plan",
    changes: { dependencies: [], object_ids: ["object:diary", "object:letter"] },
    others: ALLOWED,
    want: [["blocked", "policy.void", `${DECISION} allows nothing of it: it is about object "object:diary"`]],
  },
  {
    name: "a plan whose decision is about another place",
    kind: "plan",
    changes: { dependencies: [], workspace_id: "workspace:attic" },
    others: ALLOWED,
    want: [[
      "blocked",
      "policy.void",
      `${DECISION} allows nothing of it: it is about profile "profile:home" and workspace "workspace:house"`,
    ]],
  },
  {
    name: "a plan about an object that another policy denies",
    kind: "plan",
    changes: { dependencies: [] },
    others: [...ALLOWED, entryOf("decision", { decision_id: "d:2", policy_id: "other", effect: "deny" })],
    want: [["blocked", "policy.denied", `It is held up by decision "d:2", which denies it ${WHY}`]],
  },
  { name: "a planned plan that is allowed", kind: "plan", others: ALLOWED, want: [] },
  {
    name: "a plan without its decision",
    kind: "plan",
    want: [["unknown", "policy.unknown", 'It is held up by "policy-decision:diary-may-leave", which is not there']],
  },
  {
    name: "a plan that names no decision",
    kind: "plan",
    changes: { policy_decision_ref: null, dependencies: [] },
    want: [],
  },
  {
    name: "a blocked plan",
    kind: "plan",
    changes: { status: "blocked" },
    others: ALLOWED,
    want: [["blocked", "plan.blocked", "Its status is blocked"]],
  },
  {
    name: "a failed plan",
    kind: "plan",
    changes: { status: "failed", last_error: "The disk is full" },
    others: ALLOWED,
    want: [["blocked", "plan.failed", "It failed: The disk is full"]],
  },
  {
    name: "a plan that failed without a word",
    kind: "plan",
    changes: { status: "failed" },
    others: ALLOWED,
    want: [["blocked", "plan.failed", "It failed: no error is recorded"]],
  },
  {
    name: "a denied plan",
    kind: "plan",
    others: [decision("deny")],
    want: [["blocked", "policy.denied", DENIED]],
  },
  {
    name: "a plan that waits for review",
    kind: "plan",
    others: [decision("review_required")],
    want: [["review", "policy.review", `${DECISION} asks for review ${WHY}`]],
  },
  {
    name: "a plan that waits for another plan",
    kind: "plan",
    changes: dependency,
    others: [...ALLOWED, entryOf("plan", { plan_id: "plan:first", status: "running" })],
    want: [["blocked", "plan.dependency", 'It waits for plan "plan:first", which is running']],
  },
  {
    name: "a plan whose dependency is done",
    kind: "plan",
    changes: dependency,
    others: [...ALLOWED, entryOf("plan", { plan_id: "plan:first", status: "completed" })],
    want: [],
  },
  {
    name: "a plan whose dependency is not there",
    kind: "plan",
    changes: dependency,
    others: ALLOWED,
    want: [["unknown", "plan.dependency", 'It waits for "plan:first", which is not there']],
  },
  {
    name: "a plan that waits for an index, and for one that nothing here knows",
    kind: "plan",
    changes: { dependencies: ["index:object-heads", "index:lane-counters", "index:search"] },
    others: ALLOWED,
    want: [
      ["blocked", "plan.dependency", 'It waits for "index:object-heads", which is stale'],
      ["unknown", "plan.dependency", 'It waits for "index:search", which is not there'],
    ],
  },
  {
    name: "a plan whose decision was superseded",
    kind: "plan",
    changes: { dependencies: [] },
    others: [
      ...ALLOWED,
      entryOf("decision", { decision_id: "d:2", effect: "deny", decided_at: "2026-01-03T00:00:00Z" }),
    ],
    want: [[
      "blocked",
      "policy.denied",
      `It is held up by decision "d:2", which denies it ${WHY}, and supersedes "policy-decision:diary-may-leave"`,
    ]],
  },
  {
    name: "a plan that rests on a decision as its dependency",
    kind: "plan",
    changes: { dependencies: ["policy-decision:diary-may-leave"] },
    others: ALLOWED,
    want: [],
  },
  {
    name: "a plan with every cause at once",
    kind: "plan",
    changes: { ...dependency, status: "blocked", target_actor: "actor:scribe" },
    others: [
      decision("deny"),
      entryOf("plan", { plan_id: "plan:first", status: "running" }),
      entryOf("actor", { revoked_at: "2026-01-03T00:00:00Z" }),
      entryOf("actor", { actor_id: "actor:scribe", trust_level: "quarantined" }),
      entryOf("conflict", { decision_card: {}, severity: "blocking" }),
      entryOf("conflict", { conflict_id: "conflict:second", decision_card: {} }),
      entryOf("conflict", { conflict_id: "conflict:resolved" }),
    ],
    want: [
      ["blocked", "plan.blocked", "Its status is blocked"],
      ["blocked", "policy.denied", DENIED],
      ["blocked", "plan.dependency", 'It waits for plan "plan:first", which is running'],
      ["blocked", "plan.actor", 'It is held up by actor "actor:ada", which is revoked'],
      ["blocked", "plan.actor", 'It is held up by actor "actor:scribe", which is quarantined'],
      ["blocked", "conflict.blocking", 'It is held up by conflict "conflict:diary-dates", which is open'],
      ["review", "conflict.open", 'It is held up by conflict "conflict:second", which is open'],
    ],
  },
  {
    name: "a completed plan with an open conflict",
    kind: "plan",
    changes: { ...dependency, status: "completed" },
    others: [...ALLOWED, entryOf("conflict", { decision_card: {} })],
    want: [],
  },
  ...[{ revoked_at: "2026-01-02T00:00:00Z" }, { trust_level: "quarantined" }].map((changes): Case => ({
    name: `a device withdrawn by its ${Object.keys(changes)[0]}`,
    kind: "device",
    changes,
    want: [["blocked", "device.withdrawn", `It is ${"revoked_at" in changes ? "revoked" : "quarantined"}`]],
  })),
  { name: "a workspace", kind: "workspace", want: [] },
  { name: "a schema", kind: "schema", want: [] },
];

function stateOf(...records: readonly RecordEntry[]): StandingState {
  const ada = entryOf("actor");
  const store = storeWith(...records, ...(records.some(({ file }) => file.path === ada.file.path) ? [] : [ada]));
  const catalog = buildCatalog(store);
  const policy = policyOf(store, catalog);
  const derived = new Map([["index:object-heads", "stale"], ["index:lane-counters", "healthy"]]);
  return { catalog, policy, blockers: createPlanBlockers({ lookup: lookupOf(store, catalog), policy, derived }) };
}

const EVENT: JournalEvent = {
  event_id: "evt-00000001",
  event_type: "update",
  lane: "normal",
  object_id: "object:diary",
  producer: "actor:ada",
  created_at: "2026-01-02T08:00:00Z",
  payload: {},
  applied: true,
  line: 1,
  offset: 0,
};

const events: readonly (readonly [name: string, changes: Partial<JournalEvent>, revokedAt: string, want: string[]])[] =
  [
    ["of an actor that was revoked later", {}, "2026-01-02T09:00:00Z", []],
    ["of an actor that was revoked before", {}, "2026-01-02T07:00:00Z", ["blocked event.producer-withdrawn"]],
    ["that is not applied", { applied: false }, "2026-01-02T09:00:00Z", ["review event.unapplied"]],
    ["of nobody known", { producer: "actor:ghost" }, "2026-01-02T07:00:00Z", []],
  ];

for (const [name, changes, revokedAt, want] of events) {
  Deno.test(`standingCauses() weighs an event ${name}`, () => {
    const state = stateOf(entryOf("actor", { revoked_at: revokedAt }));
    const causes = standingCauses(eventSubject({ ...EVENT, ...changes }), state);
    assertEquals(causes.map(({ effect, code }) => `${effect} ${code}`), want);
  });
}

for (const { name, kind, changes = {}, others = [], want } of cases) {
  Deno.test(`standingCauses() weighs ${name}`, () => {
    const state = stateOf(entryOf(kind, changes), ...others);
    const [subject] = state.catalog.ofKind(kind);
    if (subject === undefined) throw new Error("The subject is not in the catalog");
    const causes = standingCauses(recordSubject(subject), state);
    assertEquals<unknown>(causes.map(({ effect, code, summary }) => [effect, code, summary]), want);
    for (const { known, evidence } of causes) assertEquals([known, evidence.length], [true, 1]);
  });
}

import { assertEquals } from "@std/assert";
import { journalLine } from "../../../fixtures/records.ts";
import { boundariesCheck } from "../../../lib/checks/boundaries.ts";
import { boundaryEventsCheck } from "../../../lib/checks/boundary_events.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import type { RecordEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { storedReport } from "../../helpers/reports.ts";
import { entryOf, fileEntry, HEALTHY_JOURNAL, healthyStore, journalOf, recordEntry } from "../../helpers/snapshots.ts";
import { found, inputOf, storeWithMore } from "./store_input.ts";

/** Work beside home: a profile, a workspace, an actor who may only act there, and an object. */
const WORK: readonly RecordEntry[] = [
  entryOf("profile", { profile_id: "profile:work", profile_class: "work" }),
  entryOf("workspace", { workspace_id: "workspace:office", profile_id: "profile:work" }),
  entryOf("actor", {
    actor_id: "actor:bo",
    profile_scope: ["profile:work"],
    workspace_scope: ["workspace:office"],
  }),
  entryOf("object", {
    object_id: "object:report",
    profile_id: "profile:work",
    workspace_id: "workspace:office",
    created_by_actor: "actor:bo",
    last_modified_by_actor: "actor:bo",
  }),
];
const VAULT = entryOf("profile", { profile_id: "profile:home", profile_class: "air_gapped" });
const PLAN = "sync-plan:diary-to-desk";

type Changes = Parameters<typeof entryOf>[1];

/** A decision that is not the healthy store's own. */
function allow(changes: Changes): RecordEntry {
  return entryOf("decision", { decision_id: "policy-decision:more", ...changes });
}

function home(...entries: readonly RecordEntry[]): StoreSnapshot {
  return storeWithMore([...WORK, ...entries]);
}

const ADA_EVERYWHERE = entryOf("actor", {
  profile_scope: ["profile:home", "profile:work"],
  workspace_scope: ["workspace:house", "workspace:office"],
});
const crossing = entryOf("plan", { object_ids: ["object:report"], policy_decision_ref: null });
const inAttic = entryOf("object", { object_id: "object:chest", workspace_id: "workspace:attic" });
const byBo = entryOf("object", { last_modified_by_actor: "actor:bo" });
const allowed = entryOf("object", {
  last_modified_by_actor: "actor:bo",
  policy_decision_ref: "policy-decision:more",
});

const cases: [string, StoreSnapshot, readonly string[]][] = [
  ["nothing where everybody stays at home or at work", home(), []],
  ["an object changed by an actor from elsewhere", home(byBo), ["boundaries.object-scope object:diary"]],
  ["an object created by an actor from elsewhere", home(entryOf("object", { created_by_actor: "actor:bo" })), [
    "boundaries.object-scope object:diary",
  ]],
  [
    "an object made and changed by one such actor once",
    home(
      entryOf("object", { created_by_actor: "actor:bo", last_modified_by_actor: "actor:bo" }),
    ),
    ["boundaries.object-scope object:diary"],
  ],
  [
    "an object in a workspace of the profile where the actor may not act",
    home(
      entryOf("workspace", { workspace_id: "workspace:attic" }),
      inAttic,
    ),
    ["boundaries.object-scope object:chest"],
  ],
  ["a workspace that is known by being named", {
    ...home(inAttic),
    records: home(inAttic).records.filter(({ kind }) => kind !== "workspace"),
  }, ["boundaries.object-scope object:chest"]],
  [
    "nothing where the profile is not there, which is a dangling end",
    home(
      entryOf("object", { profile_id: "profile:gone" }),
    ),
    [],
  ],
  ["nothing where the workspace is not there", home(inAttic), []],
  [
    "nothing where the actor's scopes are no list, which its contract tells",
    home(
      byBo,
      entryOf("actor", { actor_id: "actor:bo", profile_scope: "all", workspace_scope: undefined }),
    ),
    [],
  ],
  ["nothing where the object's record names the decision that allows it", home(allowed, allow({})), []],
  ["nothing where that decision is about everything in the place", home(allowed, allow({ object_id: null })), []],
  ["an object where a decision allows it that its record does not name", home(byBo, allow({})), [
    "boundaries.object-scope object:diary",
  ]],
  ["an object where the decision is about another object", home(allowed, allow({ object_id: "object:report" })), [
    "boundaries.object-scope object:diary",
  ]],
  ["an object where the decision is about another place", home(allowed, allow({ workspace_id: "workspace:attic" })), [
    "boundaries.object-scope object:diary",
  ]],
  ["an object where the decision denies it", home(allowed, allow({ effect: "deny" })), [
    "boundaries.object-scope object:diary",
  ]],
  [
    "an object where a newer decision of the policy took the allowance back",
    home(
      allowed,
      allow({}),
      entryOf("decision", {
        decision_id: "policy-decision:later",
        effect: "deny",
        decided_at: "2026-01-03T00:00:00Z",
      }),
    ),
    ["boundaries.object-scope object:diary"],
  ],
  [
    "a plan whose target may not act there",
    home(
      entryOf("plan", { target_actor: "actor:bo", policy_decision_ref: null }),
    ),
    [`boundaries.plan-scope ${PLAN}`],
  ],
  ["nothing where the plan names the decision that allows it", home(entryOf("plan", { target_actor: "actor:bo" })), []],
  [
    "a plan where the decision that it names allows only some of its objects",
    home(
      entryOf("object", { object_id: "object:letter" }),
      entryOf("plan", { target_actor: "actor:bo", object_ids: ["object:diary", "object:letter"] }),
    ),
    [`boundaries.plan-scope ${PLAN}`],
  ],
  ["a plan that reaches into another profile", home(crossing), [`boundaries.plan-crosses-profiles ${PLAN}`]],
  [
    "a plan that crosses and names a decision about another object",
    home(
      entryOf("plan", { object_ids: ["object:report"] }),
    ),
    [`boundaries.plan-crosses-profiles ${PLAN}`],
  ],
  [
    "nothing where a cancelled plan would have crossed",
    home(
      entryOf("plan", { object_ids: ["object:report"], policy_decision_ref: null, status: "cancelled" }),
    ),
    [],
  ],
  [
    "nothing where somebody who reaches both profiles lets the object come into the plan's",
    home(
      crossing,
      ADA_EVERYWHERE,
      allow({ object_id: "object:report" }),
    ),
    [],
  ],
  [
    "a plan where whoever lets the object in does not reach it",
    home(
      crossing,
      allow({ object_id: "object:report" }),
    ),
    [`boundaries.plan-crosses-profiles ${PLAN}`],
  ],
  [
    "a plan where the object may only be used in its own profile",
    home(
      crossing,
      ADA_EVERYWHERE,
      allow({ object_id: "object:report", profile_id: "profile:work", workspace_id: "workspace:office" }),
    ),
    [`boundaries.plan-crosses-profiles ${PLAN}`],
  ],
  [
    "a plan whose actor may act on everything where the object is, and nothing says that it may leave",
    home(
      crossing,
      ADA_EVERYWHERE,
      allow({
        object_id: null,
        profile_id: "profile:work",
        workspace_id: "workspace:office",
      }),
    ),
    [`boundaries.plan-crosses-profiles ${PLAN}`],
  ],
  ["a conflict about an object of another profile", home(entryOf("conflict", { object_id: "object:report" })), [
    "boundaries.conflict-crosses-profiles conflict:diary-dates",
  ]],
  [
    "a conflict between an actor and one from elsewhere",
    home(
      entryOf("conflict", { actors: ["actor:ada", "actor:bo"] }),
    ),
    ["boundaries.conflict-scope conflict:diary-dates"],
  ],
  [
    "a transaction by an actor from elsewhere",
    home(
      entryOf("transaction", { actor_id: "actor:bo", policy_decision_ref: null }),
    ),
    ["boundaries.transaction-scope agent-txn:diary-summary"],
  ],
  [
    "a transaction that reaches into another profile",
    home(
      entryOf("transaction", { object_ids: ["object:report"], policy_decision_ref: null }),
    ),
    ["boundaries.transaction-crosses-profiles agent-txn:diary-summary"],
  ],
  ["a plan that replicates out of an air gap, whatever allows it", home(VAULT), [
    `boundaries.air-gapped-plan ${PLAN}`,
  ]],
  [
    "a plan that has exported out of an air gap",
    home(
      VAULT,
      entryOf("plan", { operation_class: "export", status: "completed" }),
    ),
    [`boundaries.air-gapped-plan ${PLAN}`],
  ],
  [
    "nothing of objects and actors that are not there, which is told by itself",
    home(
      entryOf("plan", { object_ids: ["object:gone"] }),
      entryOf("object", { created_by_actor: "actor:gone" }),
    ),
    [],
  ],
  ["nothing where a plan repairs behind an air gap", home(VAULT, entryOf("plan", { operation_class: "repair" })), []],
  [
    "nothing where a transaction behind an air gap names an operation, which plans alone carry out",
    home(
      VAULT,
      entryOf("plan", { operation_class: "repair" }),
      entryOf("transaction", { operation_class: "export" }),
    ),
    [],
  ],
  ["nothing where a plan out of an air gap was cancelled", home(VAULT, entryOf("plan", { status: "cancelled" })), []],
];

for (const [name, store, want] of cases) {
  Deno.test(`boundariesCheck finds ${name}`, () => assertEquals(found(boundariesCheck, store), want));
}

/** The diary's newest event, by this producer. */
function eventBy(producer: string): string {
  return journalLine({
    ordinal: 4,
    event_type: "policy",
    lane: "policy",
    object_id: "object:diary",
    producer,
    created_at: "2026-01-03T00:00:00Z",
    payload: {},
  });
}
const journalBy = (producer: string) => ({ journal: journalOf(`${HEALTHY_JOURNAL}${eventBy(producer)}\n`) });

const events: [string, StoreSnapshot, readonly string[]][] = [
  ["nothing where producers stay in their scopes", healthyStore(), []],
  [
    "nothing where the producer may act there, though the object's record does not name it",
    storeWithMore([...WORK, entryOf("actor", { actor_id: "actor:eve" })], journalBy("actor:eve")),
    [],
  ],
  ["an event by an actor from elsewhere", storeWithMore(WORK, journalBy("actor:bo")), [
    "boundaries.event-scope event:evt-00000004",
  ]],
  [
    "nothing where the object's record names the same actor",
    storeWithMore([
      ...WORK,
      byBo,
    ], journalBy("actor:bo")),
    [],
  ],
  [
    "nothing where the object's record names the same actor as who created it",
    storeWithMore([...WORK, entryOf("object", { created_by_actor: "actor:bo" })], journalBy("actor:bo")),
    [],
  ],
  ["nothing where the producer is unknown", storeWithMore(WORK, journalBy("actor:nobody")), []],
  ["an actor that may only read, and wrote and deleted", ada({ capabilities: ["read"] }, "delete"), [
    "boundaries.event-capability actor:ada",
    "boundaries.event-capability actor:ada",
    "boundaries.event-capability actor:ada",
  ]],
  ["an actor that may write, and deleted", ada({ capabilities: ["read", "write"] }, "delete"), [
    "boundaries.event-capability actor:ada",
  ]],
  ["nothing where an actor may delete, and deleted", ada({ capabilities: ["write", "delete"] }, "delete"), []],
  ["nothing where an actor that may only merge changed something", ada({ capabilities: ["merge"] }, "policy"), []],
  [
    "nothing where a bridge brings the events of others",
    ada({ capabilities: [], actor_type: "import_bridge" }, "delete"),
    [],
  ],
  ["nothing where an actor that may merge decided a conflict", decidedBy("actor:ada", "evt-00000004"), []],
  ["an actor that may not repair, and of whose event no decision tells", decidedBy("actor:ada", "evt-00000009"), [
    "boundaries.event-capability actor:ada",
  ]],
  ["nothing where capabilities are no list, which its contract tells", ada({ capabilities: "all" }, "delete"), []],
];

/** With an event of type repair by an actor that may only merge, and the report of a decision that names another or that one. */
function decidedBy(actor: string, told: string): StoreSnapshot {
  const event = journalLine({
    ordinal: 4,
    event_type: "repair",
    lane: "repair",
    object_id: "repair-report:r1",
    producer: actor,
    created_at: "2026-01-03T00:00:00Z",
    payload: {},
  });
  const report = storedReport({ kind: "decision", scopes: ["object:diary"], event_id: told });
  return storeWithMore([
    entryOf("actor", { capabilities: ["merge"] }),
    recordEntry("report", { ...report }, { file: fileEntry("repair-reports/r1.json") }),
  ], { journal: journalOf(`${HEALTHY_JOURNAL}${event}\n`) });
}

/** The healthy store with this of its actor, and one more event of that type by it. */
function ada(changes: Parameters<typeof entryOf>[1], type: string): StoreSnapshot {
  return storeWithMore([entryOf("actor", changes)], {
    journal: journalOf(
      `${HEALTHY_JOURNAL}${eventBy("actor:ada").replace('"event_type": "policy"', `"event_type": "${type}"`)}\n`,
    ),
  });
}

for (const [name, store, want] of events) {
  Deno.test(`boundaryEventsCheck finds ${name}`, () => assertEquals(found(boundaryEventsCheck, store), want));
}

const OPERATION = { file: "plans/sync-plan_diary-to-desk.json", field: "operation_class" };
const BO = { actor: "actors/actor_bo.json", outside: 'profile "profile:home"' };

const sayings: readonly (readonly [store: StoreSnapshot, message: string, evidence: JsonObject])[] = [
  [home(VAULT), `Plan "${PLAN}" is to carry out "replicate" in air-gapped profile "profile:home"`, OPERATION],
  [
    home(VAULT, entryOf("plan", { operation_class: "export", status: "completed" })),
    `Plan "${PLAN}" has carried out "export" in air-gapped profile "profile:home"`,
    OPERATION,
  ],
  [
    home(entryOf("object", { created_by_actor: "actor:bo", last_modified_by_actor: "actor:bo" })),
    'Object "object:diary" is in profile "profile:home", where actor "actor:bo" may not act',
    { file: "objects/object_diary.json", fields: ["last_modified_by_actor", "created_by_actor"], ...BO },
  ],
  [
    home(entryOf("conflict", { actors: ["actor:ada", "actor:bo"] })),
    'Conflict "conflict:diary-dates" is in profile "profile:home", where actor "actor:bo" may not act',
    { file: "conflicts/conflict_diary-dates.json", fields: ["actors"], ...BO },
  ],
];

for (const [store, message, evidence] of sayings) {
  Deno.test(`boundariesCheck says: ${message}`, () => {
    const outcome = boundariesCheck.run(inputOf(store));
    const found = outcome.ran ? outcome.findings : [];
    assertEquals(found.map(({ message, evidence }) => ({ message, evidence })), [{ message, evidence }]);
  });
}

Deno.test("boundaryEventsCheck says how often an actor did what it may not, and what it may", () => {
  const told = [["read"], []].map((capabilities) => {
    const outcome = boundaryEventsCheck.run(inputOf(ada({ capabilities }, "policy")));
    return outcome.ran ? outcome.findings.map(({ message }) => message) : [];
  });
  assertEquals(told, [
    [
      'Actor "actor:ada" produced 1 add event, and may only read',
      'Actor "actor:ada" produced 1 update event, and may only read',
    ],
    [
      'Actor "actor:ada" produced 1 add event, and may do nothing',
      'Actor "actor:ada" produced 1 update event, and may do nothing',
    ],
  ]);
  const outcome = boundaryEventsCheck.run(inputOf(ada({ capabilities: ["write"] }, "delete")));
  assertEquals(
    outcome.ran && outcome.findings.map(({ evidence, recommendation }) => [evidence, recommendation.command]),
    [[
      {
        file: "actors/actor_ada.json",
        event_type: "delete",
        events: 1,
        capabilities: ["write"],
        last_event_id: "evt-00000004",
      },
      "sourceos sync explain actor:ada --store /srv/state",
    ]],
  );
});

Deno.test("boundaryEventsCheck says where the event stands, and explains the object", () => {
  const outcome = boundaryEventsCheck.run(inputOf(storeWithMore(WORK, journalBy("actor:bo"))));
  assertEquals(outcome.ran && outcome.findings, [{
    id: "boundaries.event-scope",
    check: "boundaries.events",
    severity: "error",
    durability: "durable",
    target: "event:evt-00000004",
    message: 'Event "evt-00000004" by actor "actor:bo" is about object "object:diary" in profile "profile:home", ' +
      "where that actor may not act",
    evidence: {
      file: "journal.jsonl",
      line: 4,
      offset: new TextEncoder().encode(HEALTHY_JOURNAL).length,
      event_id: "evt-00000004",
      object: "objects/object_diary.json",
      actor: "actors/actor_bo.json",
      outside: 'profile "profile:home"',
    },
    recommendation: {
      action: "Have an owner widen the actor's scope, or undo what it did",
      command: "sourceos sync explain object:diary --store /srv/state",
      automatic: false,
      needs_review: true,
    },
  }]);
});

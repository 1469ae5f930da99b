/** Who may decide a conflict, and which recorded decisions stand in the way. */
import { assertEquals } from "@std/assert";
import { decidersFlaw, ruledOut } from "../../../lib/policy/deciders.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { lookupOf } from "../../../lib/store/lookup.ts";
import { policyOf } from "../../helpers/policies.ts";
import { entryOf, storeWith, unreadableEntry } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof entryOf>[1]>;
type Option = Parameters<typeof decidersFlaw>[1]["option"];

const CONFLICT = "conflict:diary-dates";

function deciding(entries: readonly ReturnType<typeof entryOf>[]) {
  const store = storeWith(...entries);
  const catalog = buildCatalog(store);
  const lookup = lookupOf(store, catalog);
  const [actor, conflict] = [lookup.record("actor", "actor:ada"), lookup.record("conflict", CONFLICT)];
  if (actor === null || conflict === null) throw new RangeError("The store has both");
  return { store, catalog, actor, conflict, object: lookup.record("object", "object:diary") };
}

const flaws: readonly (readonly [
  name: string,
  option: Option,
  changed: { readonly actor?: Changes; readonly conflict?: Changes; readonly object?: Changes },
  want: string | null,
])[] = [
  ["a person with merge and write merges", "merge", {}, null],
  ["and forks", "fork", {}, null],
  ["and skips", "skip", {}, null],
  ["who is revoked does nothing", "skip", { actor: { revoked_at: "2026-01-02T00:00:00Z" } }, "it is revoked"],
  ["who is quarantined neither", "skip", { actor: { trust_level: "quarantined" } }, "it is quarantined"],
  [
    "who does not reach the conflict's profile may not",
    "skip",
    { actor: { profile_scope: ["profile:work"] } },
    'its profile_scope does not name "profile:home"',
  ],
  [
    "nor who does not reach its workspace",
    "skip",
    { actor: { workspace_scope: [] } },
    'its workspace_scope does not name "workspace:house"',
  ],
  [
    "nor who does not reach where the object is",
    "skip",
    { object: { workspace_id: "workspace:garden" } },
    'its workspace_scope does not name "workspace:garden"',
  ],
  [
    "whoever decides needs the capability merge",
    "skip",
    { actor: { capabilities: ["read", "write"] } },
    'it has not the capability "merge"',
  ],
  ["who keeps what is here needs no other", "skip", { actor: { capabilities: ["merge"] } }, null],
  [
    "who merges writes",
    "merge",
    { actor: { capabilities: ["merge"] } },
    'it has not the capability "write"',
  ],
  ["and so does who forks", "fork", { actor: { capabilities: ["merge"] } }, 'it has not the capability "write"'],
  [
    "where a person has to review it, an agent may not",
    "skip",
    { actor: { actor_type: "agent" } },
    'the conflict\'s merge_policy is "human_review_required", and it is of actor_type "agent"',
  ],
  [
    "where nobody asks for that, an agent may",
    "skip",
    { actor: { actor_type: "agent" }, conflict: { merge_policy: "last_writer_wins" } },
    null,
  ],
];

for (const [name, option, { actor: own, conflict: at, object: about }, want] of flaws) {
  Deno.test(`decidersFlaw(): ${name}`, () => {
    const { actor, conflict, object } = deciding([
      entryOf("actor", own),
      entryOf("conflict", at),
      entryOf("object", about),
    ]);
    assertEquals(decidersFlaw(actor, { conflict, object, option }), want);
  });
}

const rulings: readonly (readonly [name: string, decision: Changes, want: string | null])[] = [
  ["nothing stands against an allowed object", { effect: "allow" }, null],
  ["a denial of the object does", { effect: "deny" }, 'policy decision "d:1" denies it (So it is.)'],
  [
    "and so does one that asks for its review",
    { effect: "review_required" },
    'policy decision "d:1" asks for a review first (So it is.)',
  ],
  [
    "and one of its whole workspace",
    { effect: "deny", object_id: undefined },
    'policy decision "d:1" denies it (So it is.)',
  ],
  ["one of another object does not", { effect: "deny", object_id: "object:other" }, null],
];

for (const [name, changes, want] of rulings) {
  Deno.test(`ruledOut(): ${name}`, () => {
    const decision = entryOf("decision", { decision_id: "d:1", rationale: "So it is.", ...changes });
    const { store, catalog, ...about } = deciding([
      entryOf("actor"),
      entryOf("conflict"),
      entryOf("object"),
      decision,
    ]);
    assertEquals(ruledOut(about, policyOf(store, catalog)), want);
  });
}

Deno.test("ruledOut(): a decision that cannot be read may be a denial", () => {
  const { store, catalog, ...about } = deciding([
    entryOf("actor"),
    entryOf("conflict"),
    entryOf("object"),
    unreadableEntry("decision", "policy-decisions/torn.json"),
  ]);
  assertEquals(
    ruledOut(about, policyOf(store, catalog)),
    '"policy-decisions/torn.json" cannot be read, and may hold a policy decision that denies it',
  );
});

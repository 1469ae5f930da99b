import { assertEquals } from "@std/assert";
import { createPolicy, type Rulings } from "../../../lib/policy/decisions.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { policyOf } from "../../helpers/policies.ts";
import { entryOf, fileEntry, storeWith, unreadableEntry } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof entryOf>[1]>;

const DIARY = { objectId: "object:diary", profileId: "profile:home", workspaceId: "workspace:house" };
const PLACE: Changes = { object_id: undefined };
const [MONDAY, TUESDAY] = ["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"];

/** Decisions of one policy about the diary, named a, b, c in their order, unless told otherwise. */
const policyWith = (decisions: readonly Changes[]) =>
  policyOf(storeWith(
    entryOf("actor"),
    ...decisions.map((changes, index) => entryOf("decision", { decision_id: "abc".charAt(index), ...changes })),
  ));

const told = ({ denying, reviewing, allowing }: Rulings): readonly string[] => [
  ...denying.map(({ name }) => `${name} denies`),
  ...reviewing.map(({ name }) => `${name} asks for review`),
  ...allowing.map(({ name }) => `${name} allows`),
];

const cases: readonly (readonly [name: string, decisions: readonly Changes[], want: readonly string[]])[] = [
  ["the effects allow, review_required and deny of as many policies", [
    { effect: "allow", policy_id: "p" },
    { effect: "review_required", policy_id: "q" },
    { effect: "deny", policy_id: "r" },
  ], ["c denies", "b asks for review", "a allows"]],
  ["an unknown effect as a denial", [{ effect: "perhaps" }], ["a denies"]],
  ["a missing effect as a denial", [{ effect: undefined }], ["a denies"]],
  ["the newest of a policy", [{ decided_at: TUESDAY }, { effect: "deny", decided_at: MONDAY }], ["a allows"]],
  ["the newest of a policy, whatever their order", [{ effect: "deny", decided_at: MONDAY }, { decided_at: TUESDAY }], [
    "b allows",
  ]],
  ["the strictest of one moment", [{}, { effect: "deny" }, { effect: "review_required" }], ["b denies"]],
  ["several of one moment that say the same", [{}, {}], ["a allows", "b allows"]],
  ["a later one about its whole place", [{}, { ...PLACE, effect: "deny", decided_at: TUESDAY }], ["b denies"]],
  ["its own denial still, where its whole place is allowed later", [
    { effect: "deny", decided_at: MONDAY },
    { ...PLACE, decided_at: TUESDAY },
  ], ["a denies", "b allows"]],
  ["its own review still, where its whole place is allowed later", [
    { effect: "review_required", decided_at: MONDAY },
    { ...PLACE, decided_at: TUESDAY },
  ], ["a asks for review", "b allows"]],
  ["not its own denial where it is allowed itself, and then its place", [
    { effect: "deny", decided_at: MONDAY },
    { decided_at: TUESDAY },
    { ...PLACE, decided_at: "2026-01-04T00:00:00Z" },
  ], ["c allows"]],
  ["what allows it, where its whole place was denied before", [
    { ...PLACE, effect: "deny", decided_at: MONDAY },
    { decided_at: TUESDAY },
  ], ["b allows"]],
  ["a denial of its whole place by another policy too", [{}, { ...PLACE, effect: "deny", policy_id: "q" }], [
    "b denies",
    "a allows",
  ]],
  ["nothing about another object", [{ object_id: "object:other" }], []],
  ["nothing about another workspace", [{ ...PLACE, workspace_id: "workspace:attic", effect: "deny" }], []],
  ["nothing that allows it in another place", [{ profile_id: "profile:work" }], []],
  ["what denies it, wherever it says that the object is", [{ profile_id: "profile:work", effect: "deny" }], [
    "a denies",
  ]],
  ["nothing that allows at no time", [{ decided_at: undefined }], []],
  ["nothing that allows at a time of another form", [{ decided_at: TUESDAY.replace("Z", ".5Z") }], []],
  ["nothing that allows in the future", [{ decided_at: "9999-12-31T23:59:59Z" }], []],
  ["a denial in the name of nobody known beside what allows it at the same moment", [
    { decided_at: MONDAY },
    { effect: "deny", decided_at: MONDAY, actor_id: "actor:nobody" },
  ], ["b denies", "a allows"]],
  ["nothing that allows in the name of nobody known", [{ actor_id: "actor:nobody" }], []],
  ["what denies at no time, before what allows", [{ effect: "deny", decided_at: "soon" }, { decided_at: TUESDAY }], [
    "a denies",
    "b allows",
  ]],
  ["what denies in the future, and the newest beside it", [
    { effect: "deny", decided_at: "9999-12-31T23:59:59Z" },
    { decided_at: MONDAY },
    { effect: "review_required", decided_at: TUESDAY },
  ], ["a denies", "c asks for review"]],
  ["a denial that an allowance of the future would supersede", [
    { effect: "deny", decided_at: MONDAY },
    { decided_at: "9999-12-31T23:59:59Z" },
  ], ["a denies"]],
  ["a denial that a review by nobody known follows, and the review", [
    { effect: "deny", decided_at: MONDAY },
    { effect: "review_required", decided_at: TUESDAY, actor_id: "actor:nobody" },
  ], ["a denies", "b asks for review"]],
  ["not what nobody known denied before", [
    { effect: "deny", decided_at: MONDAY, actor_id: "actor:nobody" },
    { decided_at: TUESDAY },
  ], ["b allows"]],
  ["what denies everything, for want of a place", [
    { ...PLACE, effect: "deny", profile_id: undefined, workspace_id: undefined },
  ], ["a denies"]],
  ["what denies everything in its profile, for want of a workspace", [
    { ...PLACE, effect: "deny", workspace_id: undefined },
  ], ["a denies"]],
  ["nothing of another profile, for want of a workspace", [
    { ...PLACE, effect: "deny", profile_id: "profile:work", workspace_id: undefined },
  ], []],
];

for (const [name, decisions, want] of cases) {
  Deno.test(`Policy on an object is ${name}`, () => assertEquals(told(policyWith(decisions).on(DIARY)), want));
}

const anywhere: readonly (readonly [name: string, decisions: readonly Changes[], want: readonly string[]])[] = [
  ["nothing where none names it", [PLACE, { object_id: "object:other" }], []],
  ["what one says, wherever that is", [{ profile_id: "profile:work", effect: "deny" }], ["a denies"]],
  ["what each place says, the newest of each", [
    { effect: "review_required", workspace_id: "workspace:attic", decided_at: MONDAY },
    { decided_at: TUESDAY },
  ], ["a asks for review", "b allows"]],
  ["one that denies in two places once", [
    { effect: "deny", policy_id: "p" },
    { effect: "deny", policy_id: "q", workspace_id: "workspace:attic" },
  ], ["a denies", "b denies"]],
  ["what was allowed, beside a later denial by somebody who may not decide there", [
    { decided_at: MONDAY },
    { effect: "deny", workspace_id: "workspace:attic", decided_at: TUESDAY },
  ], ["b denies", "a allows"]],
];

for (const [name, decisions, want] of anywhere) {
  Deno.test(`Policy on an object in any place is ${name}`, () => {
    assertEquals(told(policyWith(decisions).onObject("object:diary")), want);
  });
}

const boundless: readonly (readonly [name: string, decision: Changes, denied: readonly string[]])[] = [
  ["a profile and no workspace, in all of the profile", { workspace_id: undefined }, ["house", "attic"]],
  ["a workspace and no profile, in every workspace of that name", { profile_id: undefined }, ["house", "office"]],
  ["neither, everywhere", { profile_id: undefined, workspace_id: undefined }, ["house", "attic", "office"]],
];

for (const [name, decision, want] of boundless) {
  Deno.test(`What denies and names ${name}, denies there`, () => {
    const policy = policyWith([{ ...PLACE, effect: "deny", ...decision }]);
    const places = [
      ["house", DIARY],
      ["attic", { ...DIARY, workspaceId: "workspace:attic" }],
      ["office", { ...DIARY, profileId: "profile:work" }],
    ] as const;
    assertEquals(places.flatMap(([place, subject]) => told(policy.on(subject)).length === 0 ? [] : [place]), want);
  });
}

Deno.test("A decision about a place is said of that place once", () => {
  const denial = { ...PLACE, effect: "deny" };
  assertEquals(told(policyWith([denial]).on({ ...DIARY, objectId: null })), ["a denies"]);
  const boundless = policyWith([{ ...denial, workspace_id: undefined }]);
  assertEquals(told(boundless.on({ ...DIARY, objectId: null, workspaceId: null })), ["a denies"]);
});

Deno.test("A decision that has no id has the name of its file", () => {
  const entry = {
    ...entryOf("decision", { decision_id: undefined, effect: "deny" }),
    file: fileEntry("policy-decisions/x.json"),
  };
  assertEquals(told(policyOf(storeWith(entry)).on(DIARY)), ["policy-decisions/x.json denies"]);
});

Deno.test("A named decision stays the one in force beside another that says the same in that moment", () => {
  const policy = policyWith([{}, {}]);
  const names = ["a", "b"].map((id) => {
    const found = policy.named(id);
    return found.state === "there" ? found.inForce.name : found.state;
  });
  assertEquals(names, ["a", "b"]);
});

Deno.test("A named decision gives way to the strictest that came after it", () => {
  const later = { decided_at: TUESDAY };
  const policy = policyWith([{}, { ...later, ...PLACE, effect: "review_required" }, {
    ...later,
    ...PLACE,
    effect: "deny",
  }]);
  const found = policy.named("a");
  assertEquals(found.state === "there" ? found.inForce.name : found.state, "c");
});

Deno.test("What allows and names no workspace allows nothing in one", () => {
  assertEquals(told(policyWith([{ ...PLACE, workspace_id: undefined }]).on(DIARY)), []);
});

Deno.test("Nothing is allowed where a decision cannot be read, and nothing where nobody knows the time", () => {
  const torn = unreadableEntry("decision", "policy-decisions/torn.json");
  const stores = [
    storeWith(entryOf("actor"), entryOf("decision"), torn),
    storeWith(entryOf("actor"), entryOf("decision")),
  ];
  assertEquals(stores.map((store) => told(policyOf(store).on(DIARY)).length), [0, 1]);
  assertEquals(told(policyOf(storeWith(entryOf("actor"), entryOf("decision")), undefined, "now").on(DIARY)), []);
});

Deno.test("A named decision is resolved to the one of its policy that superseded it", () => {
  const policy = policyWith([{}, { effect: "deny", decided_at: TUESDAY }, { policy_id: "other" }]);
  const names = ["a", "b", "c"].map((id) => {
    const found = policy.named(id);
    return found.state === "there" ? [found.named.name, found.inForce.name] : found.state;
  });
  assertEquals(names, [["a", "b"], ["b", "b"], ["c", "c"]]);
  assertEquals([policy.named("d"), policy.at("policy-decisions/d.json")], [{ state: "missing" }, null]);
});

Deno.test("A decision that cannot be read is not missing", () => {
  const torn = unreadableEntry("decision", "policy-decisions/policy-decision_torn.json");
  assertEquals(policyOf(storeWith(torn)).named("policy-decision:torn"), { state: "unreadable" });
});

Deno.test("Without a store no decision is there", () => {
  const policy = createPolicy({ catalog: buildCatalog(null), store: null, now: MONDAY });
  assertEquals([policy.decisions, policy.named("a")], [[], { state: "missing" }]);
});

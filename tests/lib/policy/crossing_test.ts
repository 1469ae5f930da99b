import { assertEquals } from "@std/assert";
import { isAllowedBeyondScope, mayCross } from "../../../lib/policy/crossing.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { lookupOf } from "../../../lib/store/lookup.ts";
import { policyOf } from "../../helpers/policies.ts";
import { entryOf, storeWith } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof entryOf>[1]>;

const HOME = { profileId: "profile:home", workspaceId: "workspace:house" };
const WORK = { profileId: "profile:work", workspaceId: "workspace:office" };
const AT_WORK: Changes = { profile_id: "profile:work", workspace_id: "workspace:office" };
const WHOLE: Changes = { object_id: undefined };

/** Ada, who may act at home and at work, and decisions about the diary at home, unless told otherwise. */
function storeOf(decisions: readonly Changes[]) {
  const ada = entryOf("actor", {
    profile_scope: ["profile:home", "profile:work"],
    workspace_scope: ["workspace:house", "workspace:office"],
  });
  const carl = entryOf("actor", { actor_id: "actor:carl" });
  const records = decisions.map((changes, index) => entryOf("decision", { decision_id: `d:${index + 1}`, ...changes }));
  return storeWith(ada, carl, ...records);
}

const acts: readonly (readonly [
  name: string,
  act: { readonly objects: readonly string[]; readonly named: string | null },
  decisions: readonly Changes[],
  want: boolean,
])[] = [
  ["not where no decision is named", { objects: ["object:diary"], named: null }, [{}], false],
  ["not where the named decision is not there", { objects: ["object:diary"], named: "d:9" }, [{}], false],
  ["where the named decision is about the object", { objects: ["object:diary"], named: "d:1" }, [{}], true],
  ["where it is about the whole place", { objects: ["object:diary", "object:letter"], named: "d:1" }, [WHOLE], true],
  [
    "not where it is about one object of two",
    { objects: ["object:diary", "object:letter"], named: "d:1" },
    [{}],
    false,
  ],
  ["an act on no object, where it is about the whole place", { objects: [], named: "d:1" }, [WHOLE], true],
  ["not an act on no object, where it is about one", { objects: [], named: "d:1" }, [{}], false],
  ["not where another policy denies", { objects: ["object:diary"], named: "d:1" }, [{}, {
    effect: "deny",
    policy_id: "q",
  }], false],
  ["not where another policy asks for review", { objects: ["object:diary"], named: "d:1" }, [{}, {
    effect: "review_required",
    policy_id: "q",
  }], false],
];

for (const [name, act, decisions, want] of acts) {
  Deno.test(`An act beyond its actor's scope is allowed ${name}`, () => {
    assertEquals(isAllowedBeyondScope({ ...act, place: HOME }, policyOf(storeOf(decisions))), want);
  });
}

const crossings: readonly (readonly [name: string, decisions: readonly Changes[], want: boolean])[] = [
  ["not where nobody decided", [], false],
  ["where somebody who reaches both places allows it there", [AT_WORK], true],
  ["not where that is about everything there", [{ ...AT_WORK, ...WHOLE }], false],
  ["not where it is allowed at home alone", [{}], false],
  [
    "not where another policy denies it there",
    [AT_WORK, { ...AT_WORK, ...WHOLE, effect: "deny", policy_id: "q" }],
    false,
  ],
  [
    "not where another policy denies everything at home",
    [AT_WORK, { ...WHOLE, effect: "deny", policy_id: "q" }],
    false,
  ],
  [
    "not where one is to be reviewed at home",
    [AT_WORK, { ...WHOLE, effect: "review_required", policy_id: "q" }],
    false,
  ],
];

for (const [name, decisions, want] of crossings) {
  Deno.test(`The diary may go from home to work ${name}`, () => {
    const store = storeOf(decisions);
    const lookup = lookupOf(store, buildCatalog(store));
    assertEquals(mayCross({ objectId: "object:diary", from: HOME, into: WORK }, policyOf(store), lookup), want);
  });
}

Deno.test("Nobody who only reaches work can give away what is at home", () => {
  const bo = entryOf("actor", {
    actor_id: "actor:bo",
    profile_scope: ["profile:work"],
    workspace_scope: ["workspace:office"],
  });
  const store = storeWith(bo, entryOf("decision", { ...AT_WORK, actor_id: "actor:bo" }));
  const lookup = lookupOf(store, buildCatalog(store));
  assertEquals(mayCross({ objectId: "object:diary", from: HOME, into: WORK }, policyOf(store), lookup), false);
});

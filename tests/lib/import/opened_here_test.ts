/** Which decisions of a bundle, each of which allows, would open a door for something that is here. */
import { assertEquals } from "@std/assert";
import { createOpeningTest } from "../../../lib/import/opened_here.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { policyOf } from "../../helpers/policies.ts";
import { entryOf, storeWith } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof entryOf>[1]>;

const PLACE = { profileId: "profile:home", workspaceId: "workspace:house" };
const ABOUT_DIARY = { ...PLACE, objectId: "object:diary" };
const ABOUT_PLACE = { ...PLACE, objectId: null };
const ELSEWHERE = { ...PLACE, workspaceId: "workspace:attic", objectId: null };
const DIARY = entryOf("object");
const plan = (changes: Changes) => entryOf("plan", { policy_decision_ref: null, dependencies: [], ...changes });
const NOON = "2026-01-02T12:00:00Z";
const decision = (changes: Changes = {}) => entryOf("decision", { policy_id: "p", decided_at: NOON, ...changes });

const CASES: readonly (readonly [
  name: string,
  here: readonly RecordEntry[],
  subject: Parameters<ReturnType<typeof createOpeningTest>>[0]["subject"],
  opens: boolean,
])[] = [
  ["about an object that is here", [DIARY], ABOUT_DIARY, true],
  ["about an object that is not", [], ABOUT_DIARY, false],
  ["about an object that is not, beside others in its place", [DIARY], { ...PLACE, objectId: "object:letter" }, false],
  ["about a place in which an object is", [DIARY], ABOUT_PLACE, true],
  ["about a place in which nothing is", [DIARY], ELSEWHERE, false],
  ["that a plan here names", [plan({ policy_decision_ref: "d:new" })], ELSEWHERE, true],
  ["that a plan here waits for", [plan({ dependencies: ["d:new"] })], ELSEWHERE, true],
  ["whose id is that of somebody whom a plan here names", [plan({ source_actor: "d:new" })], ELSEWHERE, false],
  ["that a later one here has followed", [DIARY, decision({ decided_at: "2026-01-02T13:00:00Z" })], ABOUT_DIARY, false],
  ["that one of the same moment here stands beside", [DIARY, decision()], ABOUT_DIARY, true],
  [
    "that a later one of another policy here does not concern",
    [DIARY, decision({ policy_id: "q", decided_at: "2026-01-02T13:00:00Z" })],
    ABOUT_DIARY,
    true,
  ],
  [
    "that a later one about the whole place does not follow",
    [DIARY, decision({ object_id: undefined, decided_at: "2026-01-02T13:00:00Z" })],
    ABOUT_DIARY,
    true,
  ],
];

for (const [name, here, subject, opens] of CASES) {
  Deno.test(`a decision ${name} opens ${opens ? "something" : "nothing"} here`, () => {
    const store = storeWith(entryOf("actor"), ...here);
    const catalog = buildCatalog(store);
    const isOpening = createOpeningTest(catalog, policyOf(store, catalog));
    assertEquals(isOpening({ id: "d:new", policyId: "p", subject, decidedAt: Date.parse(NOON) }), opens);
  });
}

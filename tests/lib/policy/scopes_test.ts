import { assertEquals } from "@std/assert";
import { isAirGapped } from "../../../lib/policy/air_gap.ts";
import { beyondScope, outsideScope } from "../../../lib/policy/scopes.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { lookupOf } from "../../../lib/store/lookup.ts";
import { entryOf, recordOf, storeWith } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof recordOf>[1]>;

const WORK = entryOf("profile", { profile_id: "profile:work" });
const ATTIC = entryOf("workspace", { workspace_id: "workspace:attic" });

const parts: readonly (readonly [profile: string | null, workspace: string | null, beyond: string | null])[] = [
  ["home", "house", null],
  ["work", "attic", "profile profile:work"],
  ["home", "attic", "workspace workspace:attic"],
  ["work", null, "profile profile:work"],
  [null, "attic", "workspace workspace:attic"],
  [null, null, null],
];

for (const [profile, workspace, want] of parts) {
  Deno.test(`What of profile ${profile} and workspace ${workspace} Ada's scopes do not name`, () => {
    const beyond = beyondScope(recordOf("actor"), {
      profileId: profile === null ? null : `profile:${profile}`,
      workspaceId: workspace === null ? null : `workspace:${workspace}`,
    });
    assertEquals(beyond === null ? null : `${beyond.kind} ${beyond.id}`, want);
  });
}

const cases: readonly (readonly [
  name: string,
  place: readonly [profile: string, workspace: string],
  around: readonly RecordEntry[],
  actor: Changes,
  want: string | null,
])[] = [
  ["a profile that is there", ["work", "house"], [WORK], {}, 'profile "profile:work"'],
  ["nothing in a profile that is not there", ["work", "house"], [ATTIC], {}, null],
  ["a workspace that is there", ["home", "attic"], [ATTIC], {}, 'workspace "workspace:attic"'],
  ["a workspace where none is kept", ["home", "attic"], [WORK], {}, 'workspace "workspace:attic"'],
  ["nothing in a workspace that is not there, where others are kept", ["home", "cellar"], [ATTIC], {}, null],
  ["the workspace where the profile is not there", ["gone", "attic"], [ATTIC], {}, 'workspace "workspace:attic"'],
  ["nothing where the scope is no list", ["work", "house"], [WORK, ATTIC], { profile_scope: "all" }, null],
  ["nothing where there is no scope", ["work", "house"], [WORK, ATTIC], { profile_scope: undefined }, null],
];

for (const [name, [profile, workspace], around, changes, want] of cases) {
  Deno.test(`Certainly outside an actor's scopes is ${name}`, () => {
    const store = storeWith(entryOf("actor", changes), ...around);
    const catalog = buildCatalog(store);
    const lookup = lookupOf(store, catalog);
    const place = { profileId: `profile:${profile}`, workspaceId: `workspace:${workspace}` };
    const actor = lookup.record("actor", "actor:ada");
    assertEquals(actor === null ? "no actor" : outsideScope(actor, place, lookup), want);
  });
}

Deno.test("A profile is air gapped where its class says so", () => {
  const classes = ["air_gapped", "personal", undefined];
  assertEquals(classes.map((profile_class) => isAirGapped(recordOf("profile", { profile_class }))), [
    true,
    false,
    false,
  ]);
});

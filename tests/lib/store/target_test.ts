import { assertEquals } from "@std/assert";
import { buildCatalog, type Catalog } from "../../../lib/store/catalog.ts";
import { RECORD_KINDS, type RecordKind } from "../../../lib/model/kinds.ts";
import { resolveTarget } from "../../../lib/store/target.ts";
import { entryOf, fileEntry, healthyStore, storeWith } from "../../helpers/snapshots.ts";

/** A resolution as a line of text, its record by its path. */
function resolve(text: string, catalog: Catalog, among: readonly RecordKind[] = RECORD_KINDS): string {
  const resolution = resolveTarget(text, catalog, among);
  switch (resolution.found) {
    case "one":
      return `one ${resolution.record.path}`;
    case "several":
      return `several ${resolution.candidates.join(" ")}`;
    case "none":
      return `none, near ${resolution.nearest.join(" ") || "nothing"}`;
    case "unsupported":
      return `unsupported ${resolution.kind}`;
  }
}

const healthy = buildCatalog(healthyStore());

const inHealthyStore: readonly (readonly [text: string, want: string])[] = [
  ["object:diary", "one objects/object_diary.json"],
  ["diary", "one objects/object_diary.json"],
  ["actor:ada", "one actors/actor_ada.json"],
  ["ada", "one actors/actor_ada.json"],
  ["plan:diary-to-desk", "one plans/sync-plan_diary-to-desk.json"],
  ["sync-plan:diary-to-desk", "one plans/sync-plan_diary-to-desk.json"],
  ["plan:sync-plan:diary-to-desk", "one plans/sync-plan_diary-to-desk.json"],
  ["diary-to-desk", "one plans/sync-plan_diary-to-desk.json"],
  ["decision:diary-may-leave", "one policy-decisions/policy-decision_diary-may-leave.json"],
  ["policy-decision:diary-may-leave", "one policy-decisions/policy-decision_diary-may-leave.json"],
  ["transaction:diary-summary", "one transactions/agent-txn_diary-summary.json"],
  ["agent-txn:diary-summary", "one transactions/agent-txn_diary-summary.json"],
  ["schema:note:v1", "one schemas/schema_note_v1.json"],
  ["note:v1", "one schemas/schema_note_v1.json"],
  ["report:first", "one repair-reports/repair-report_first.json"],
  ["object:Diary", "none, near object:diary"],
  ["object:dairy", "none, near object:diary"],
  ["diari", "none, near object:diary"],
  ["dairy-to-desk", "none, near sync-plan:diary-to-desk"],
  ["nobody-has-this", "none, near nothing"],
  ["actor:diary", "none, near nothing"],
  ["object:", "none, near nothing"],
  ["", "none, near nothing"],
  [":", "none, near nothing"],
  ["__proto__", "none, near nothing"],
  ["__proto__:diary", "none, near nothing"],
  ["constructor", "none, near nothing"],
  ["object:__proto__", "none, near nothing"],
  ["index:object-heads", "unsupported index"],
  ["checkpoint:journal", "unsupported checkpoint"],
  ["lane:normal", "unsupported lane"],
  ["receipt:a", "none, near nothing"],
  ["bundle:a", "unsupported bundle"],
  ["finding:journal.torn-tail", "unsupported finding"],
  ["exit:13", "unsupported exit"],
];

for (const [text, want] of inHealthyStore) {
  Deno.test(`resolveTarget() reads "${text}"`, () => assertEquals(resolve(text, healthy), want));
}

const crowded = buildCatalog(storeWith(
  entryOf("object", { object_id: "alpha" }),
  entryOf("object", { object_id: "object:alpha" }),
  entryOf("object", { object_id: "object:home" }),
  entryOf("object", { object_id: "object:schema:note:v1" }),
  entryOf("object", { object_id: "__proto__" }),
  entryOf("profile", { profile_id: "profile:home" }),
  entryOf("profile", { profile_id: "twin" }),
  entryOf("device", { device_id: "twin" }),
  entryOf("schema"),
));

const inCrowdedStore: readonly (readonly [text: string, want: string])[] = [
  ["alpha", "one objects/alpha.json"],
  ["object:alpha", "one objects/object_alpha.json"],
  ["home", "several profile:home object:home"],
  ["profile:home", "one profiles/profile_home.json"],
  ["twin", "several profile:twin device:twin"],
  ["device:twin", "one devices/twin.json"],
  ["schema:note:v1", "one schemas/schema_note_v1.json"],
  ["object:schema:note:v1", "one objects/object_schema_note_v1.json"],
  ["__proto__", "one objects/__proto__.json"],
  ["object:__proto__", "one objects/__proto__.json"],
];

for (const [text, want] of inCrowdedStore) {
  Deno.test(`resolveTarget() reads "${text}" where names are alike`, () => assertEquals(resolve(text, crowded), want));
}

Deno.test("resolveTarget() tells two files with one id apart by their paths, which it also reads", () => {
  const catalog = buildCatalog(storeWith(
    entryOf("object"),
    { ...entryOf("object"), file: fileEntry("objects/copy.json") },
  ));
  assertEquals(resolve("object:diary", catalog), "several objects/object_diary.json objects/copy.json");
  assertEquals(resolve("objects/copy.json", catalog), "one objects/copy.json");
});

Deno.test("resolveTarget() searches only the kinds that it is given", () => {
  assertEquals(resolveTarget("diary", healthy, ["plan", "conflict"]), {
    found: "none",
    nearest: [],
    kinds: ["plan", "conflict"],
  });
  assertEquals(resolveTarget("object:diary", healthy, ["plan"]), { found: "unsupported", kind: "object" });
  assertEquals(resolveTarget("plan:nope", healthy, ["plan"]), { found: "none", nearest: [], kinds: ["plan"] });
});

Deno.test("resolveTarget() tells of near workspaces that are only named, and finds none of them", () => {
  const near = (text: string, among: readonly ("workspace" | "object")[]) => {
    const resolution = resolveTarget(text, buildCatalog(storeWith()), among, ["workspace:home", "workspace:travel"]);
    return resolution.found === "none" ? resolution.nearest : resolution.found;
  };
  assertEquals(near("workspace:hom", ["workspace", "object"]), ["workspace:home"]);
  assertEquals(near("workspace:home", ["workspace"]), ["workspace:home"]);
  assertEquals(near("workspace:hom", ["object"]), "unsupported");
  assertEquals(near("hom", ["object"]), []);
});

Deno.test("resolveTarget() names at most three near ids, the nearest first", () => {
  const records = ["object:aaaa1", "object:aaa12", "object:aaaab", "object:aaaac", "object:zzzzzzzz"];
  const catalog = buildCatalog(storeWith(...records.map((object_id) => entryOf("object", { object_id }))));
  assertEquals(resolve("object:aaaa", catalog), "none, near object:aaaa1 object:aaaab object:aaaac");
});

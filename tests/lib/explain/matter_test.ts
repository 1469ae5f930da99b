import { assertEquals } from "@std/assert";
import { matterOf } from "../../../lib/explain/matter.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { entryOf, healthyStore } from "../../helpers/snapshots.ts";

const decision = {
  decision_id: "policy-decision:weekly",
  policy_id: "policy:replicate",
  effect: "requires_review",
  actor_id: "actor:ada",
  object_id: "object:diary",
  rationale: "A person looks first.",
};

const CASES: readonly (readonly [kind: RecordKind, record: JsonObject, want: readonly string[]])[] = [
  ["conflict", {
    object_id: "object:diary",
    actors: ["actor:ada", "actor:scribe"],
    devices: ["device:laptop"],
    user_explanation: "Both changed the dates.",
    decision_card: { options: ["merge", "fork"], recommended_option: "merge", selected_option: null },
  }, [
    'It is about "object:diary", between "actor:ada" and "actor:scribe", on "device:laptop"',
    "Both changed the dates",
    'The options are "merge" and "fork"; "merge" is recommended',
    'Nobody has chosen yet, and "actor:ada" may',
  ]],
  ["conflict", {
    object_id: "object:diary",
    profile_id: "profile:work",
    decision_card: { options: ["skip"], selected_option: null },
    import: { bundle_sha256: "b".repeat(64), competing_sha256: "c".repeat(64) },
  }, [
    'It is about "object:diary"',
    'The options are "skip"',
    "Nobody has chosen yet, and no registered actor may",
    `Its other side came with the bundle with SHA-256 ${"b".repeat(64)}`,
  ]],
  ["transaction", {
    actor_id: "actor:scribe",
    operation: "update",
    object_ids: ["object:diary"],
    policy_decision_ref: "policy-decision:weekly",
  }, [
    '"actor:scribe" asked for "update" with "object:diary"',
    'It rests on policy decision "policy-decision:weekly" of policy "policy:replicate", which says "requires_review"',
    "A person looks first",
  ]],
  ["decision", decision, [
    'By policy "policy:replicate" it says "requires_review" to "actor:ada" with "object:diary"',
    "A person looks first",
  ]],
  ["object", { object_id: "object:diary" }, []],
];

for (const [kind, record, want] of CASES) {
  Deno.test(`matterOf() tells what a record of kind ${kind} is about`, () => {
    const store = healthyStore();
    const catalog = buildCatalog({ ...store, records: [...store.records, entryOf("decision", decision)] });
    assertEquals(matterOf(kind, record, catalog), want);
  });
}

/** The empty store in which a restore is tried. */
import { assertEquals } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { chooseImportActor } from "../../../lib/import/bridge.ts";
import { trialActor, trialStore } from "../../../lib/import/trial.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import {
  healthySnapshot,
  healthyStore,
  journalOf,
  manifestEntry,
  recordEntry,
  sha256Hex,
} from "../../helpers/snapshots.ts";

const AT = "2026-03-01T00:00:00Z";
const PLACES = { profiles: ["profile:home"], workspaces: ["workspace:house", "workspace:cellar"] };
const ACTOR = trialActor("0123456789abcdef".repeat(4));
const files = () => trialStore(ACTOR, PLACES, AT);

function recordAt(path: string): JsonObject {
  const parsed = parseJsonObject(files().get(path) ?? "");
  if (!parsed.ok) throw new TypeError(`No JSON object at ${path}`);
  return parsed.value;
}

const BRIDGE = "actors/actor_restore-trial-0123456789abcdef0123456789abcdef.json";

Deno.test("a trial store is a manifest as the daemon writes it, and one import bridge", () => {
  assertEquals([...files().keys()], ["manifest.json", BRIDGE]);
  assertEquals(recordAt("manifest.json"), {
    schema: "sourceos.local-state-store/v1alpha1",
    created_at: AT,
    updated_at: AT,
    active_generation: 1,
    last_known_good_generation: 1,
    lanes: ["normal", "priority", "secure", "memory", "policy", "audit", "tombstone", "migration", "repair", "archive"],
    backend: "filesystem-jsonl",
    durable_dirs: ["profiles", "devices", "actors", "schemas", "objects", "events", "repair-reports"],
    rebuildable_dirs: ["indexes", "checkpoints"],
    disposable_dirs: ["tmp"],
    registry_kinds: ["actors", "devices", "indexes", "objects", "profiles", "repair-reports", "schemas"],
    initialized: true,
  });
  assertEquals(recordAt(BRIDGE), {
    schema: "sourceos.actor-record/v1alpha1",
    record_id: ACTOR,
    actor_id: ACTOR,
    actor_type: "import_bridge",
    display_name: "Trial of a restore",
    identity_id: "identity:restore-trial",
    workspace_scope: PLACES.workspaces,
    profile_scope: PLACES.profiles,
    capabilities: ["write"],
    trust_level: "local",
    policy_subject: "sourceos.actor.restore-trial",
    signing_key_ref: null,
    created_at: AT,
    revoked_at: null,
    updated_at: AT,
  });
});

Deno.test("nothing is wrong in a trial store, and its bridge may import into the places of the bundle", () => {
  const store = healthyStore({
    manifest: { ...manifestEntry(), record: recordAt("manifest.json") },
    generation_after: 1,
    journal: journalOf(""),
    records: [recordEntry("actor", recordAt(BRIDGE))],
  });
  assertEquals(diagnose(healthySnapshot({ store }), sha256Hex).findings, []);
  const places = PLACES.workspaces.map((workspaceId) => ({ profileId: "profile:home", workspaceId }));
  assertEquals(
    chooseImportActor(null, { places, actors: [] }, { catalog: buildCatalog(store), register: () => "" }),
    ACTOR,
  );
});

/** The import bridge that a first import registers: what it reaches, and where none is registered. */
import { assertEquals, assertThrows } from "@std/assert";
import { createReachReading, newBridge, proposedBridgeId } from "../../../lib/import/new_bridge.ts";
import { CliError } from "../../../lib/model/errors.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { entryOf, healthyStore } from "../../helpers/snapshots.ts";

const AT = "2026-03-01T00:00:00Z";

const BUNDLE: readonly (readonly [RecordKind, JsonObject])[] = [
  ["profile", { profile_id: "profile:home" }],
  ["workspace", { workspace_id: "workspace:diary", profile_id: "profile:home" }],
  ["object", { object_id: "object:letter", profile_id: "profile:home", workspace_id: "workspace:desk" }],
  ["actor", {
    actor_id: "actor:zoe",
    actor_type: "human",
    profile_scope: ["profile:home", "profile:work"],
    workspace_scope: ["workspace:diary"],
    capabilities: ["read", "merge", "conjure"],
    trust_level: "user",
  }],
  ["actor", {
    actor_id: "actor:old-gate",
    actor_type: "import_bridge",
    profile_scope: ["profile:everything"],
    workspace_scope: [],
    capabilities: ["delete"],
    trust_level: "local",
  }],
];

function reachOf(records: typeof BUNDLE) {
  const reading = createReachReading();
  for (const [kind, record] of records) reading.add(kind, record);
  return reading.finish();
}

Deno.test("A new bridge reaches what the bundle names, and may do what those may whom the bundle brings", () =>
  assertEquals(reachOf(BUNDLE), {
    profiles: ["profile:home", "profile:work"],
    workspaces: ["workspace:desk", "workspace:diary"],
    capabilities: ["merge", "read", "write"],
    trust: "user",
    actors: new Set(["actor:zoe"]),
  }));

Deno.test("A new bridge for a bundle without actors may write, and is trusted least", () =>
  assertEquals(reachOf(BUNDLE.slice(0, 1)), {
    profiles: ["profile:home"],
    workspaces: [],
    capabilities: ["write"],
    trust: "external",
    actors: new Set<string>(),
  }));

function registered(id: string, ...actors: readonly JsonObject[]) {
  const store = healthyStore();
  const catalog = buildCatalog({
    ...store,
    records: [...store.records, ...actors.map((one) => entryOf("actor", one))],
  });
  return newBridge(id, { reach: reachOf(BUNDLE), catalog, at: AT });
}

Deno.test("newBridge() makes a whole record of an actor, in its file", () => {
  const { id, path, record, text } = registered("restore");
  assertEquals([id, path, JSON.parse(text)], ["actor:restore", "actors/actor_restore.json", record]);
  assertEquals(record, {
    schema: "sourceos.actor-record/v1alpha1",
    record_id: "actor:restore",
    actor_id: "actor:restore",
    actor_type: "import_bridge",
    display_name: "Import bridge",
    identity_id: "identity:restore",
    workspace_scope: ["workspace:desk", "workspace:diary"],
    profile_scope: ["profile:home", "profile:work"],
    capabilities: ["merge", "read", "write"],
    trust_level: "user",
    policy_subject: "sourceos.actor.restore",
    signing_key_ref: null,
    created_at: AT,
    revoked_at: null,
    updated_at: AT,
  });
});

const gate = (changes: JsonObject = {}) => ({ actor_id: "actor:gate", actor_type: "import_bridge", ...changes });
const REVOKED = gate({ revoked_at: "2026-01-01T00:00:00Z" });

const refusals: readonly (readonly [name: string, id: string, actors: readonly JsonObject[], reason: string])[] = [
  ["an import bridge that may import is here", "actor:restore", [gate()], '"actor:gate" is one already'],
  ["an actor here has the id", "actor:gate", [REVOKED], "an actor here has that id"],
  ["an actor of the bundle has the id", "actor:zoe", [], "an actor in the bundle has that id"],
  ["the id makes no file name", `actor:${"x".repeat(300)}`, [], "its id makes no file name"],
];

for (const [name, id, actors, reason] of refusals) {
  Deno.test(`newBridge() registers none where ${name}`, () => {
    const { exit, message } = assertThrows(() => registered(id, ...actors), CliError);
    assertEquals([exit, message], ["usage", `Cannot register import bridge "${id}": ${reason}`]);
  });
}

const proposals:
  readonly (readonly [name: string, here: readonly string[], ofBundle: readonly string[], want: string])[] = [
    ["the bundle has no import bridge", [], [], "actor:restore"],
    ["the bundle has one", [], ["actor:old-gate"], "actor:old-gate"],
    ["the bundle has one whose id is taken here", ["actor:old-gate"], ["actor:old-gate"], "actor:restore"],
    ["the bundle has several", [], ["actor:old-gate", "actor:restore"], "actor:restore-2"],
    ["the usual id is taken here", ["actor:restore"], [], "actor:restore-2"],
  ];

for (const [name, here, ofBundle, want] of proposals) {
  Deno.test(`proposedBridgeId() where ${name}`, () => {
    const store = healthyStore();
    const entries = here.map((id) => entryOf("actor", gate({ actor_id: id, revoked_at: AT })));
    assertEquals(proposedBridgeId(buildCatalog({ ...store, records: [...store.records, ...entries] }), ofBundle), want);
  });
}

import { assertEquals } from "@std/assert";
import { parseDescriptor } from "../../../lib/bundle/parse_descriptor.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";
import { buildDescriptor } from "../../../lib/export/build_descriptor.ts";
import { selectOf } from "../../helpers/exports.ts";
import { entryOf, healthyStore, storeWith } from "../../helpers/snapshots.ts";

const EVENTS = { events: 2, bytes: 10, skipped: 0, producers: [], newestAt: "2026-01-02T08:00:00Z" };
const FACTS = { storeId: "0".repeat(64), fixedTime: null, events: EVENTS };

Deno.test("buildDescriptor() says what is in the bundle, and when its newest part was made", () => {
  assertEquals(buildDescriptor(selectOf(healthyStore(), { target: "object:diary" }), FACTS), {
    format: "sourceos.bundle/v1",
    target: { kind: "object", id: "object:diary" },
    source_store: { id: "0".repeat(64), schema: "sourceos.local-state-store/v1alpha1" },
    active_generation: 4,
    created_at: "2026-01-03T02:00:00Z",
    counts: {
      records: {
        profile: 1,
        actor: 1,
        schema: 1,
        object: 1,
        workspace: 1,
        conflict: 1,
        decision: 1,
        transaction: 1,
        event: 1,
      },
      events: 2,
    },
    exclusions: [],
    needs: [{ kind: "device", id: "device:desk" }],
    policy_decisions_used: [],
    tool: { name: "sourceos", version: "0.1.0" },
  });
});

Deno.test("buildDescriptor() takes a time that is fixed", () => {
  const { created_at: createdAt } = buildDescriptor(selectOf(healthyStore()), {
    ...FACTS,
    fixedTime: "2020-01-01T00:00:00Z",
  });
  assertEquals(createdAt, "2020-01-01T00:00:00Z");
});

Deno.test("buildDescriptor() tells of what stays back by kind and rule alone", () => {
  const secret = (id: string) =>
    entryOf("object", {
      object_id: id,
      privacy_class: "secret",
      sync_visibility: "local_only",
      updated_at: "2030-01-01",
    });
  const store = storeWith(
    entryOf("profile"),
    entryOf("actor"),
    entryOf("schema"),
    entryOf("workspace"),
    entryOf("object"),
    entryOf("conflict", { object_id: "object:heist", conflict_id: "conflict:heist" }),
    secret("object:heist"),
    secret("object:affair"),
  );
  const descriptor = buildDescriptor(selectOf(store), FACTS);
  assertEquals(descriptor.exclusions, [
    {
      kind: "conflict",
      id: null,
      reason: "held_back",
      rule: "names.held-back",
      message: "1 record: It names an object that stays back",
    },
    { kind: "object", id: null, reason: "held_back", rule: "privacy.secret", message: "2 records: It is secret" },
  ]);
  assertEquals(stringifyJson(descriptor).match(/heist|affair|2030|\/srv/), null);
});

Deno.test("buildDescriptor() names the decisions that let something leave, and no others", () => {
  const decision = (name: string, changes: Parameters<typeof entryOf>[1] = {}) =>
    entryOf("decision", {
      decision_id: `policy-decision:${name}`,
      policy_id: name,
      actor_id: "actor:warden",
      object_id: "object:diary",
      ...changes,
    });
  const store = storeWith(
    ...(["profile", "actor", "schema", "workspace"] as const).map((kind) => entryOf(kind)),
    entryOf("object", { privacy_class: "confidential" }),
    entryOf("actor", { actor_id: "actor:warden" }),
    decision("used"),
    decision("idle", { object_id: "object:other" }),
  );
  const selection = selectOf(store, { decisions: ["used", "idle"] });
  assertEquals(buildDescriptor(selection, FACTS).policy_decisions_used, ["policy-decision:used"]);
});

Deno.test("buildDescriptor() names nothing that its export held back", () => {
  const hidden = entryOf("schema", { sync_visibility: "local_only" });
  const store = storeWith(
    ...(["profile", "actor", "workspace", "object"] as const).map((kind) => entryOf(kind)),
    hidden,
  );
  const selection = selectOf(store);
  const reasons = new Map(selection.needs.map(({ id, reason }) => [id, reason]));
  const descriptor = buildDescriptor(selection, FACTS);
  assertEquals(reasons.get("schema:note:v1"), "held_back");
  assertEquals(descriptor.needs.some(({ id }) => id === "schema:note:v1"), false);
});

Deno.test("buildDescriptor() makes what the reader of bundles accepts", () => {
  const descriptor = buildDescriptor(selectOf(healthyStore()), FACTS);
  const bytes = new TextEncoder().encode(stringifyJson(descriptor, 2));
  assertEquals(parseDescriptor(bytes, "b.tar"), descriptor);
});

import { assertEquals } from "@std/assert";
import { IMPORT_RULES } from "../../../lib/import/rules.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import { journalLine } from "../../../fixtures/records.ts";
import { type ImportCase, testCases } from "../../helpers/import_cases.ts";
import { bridgeOf, judgeOf } from "../../helpers/imports.ts";
import { DOUBT_CASES } from "./doubt_cases.ts";
import { GRANT_CASES } from "./grant_cases.ts";
import { HISTORY_CASES } from "./history_cases.ts";
import {
  entryOf,
  EVENT_LINES,
  fileEntry,
  healthyStore,
  recordEntry,
  recordOf,
  storeWith,
  unreadableEntry,
} from "../../helpers/snapshots.ts";

/** One event more than the store has. */
const LATER = journalLine({
  ordinal: 9,
  event_type: "update",
  lane: "normal",
  object_id: "object:diary",
  producer: "actor:ada",
  created_at: "2026-01-04T06:00:00Z",
  payload: { title: "Diary, more of it" },
});
const BY_SCRIBE = journalLine({
  ordinal: 8,
  event_type: "update",
  lane: "normal",
  object_id: "object:diary",
  producer: "actor:scribe",
  created_at: "2026-01-04T12:00:00Z",
  payload: {},
});
const DELETED = journalLine({
  ordinal: 4,
  event_type: "delete",
  lane: "tombstone",
  object_id: "object:diary",
  producer: "actor:ada",
  created_at: "2026-01-03T00:00:00Z",
  payload: {},
});

const SCRIBE = (revokedAt: string) => entryOf("actor", { actor_id: "actor:scribe", revoked_at: revokedAt });
const IMPORTED = journalLine({
  ordinal: 1,
  event_type: "add",
  lane: "normal",
  object_id: "object:diary",
  producer: "actor:ada",
  created_at: "2026-01-01T00:00:00Z",
  payload: { import: { bundle_sha256: "0".repeat(64) } },
});
/** A bundle with an actor who made the object, and is revoked since then. */
const SCRIBE_BROUGHT = (revokedAt: string) => ({
  records: {
    actor: [recordOf("actor", { actor_id: "actor:scribe", signing_key_ref: null, revoked_at: revokedAt })],
    object: [recordOf("object", { created_by_actor: "actor:scribe" })],
  },
});
const CHANGED = { title: "Changed" };
const other = (kind: RecordKind, changes: Parameters<typeof recordOf>[1]) => [recordOf(kind, changes)];
const bundled = (kind: RecordKind, values: readonly JsonObject[]) => ({ records: { [kind]: values } });
const NEWER = { events: [...EVENT_LINES, LATER], here: [entryOf("object")], object: CHANGED };

const CASES: readonly ImportCase[] = [
  { rule: "record.new", name: "an object that nothing here tells of", journal: [] },
  { rule: "record.lost", name: "an object whose record is gone", events: EVENT_LINES },
  {
    rule: "record.same",
    name: "the same object, written at another time",
    here: [entryOf("object", { updated_at: "2026-02-02T00:00:00Z", record_id: "object:diary" })],
    object: {},
  },
  { rule: "history.behind", name: "an object that the bundle goes on from", ...NEWER },
  {
    rule: "history.ahead",
    name: "an object that went on here",
    here: [entryOf("object")],
    object: CHANGED,
    journal: [...EVENT_LINES, LATER],
    events: EVENT_LINES,
  },
  {
    rule: "history.equal",
    name: "another content after the same history",
    here: [entryOf("object")],
    object: CHANGED,
    events: EVENT_LINES,
  },
  {
    rule: "history.diverged",
    name: "another content after another history",
    here: [entryOf("object")],
    object: CHANGED,
    events: [LATER],
  },
  {
    rule: "history.diverged",
    name: "an object whose record is gone, and of which the journal here tells no more than that it was imported",
    journal: [IMPORTED],
  },
  { rule: "history.absent", name: "another content without a history", here: [entryOf("object")], object: CHANGED },
  {
    rule: "record.differs",
    name: "another schema of the same id",
    ...bundled("schema", other("schema", { required_fields: ["object_id", "profile_id", "title"] })),
    at: ["schema", "schema:note:v1"],
  },
  {
    rule: "kind.not-imported",
    name: "a plan",
    ...bundled("plan", other("plan", {})),
    at: ["plan", "sync-plan:diary-to-desk"],
  },
  {
    rule: "kind.not-imported",
    name: "a repair report",
    ...bundled("report", other("report", { record_id: "x" })),
    at: ["report", "x"],
  },
  {
    rule: "record.format",
    name: "a later format",
    message: 'Its format is "sourceos.object-record/v2", known here is "sourceos.object-record/v1alpha1"',
    object: { schema: "sourceos.object-record/v2" },
    journal: [],
  },
  {
    rule: "record.format",
    name: "a format that is no text",
    message: 'Its format is none that can be read, known here is "sourceos.object-record/v1alpha1"',
    object: { schema: 2 },
    journal: [],
  },
  { rule: "record.new", name: "an object that does not say its format", object: { schema: undefined }, journal: [] },
  { rule: "schema.contract", name: "a missing field", object: { state: undefined }, journal: [] },
  {
    rule: "schema.contract",
    name: "a broken contract of what goes on from here",
    ...NEWER,
    object: { ...CHANGED, state: "lost" },
  },
  {
    rule: "name.unusable",
    name: "an id of dots",
    object: { object_id: "..." },
    at: ["object", "..."],
  },
  {
    rule: "name.unusable",
    name: "an id longer than a file name",
    object: { object_id: "ü".repeat(130) },
    at: ["object", "ü".repeat(130)],
  },
  {
    rule: "name.unlawful",
    name: "a workspace that leads out of the store",
    without: ["workspace"],
    object: { workspace_id: "../workspaces/home" },
    journal: [],
  },
  {
    rule: "name.collision",
    name: "two ids of the bundle that make one name",
    ...bundled("object", [recordOf("object", { object_id: "a+b" }), recordOf("object", { object_id: "a:b" })]),
    at: ["object", "a:b"],
  },
  {
    rule: "name.taken",
    name: "an id that makes the name of another record's file",
    message: 'The file that it would have holds object "a+b"',
    here: [entryOf("object", { object_id: "a+b" })],
    object: { object_id: "a:b" },
    at: ["object", "a:b"],
  },
  {
    rule: "name.taken",
    name: "a file that holds another record than its name says",
    here: [recordEntry("object", recordOf("object", { object_id: "z" }), { file: fileEntry("objects/a_b.json") })],
    object: { object_id: "a:b" },
    at: ["object", "a:b"],
  },
  {
    rule: "record.ambiguous",
    name: "an id that two files here claim",
    here: [entryOf("object"), recordEntry("object", recordOf("object"), { file: fileEntry("objects/copy.json") })],
    object: CHANGED,
  },
  {
    rule: "record.unreadable",
    name: "a file here that cannot be read",
    here: [unreadableEntry("object", "objects/object_diary.json")],
    journal: [],
  },
  {
    rule: "deletion.kept",
    name: "a tombstone here that is ahead",
    here: [entryOf("object", { state: "tombstoned" })],
    journal: [...EVENT_LINES, DELETED],
    events: EVENT_LINES,
  },
  {
    rule: "deletion.kept",
    name: "a tombstone here that the bundle goes on from",
    ...NEWER,
    here: [entryOf("object", { state: "deleted" })],
  },
  {
    rule: "deletion.kept",
    name: "an object that the journal here deleted without a tombstone",
    journal: [...EVENT_LINES, DELETED],
    events: [...EVENT_LINES, DELETED, LATER],
  },
  {
    rule: "history.behind",
    name: "a deletion in the bundle",
    here: [entryOf("object")],
    object: { state: "tombstoned" },
    events: [...EVENT_LINES, DELETED],
  },
  {
    rule: "hold.kept",
    name: "a legal hold here",
    ...NEWER,
    here: [entryOf("object", { retention_class: "legal_hold" })],
  },
  {
    rule: "history.diverged",
    name: "a legal hold here that the bundle competes with",
    here: [entryOf("object", { retention_class: "legal_hold" })],
    object: CHANGED,
    events: [LATER],
  },
  {
    rule: "policy.denied",
    name: "a decision here that denies the object",
    here: [entryOf("decision", { effect: "deny" })],
    journal: [],
  },
  {
    rule: "policy.denied",
    name: "a decision here that denies its place",
    here: [entryOf("decision", { effect: "deny", object_id: null })],
    journal: [],
  },
  {
    rule: "policy.review",
    name: "a decision here that asks for review",
    here: [entryOf("decision", { effect: "review_required" })],
    journal: [],
  },
  {
    rule: "profile.boundary",
    name: "a record of another profile",
    message: 'Its profile is "profile:home", not "profile:work", and no decision recorded here allows it',
    home: "profile:work",
    journal: [],
  },
  {
    rule: "profile.boundary",
    name: "a bundle of no profile",
    message:
      'Its profile is "profile:home", the bundle has no profile of its own, and no decision recorded here allows it',
    home: null,
    journal: [],
  },
  {
    rule: "profile.boundary",
    name: "an allow decision that only the bundle holds",
    home: "profile:work",
    journal: [],
    records: { object: [recordOf("object")], decision: [recordOf("decision")] },
  },
  {
    rule: "record.new",
    name: "a record of another profile that a decision here allows",
    home: "profile:work",
    here: [entryOf("decision")],
    journal: [],
  },
  { rule: "record.new", name: "a record of another profile in a drill", home: null, isTrial: true, journal: [] },
  {
    rule: "profile.secret",
    name: "a secret in a profile that is open to the public",
    without: ["profile"],
    here: [entryOf("profile", { profile_class: "public_open_source" })],
    object: { privacy_class: "secret", sync_visibility: "local_only" },
    journal: [],
  },
  {
    rule: "visibility.too-wide",
    name: "a secret that everybody may see",
    object: { privacy_class: "secret", sync_visibility: "public" },
    journal: [],
  },
  {
    rule: "actor.quarantined",
    name: "a modifier who is quarantined here",
    without: ["actor"],
    here: [entryOf("actor", { trust_level: "quarantined" })],
    journal: [],
  },
  {
    rule: "actor.quarantined",
    name: "a modifier whom the bundle itself calls quarantined",
    without: ["actor"],
    records: { object: [recordOf("object")], actor: [recordOf("actor", { trust_level: "quarantined" })] },
    journal: [],
  },
  {
    rule: "actor.revoked",
    name: "a modifier who was revoked before",
    ...NEWER,
    without: ["actor"],
    here: [entryOf("object"), entryOf("actor", { revoked_at: "2026-01-04T00:00:00Z" })],
  },
  {
    rule: "history.behind",
    name: "a modifier who was revoked afterwards",
    ...NEWER,
    without: ["actor"],
    here: [entryOf("object"), entryOf("actor", { revoked_at: "2026-01-06T00:00:00Z" })],
  },
  {
    rule: "actor.revoked",
    name: "an actor who was revoked before and did not change it last",
    ...NEWER,
    events: [...EVENT_LINES, BY_SCRIBE, LATER],
    here: [
      entryOf("object"),
      entryOf("actor", { actor_id: "actor:scribe", revoked_at: "2026-01-04T00:00:00Z" }),
    ],
  },
  {
    rule: "actor.revoked",
    name: "a producer who was quarantined before",
    ...NEWER,
    events: [...EVENT_LINES, BY_SCRIBE, LATER],
    here: [
      entryOf("object"),
      entryOf("actor", {
        actor_id: "actor:scribe",
        trust_level: "quarantined",
        updated_at: "2026-01-03T00:00:00Z",
      }),
    ],
  },
  {
    rule: "actor.revoked",
    name: "a creator who was revoked before",
    without: ["actor"],
    here: [entryOf("actor", { revoked_at: "2025-12-31T00:00:00Z" })],
    journal: [],
  },
  {
    rule: "actor.revoked",
    name: "a creator who was revoked before, and did not change it last",
    message: '"actor:scribe" made or changed it at 2026-01-01T00:00:00Z, revoked since 2025-12-31T00:00:00Z',
    here: [SCRIBE("2025-12-31T00:00:00Z")],
    object: { created_by_actor: "actor:scribe" },
    journal: [],
  },
  {
    rule: "actor.revoked",
    name: "a modifier who was revoked before it was last changed, as no journal tells otherwise",
    message: '"actor:scribe" made or changed it at 2026-01-02T08:00:00Z, revoked since 2026-01-02T00:00:00Z',
    here: [SCRIBE("2026-01-02T00:00:00Z")],
    object: { last_modified_by_actor: "actor:scribe" },
    journal: [],
  },
  {
    rule: "record.new",
    name: "a modifier of whom the journal tells that it acted before it was revoked",
    here: [SCRIBE("2026-01-05T00:00:00Z")],
    object: { last_modified_by_actor: "actor:scribe", updated_at: "2026-01-06T00:00:00Z" },
    events: [...EVENT_LINES, BY_SCRIBE],
    journal: [],
  },
  {
    rule: "actor.revoked",
    name: "a modifier who was revoked before the object was made, whatever its history says",
    here: [SCRIBE("2025-12-31T00:00:00Z")],
    object: { last_modified_by_actor: "actor:scribe" },
    events: [BY_SCRIBE.replace("2026-01-04T12:00:00Z", "2025-12-01T00:00:00Z")],
    journal: [],
  },
  {
    rule: "actor.revoked",
    name: "a creator whom the bundle itself calls revoked before",
    ...SCRIBE_BROUGHT("2025-12-31T00:00:00Z"),
    journal: [],
  },
  {
    rule: "record.new",
    name: "a creator whom the bundle itself calls revoked afterwards",
    ...SCRIBE_BROUGHT("2026-01-03T00:00:00Z"),
    journal: [],
  },
  {
    rule: "record.new",
    name: "a creator whom the bundle alone calls revoked, and who may act here",
    here: [entryOf("actor", { actor_id: "actor:scribe" })],
    ...SCRIBE_BROUGHT("2025-12-31T00:00:00Z"),
    journal: [],
  },
  {
    rule: "device.withdrawn",
    name: "a device that was revoked here",
    without: ["device"],
    here: [entryOf("device", { device_state: "revoked", revoked_at: "2026-06-01T00:00:00Z" })],
    object: { device_id: "device:desk" },
    journal: [],
  },
  {
    rule: "record.new",
    name: "an integrity event of a device that was revoked here",
    without: ["device"],
    here: [entryOf("device", { device_state: "revoked", revoked_at: "2026-06-01T00:00:00Z" })],
    records: { object: [recordOf("object")], event: [recordOf("event", { device_id: "device:desk" })] },
    journal: [],
    at: ["event", "event:diary-created"],
  },
  {
    rule: "record.new",
    name: "a tombstone of a device that was revoked here",
    without: ["device"],
    here: [entryOf("device", { device_state: "revoked", revoked_at: "2026-06-01T00:00:00Z" })],
    object: { device_id: "device:desk", state: "tombstoned" },
    journal: [],
  },
  { rule: "needs.missing", name: "a schema that is nowhere", without: ["schema"], journal: [] },
  { rule: "needs.missing", name: "an actor that is nowhere", without: ["actor"], journal: [] },
  { rule: "needs.missing", name: "a profile that is nowhere", without: ["profile"], journal: [] },
  {
    rule: "needs.missing",
    name: "a workspace that is nowhere, where workspaces have records",
    object: { workspace_id: "workspace:other" },
    journal: [],
  },
  { rule: "record.new", name: "a workspace that is known by being named", without: ["workspace"], journal: [] },
  {
    rule: "needs.missing",
    name: "a schema of the bundle that may not come in",
    without: ["schema"],
    records: { object: [recordOf("object")], schema: [recordOf("schema", { schema_version: undefined })] },
    journal: [],
  },
  {
    rule: "record.new",
    name: "a schema that the bundle brings",
    without: ["schema"],
    records: { object: [recordOf("object")], schema: [recordOf("schema")] },
    journal: [],
  },
  {
    rule: "needs.missing",
    name: "a conflict about an object that is nowhere",
    ...bundled("conflict", other("conflict", { object_id: "object:gone" })),
    at: ["conflict", String(recordOf("conflict")["conflict_id"])],
  },
  {
    rule: "needs.missing",
    name: "a conflict that names a device that is nowhere, where devices have records",
    records: { object: [recordOf("object")], conflict: [recordOf("conflict", { devices: ["device:far"] })] },
    journal: [],
    at: ["conflict", String(recordOf("conflict")["conflict_id"])],
  },
  {
    rule: "record.new",
    name: "a decision about an object that the bundle brings",
    records: { object: [recordOf("object")], decision: [recordOf("decision")] },
    journal: [],
    at: ["decision", String(recordOf("decision")["decision_id"])],
  },
  {
    rule: "record.new",
    name: "a schema with the id of an object whose history may not come in",
    records: {
      schema: [recordOf("schema", { schema_id: "object:diary", object_type: "other" })],
      object: [recordOf("object")],
    },
    events: [...EVENT_LINES, BY_SCRIBE],
    journal: [],
    at: ["schema", "object:diary"],
  },
  { rule: "record.new", name: "a device that stays where it is", object: { device_id: "device:far" }, journal: [] },
];

testCases([...CASES, ...DOUBT_CASES, ...GRANT_CASES, ...HISTORY_CASES]);

for (
  const [name, schemas, why] of [
    ["is nowhere", [], "is neither here nor in the bundle"],
    ["may not come in", [recordOf("schema", { schema_version: undefined })], "may not come in (schema.contract)"],
  ] as const
) {
  Deno.test(`an object is said to lack a schema that ${name}`, () => {
    const store = storeWith(...(["profile", "workspace", "actor"] as const).map((kind) => entryOf(kind)));
    const { classification } = judgeOf(store, [], { records: { object: [recordOf("object")], schema: schemas } });
    assertEquals(
      classification.records.find({ kind: "object", id: "object:diary" })?.message,
      `It names schema "schema:note:v1", which ${why}`,
    );
  });
}

Deno.test("what is kept of profiles, to judge others by, is held beside what is said of them", () => {
  let held = 0;
  const profiles = Array.from({ length: 100 }, (_, index) => recordOf("profile", { profile_id: `profile:${index}` }));
  const hold = (bytes: number) => held += bytes;
  judgeOf(storeWith(), [], { records: { profile: profiles }, isTrial: true, hold });
  assertEquals(held > 100 * (60 + 200), true, String(held));
  held = 0;
  const schemas = profiles.map((_, index) => recordOf("schema", { schema_id: `schema:${index}` }));
  judgeOf(storeWith(), [], { records: { schema: schemas }, isTrial: true, hold });
  assertEquals(held < 100 * 200, true, String(held));
});

Deno.test("of an actor it is told by whom it may be brought, and of nothing else", () => {
  const { classification } = judgeOf(healthyStore(), [], {
    records: { actor: [recordOf("actor", { actor_id: "actor:new" })], object: [recordOf("object")] },
    bridges: [bridgeOf(), bridgeOf({ actor_id: "actor:weak", capabilities: ["write"] })],
  });
  assertEquals([...classification.records].map(({ id, vouchers }) => [id, vouchers]), [
    ["actor:new", ["actor:gate"]],
    ["object:diary", null],
  ]);
});

Deno.test("every object that lacks a schema is told so", () => {
  const store = storeWith(...(["profile", "workspace", "actor"] as const).map((kind) => entryOf(kind)));
  const objects = ["object:a", "object:b"].map((id) => recordOf("object", { object_id: id }));
  const { records } = judgeOf(store, [], { records: { object: objects } }).classification;
  assertEquals([...records].map(({ rule }) => rule), ["needs.missing", "needs.missing"]);
});

Deno.test("every rule of import is tried", () => {
  const tried = new Set([...CASES, ...DOUBT_CASES, ...GRANT_CASES, ...HISTORY_CASES].map(({ rule }) => rule));
  assertEquals(IMPORT_RULES.map(({ id }) => id).filter((id) => !tried.has(id)), []);
});

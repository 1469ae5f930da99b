import { assertEquals } from "@std/assert";
import { SYNC_RULES } from "../../../lib/explain/sync_rules.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import type { Opening } from "../../../lib/model/documents/export.ts";
import { couldNotLeave, decide, EXPORT_RULES } from "../../../lib/export/rules.ts";
import { selectOf } from "../../helpers/exports.ts";
import { journalLine } from "../../../fixtures/records.ts";
import {
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  journalOf,
  RECORDS,
  storeWith,
  unreadableEntry,
} from "../../helpers/snapshots.ts";

type Changes = Parameters<typeof entryOf>[1];

const AROUND: readonly RecordKind[] = ["profile", "device", "actor", "schema", "workspace"];

/** Who decides, and does nothing else. */
const WARDEN = entryOf("actor", { actor_id: "actor:warden", identity_id: "identity:warden" });

/** Two allow decisions that change nothing unless they are named: one about the place, one about the object. */
const ALLOWING = ["place", "diary"].map((name) =>
  entryOf("decision", {
    decision_id: `policy-decision:${name}`,
    policy_id: `sourceos.policy/${name}`,
    actor_id: "actor:warden",
    ...(name === "place" ? { object_id: undefined } : {}),
  })
);

interface Case {
  readonly rule: string;
  readonly name: string;
  readonly object?: Changes;
  readonly file?: Partial<RecordEntry>;
  /** In place of, or beside, what a healthy store has. */
  readonly records?: readonly RecordEntry[];
  readonly without?: readonly RecordKind[];
  /** Whether the journal ends with its deletion. */
  readonly deletes?: boolean;
  readonly message: string;
}

const conflict = (changes: Changes) => entryOf("conflict", { decision_card: {}, ...changes });
const OWN_DEVICE = { device_id: "device:desk" };

/** What makes each rule apply to an object, and what it says. */
const OBJECT_CASES: readonly Case[] = [
  {
    rule: "profile.air-gapped",
    name: "an object of an air-gapped profile",
    records: [entryOf("profile", { profile_class: "air_gapped" })],
    message: "Its profile is air gapped: nothing of it leaves this device",
  },
  {
    rule: "profile.unknown",
    name: "an object of a profile that is not there",
    without: ["profile"],
    message: 'Its profile "profile:home" is not registered',
  },
  {
    rule: "policy.denied",
    name: "an object that a decision denies",
    records: [entryOf("decision", { effect: "deny", rationale: "Never" })],
    message: 'Policy "sourceos.policy/own-devices" denies it: Never',
  },
  {
    rule: "policy.place-denied",
    name: "an object in a place that a decision denies",
    records: [entryOf("decision", { effect: "deny", object_id: undefined })],
    message: `Policy "sourceos.policy/own-devices" denies everything in its profile and workspace: ${
      RECORDS.decision["rationale"]
    }`,
  },
  {
    rule: "policy.unreadable",
    name: "an object beside a decision that cannot be read",
    records: [unreadableEntry("decision", "policy-decisions/torn.json")],
    message: 'Nobody can tell what "policy-decisions/torn.json" decides: it cannot be read, and may deny it',
  },
  {
    rule: "record.ambiguous",
    name: "an object that two files claim",
    records: [entryOf("object", {}), entryOf("object", {})].map((entry, index) => ({
      ...entry,
      file: fileEntry(`objects/${index}.json`),
    })),
    message: "3 files claim its id",
  },
  {
    rule: "record.unlawful-id",
    name: "an object whose id is a path",
    object: { object_id: "object:../diary" },
    message: "No bundle may hold its id: it holds a path separator",
  },
  {
    rule: "record.format",
    name: "an object of a newer format",
    object: { schema: "sourceos.object-record/v2" },
    message: 'Its format is "sourceos.object-record/v2", known is "sourceos.object-record/v1alpha1"',
  },
  {
    rule: "record.format",
    name: "an object whose format is no text",
    object: { schema: 1 },
    message: 'Its format is "?", known is "sourceos.object-record/v1alpha1"',
  },
  {
    rule: "record.inexact",
    name: "an object with a number that is not finite",
    file: { oddities: ["non_finite_number"] },
    message: "It holds a number that no JSON can say",
  },
  {
    rule: "record.too-large",
    name: "an object of more values than a line may have",
    object: { pixels: new Array(500_000).fill(0) },
    file: { file: fileEntry("objects/object_diary.json", { bytes: 1_000_500 }) },
    message: "In a bundle it holds more than 500000 values",
  },
  ...(["privacy_class", "sync_visibility", "retention_class", "state"] as const).flatMap((field): readonly Case[] => [
    {
      rule: "class.unknown",
      name: `an object of an unknown ${field}`,
      object: { [field]: "mine" },
      message: `It has the ${field} "mine", which is not known`,
    },
    {
      rule: "class.unknown",
      name: `an object without its ${field}`,
      object: { [field]: undefined },
      message: `It has no ${field}`,
    },
  ]),
  {
    rule: "class.unknown",
    name: "an object of a profile of unknown class",
    records: [entryOf("profile", { profile_class: "hermit" })],
    message: 'Its profile has the profile_class "hermit", which is not known',
  },
  {
    rule: "class.unknown",
    name: "an object changed by an actor of unknown trust",
    records: [entryOf("actor", { trust_level: "cousin" })],
    message: 'Its actor has the trust_level "cousin", which is not known',
  },
  {
    rule: "class.unknown",
    name: "an object of a device in an unknown state",
    object: OWN_DEVICE,
    records: [entryOf("device", { device_state: "sunken" })],
    message: 'Its device has the device_state "sunken", which is not known',
  },
  {
    rule: "class.unknown",
    name: "an object with an open conflict of unknown severity",
    records: [conflict({ severity: "mild" })],
    message: 'Conflict "conflict:diary-dates" has the severity "mild", which is not known',
  },
  {
    rule: "class.unknown",
    name: "an object that a decision of unknown effect is about",
    records: [entryOf("decision", { effect: "shrug" })],
    message: 'Decision "policy-decision:diary-may-leave" has the effect "shrug", which is not known',
  },
  {
    rule: "record.ambiguous",
    name: "an object of a profile that two files claim",
    records: [entryOf("profile"), entryOf("profile", { profile_class: "work" })],
    message: "2 files claim the id of its profile",
  },
  {
    rule: "schema.contract",
    name: "an object that breaks its contract",
    object: { policy_tags: undefined },
    message: 'Field "policy_tags" is required and absent',
  },
  {
    rule: "visibility.too-wide",
    name: "an object that is seen too far",
    object: { privacy_class: "personal", sync_visibility: "public" },
    message: 'Its visibility "public" is wider than privacy class "personal" allows',
  },
  {
    rule: "state.quarantined",
    name: "a quarantined object",
    object: { state: "quarantined" },
    message: "It is quarantined",
  },
  {
    rule: "state.deleted-in-journal",
    name: "an object that the journal deleted",
    deletes: true,
    message: "The journal deleted it, and its record is active",
  },
  {
    rule: "retention.held",
    name: "a deleted object under legal hold",
    object: { state: "tombstoned", retention_class: "legal_hold" },
    message: "It is under legal hold and was deleted: sync would spread the deletion",
  },
  {
    rule: "actor.quarantined",
    name: "an object changed by a quarantined actor",
    records: [entryOf("actor", { trust_level: "quarantined", identity_id: "identity:other" })],
    message: 'The actor "actor:ada" that last changed it is quarantined',
  },
  {
    rule: "actor.revoked",
    name: "an object changed by an actor after it was revoked",
    records: [entryOf("actor", { revoked_at: "2026-01-01T12:00:00Z", identity_id: "identity:other" })],
    message: 'The actor "actor:ada" changed it after being revoked at 2026-01-01T12:00:00Z',
  },
  {
    rule: "device.withdrawn",
    name: "an object of a revoked device",
    object: OWN_DEVICE,
    records: [entryOf("device", { device_state: "revoked" })],
    message: 'Its device "device:desk" is revoked',
  },
  {
    rule: "conflict.blocking",
    name: "an object with a conflict that blocks it",
    records: [conflict({ severity: "blocking" })],
    message: 'Conflict "conflict:diary-dates" is open: Two dates for one trip.',
  },
  {
    rule: "privacy.secret",
    name: "a secret object",
    object: { privacy_class: "secret", sync_visibility: "local_only" },
    message: "It is secret",
  },
  {
    rule: "visibility.local-only",
    name: "an object that stays on this device",
    object: { sync_visibility: "local_only" },
    message: "Its visibility keeps it on this device",
  },
  {
    rule: "privacy.above-work",
    name: "a confidential object",
    object: { privacy_class: "confidential" },
    message: 'Its privacy class "confidential" is above work',
  },
  {
    rule: "privacy.above-work",
    name: "a regulated object",
    object: { privacy_class: "regulated" },
    message: 'Its privacy class "regulated" is above work',
  },
  {
    rule: "profile.boundary",
    name: "an object of another profile than its workspace",
    records: [
      entryOf("workspace", { profile_id: "profile:other" }),
      entryOf("profile", { profile_id: "profile:other" }),
      entryOf("profile"),
    ],
    message: 'Its profile is "profile:home", that of the target "profile:other"',
  },
  {
    rule: "boundaries.object-scope",
    name: "an object changed by an actor out of its scope",
    records: [entryOf("actor", { profile_scope: [] })],
    message: 'Object "object:diary" is in profile "profile:home", where actor "actor:ada" may not act',
  },
  {
    rule: "boundaries.event-scope",
    name: "an object whose newest event comes from an actor out of its scope",
    object: { created_by_actor: "actor:bo", last_modified_by_actor: "actor:bo" },
    records: [entryOf("actor", { profile_scope: [] }), entryOf("actor", { actor_id: "actor:bo" })],
    message: 'Event "evt-00000002" by actor "actor:ada" is about object "object:diary" in profile "profile:home", ' +
      "where that actor may not act",
  },
  {
    rule: "actor.unknown",
    name: "an object changed by an unknown actor",
    without: ["actor"],
    message: 'The actor "actor:ada" that last changed it is not registered',
  },
  {
    rule: "owner.withdrawn",
    name: "an object whose owner is withdrawn",
    object: { owner_identity: "identity:bo" },
    records: [
      entryOf("actor"),
      entryOf("actor", { actor_id: "actor:bo", identity_id: "identity:bo", trust_level: "quarantined" }),
      entryOf("actor", { actor_id: "actor:bo-phone", identity_id: "identity:bo", revoked_at: "2026-01-01T00:00:00Z" }),
    ],
    message: 'Every actor of its owner "identity:bo" is revoked or quarantined',
  },
  {
    rule: "policy.review",
    name: "an object that a decision wants reviewed",
    records: [entryOf("decision", { effect: "review_required", rationale: "Look" })],
    message: 'Policy "sourceos.policy/own-devices" asks for review: Look',
  },
  {
    rule: "policy.place-review",
    name: "an object in a place that a decision wants reviewed",
    records: [entryOf("decision", { effect: "review_required", object_id: undefined })],
    message: `Policy "sourceos.policy/own-devices" asks for review of everything in its profile and workspace: ${
      RECORDS.decision["rationale"]
    }`,
  },
  {
    rule: "schema.unregistered",
    name: "an object without its schema",
    without: ["schema"],
    message: 'Its schema "schema:note:v1" is not registered, so nobody can say whether it is whole',
  },
  {
    rule: "schema.version",
    name: "an object of another schema version",
    object: { schema_version: "v2" },
    message: 'It follows schema version "v2", registered is "v1"',
  },
  {
    rule: "state.conflicted",
    name: "an object marked as conflicted",
    object: { state: "conflicted" },
    message: "It is marked as conflicted",
  },
  ...["review_required", "warning", "info"].map((severity): Case => ({
    rule: "conflict.open",
    name: `an object with an open conflict, ${severity}`,
    records: [conflict({ severity })],
    message: 'Conflict "conflict:diary-dates" is open: Two dates for one trip.',
  })),
  {
    rule: "device.untrusted",
    name: "an object of an untrusted device",
    object: OWN_DEVICE,
    records: [entryOf("device", { device_state: "untrusted" })],
    message: 'Its device "device:desk" is not trusted',
  },
  {
    rule: "retention.ephemeral",
    name: "an object that is kept for the moment",
    object: { retention_class: "ephemeral" },
    message: "It is ephemeral: other devices would keep what was not meant to last",
  },
];

/** Rules that only other records than objects meet, or only beside another rule; they are tried below. */
const OTHER_RULES = ["names.held-back", "record.unreadable", "privacy.secret-unencrypted", "visibility.undecided"];

const DELETION = journalLine({
  ordinal: 4,
  event_type: "delete",
  lane: "normal",
  object_id: "object:diary",
  producer: "actor:ada",
  created_at: "2026-01-03T00:00:00Z",
  payload: {},
});

function storeOf(
  { object = {}, file = {}, records = [], without = [], deletes = false }: Omit<Case, "rule" | "message" | "name">,
) {
  const replaced = records.map(({ kind }) => kind);
  const around = AROUND.filter((kind) => !replaced.includes(kind) && !without.includes(kind));
  const store = storeWith(
    ...around.map((kind) => entryOf(kind)),
    ...records,
    WARDEN,
    ...ALLOWING,
    { ...entryOf("object", object), ...file },
  );
  return deletes ? { ...store, journal: journalOf(`${HEALTHY_JOURNAL}${DELETION}\n`) } : store;
}

const DIARY = "object:diary";
const NOTHING = {};
const PLACE = { decisions: ["place"] };
const OBJECT = { decisions: ["diary"] };
const BOTH = { decisions: ["place", "diary"], encrypted: true };

/** Whether the object leaves with nothing, with a decision about its place, with one about it, with both and encrypted. */
const OPENED: Readonly<Record<Exclude<Opening, "encryption">, readonly boolean[]>> = {
  never: [false, false, false, false],
  decision: [false, true, true, true],
  object_decision: [false, false, true, true],
};

for (const { rule, name, message, ...facts } of OBJECT_CASES) {
  Deno.test(`The decision table holds back ${name}`, () => {
    const store = storeOf(facts);
    const holds = selectOf(store).held.find(({ kind }) => kind === "object")?.holds ?? [];
    const found = holds.find((hold) => hold.rule === rule);
    assertEquals([found?.rule, found?.message], [rule, message]);
    assertEquals(holds.filter(({ evidence }) => evidence.length === 0), []);

    const opens = EXPORT_RULES.find(({ id }) => id === rule)?.opens ?? "never";
    // No decision can be named beside one that cannot be read.
    if (["privacy.secret", "policy.unreadable"].includes(rule) || opens === "encryption") return;
    const leaves = [NOTHING, PLACE, OBJECT, BOTH].map((means) => selectOf(store, means).objectIds.has(DIARY));
    assertEquals(leaves, OPENED[opens]);
  });
}

Deno.test("The decision table lets a secret leave with a decision that names it, and encrypted", () => {
  const store = storeOf({ object: { privacy_class: "secret", sync_visibility: "local_only" } });
  const means = [NOTHING, PLACE, OBJECT, { encrypted: true }, { decisions: ["place"], encrypted: true }, BOTH];
  assertEquals(means.map((one) => selectOf(store, one).objectIds.has(DIARY)), [
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
  assertEquals(
    selectOf(store, OBJECT).held.find(({ id }) => id === DIARY)?.holds.map(({ rule, opens }) => [rule, opens]),
    [["privacy.secret-unencrypted", "encryption"]],
  );
});

Deno.test("The decision table lets what is seen further than its class says leave once a recorded decision allows it", () => {
  const decided = storeOf({ object: { privacy_class: "personal", sync_visibility: "org" } });
  const undecided = { ...decided, records: decided.records.filter(({ kind }) => kind !== "decision") };
  assertEquals(selectOf(decided).objectIds.has(DIARY), true);
  assertEquals(
    selectOf(undecided).held.find(({ id }) => id === DIARY)?.holds.map((
      { rule, opens, message },
    ) => [rule, opens, message]),
    [[
      "visibility.undecided",
      "decision",
      'Its visibility "org" is wider than privacy class "personal" says, and no decision allows it',
    ]],
  );
});

const FREE: readonly (readonly [name: string, object: Changes])[] = [
  ["a healthy object", {}],
  ["a tombstone, so that the other side learns of the deletion", { state: "tombstoned" }],
  ["a deleted object", { state: "deleted" }],
  ["an object under legal hold", { retention_class: "legal_hold" }],
  ["an object that is retained", { retention_class: "retained" }],
  ["an object for work", { privacy_class: "work", sync_visibility: "org" }],
  ["a public object", { privacy_class: "public", sync_visibility: "public" }],
  ["an object with fields that nobody knows", { "x-color": "blue" }],
];

for (const [name, object] of FREE) {
  Deno.test(`The decision table lets ${name} leave without any decision`, () => {
    const { leaving } = selectOf(storeOf({ object }));
    const diary = leaving.find(({ source }) => source.id === DIARY);
    assertEquals(diary && { decisions: diary.decisions, opened: diary.opened }, { decisions: [], opened: [] });
  });
}

Deno.test("The decision table tells which decision opened what", () => {
  const { leaving } = selectOf(storeOf({ object: { privacy_class: "confidential" } }), { decisions: ["place"] });
  const diary = leaving.find(({ source }) => source.id === DIARY);
  assertEquals([diary?.decisions, diary?.opened], [["policy-decision:place"], ["privacy.above-work"]]);
});

Deno.test("The decision table has one row for each rule, and a case for each row", () => {
  const ids = EXPORT_RULES.map(({ id }) => id);
  assertEquals(ids.length, new Set(ids).size);
  assertEquals([...ids].sort(), [...new Set([...OBJECT_CASES.map(({ rule }) => rule), ...OTHER_RULES])].sort());
});

Deno.test("The decision table knows every rule of sync safety, and opens none that blocks but one", () => {
  const rows = new Map(EXPORT_RULES.map((row) => [row.id, row.opens]));
  const opened = SYNC_RULES.filter(({ code, effect }) => effect === "blocked" && rows.get(code) !== "never");
  assertEquals(SYNC_RULES.filter(({ code }) => !rows.has(code)), []);
  assertEquals(opened.map(({ code }) => code), ["visibility.local-only"]);
});

Deno.test("decide() never opens a rule that has no row", () => {
  const cause = { rule: "moon.full", message: "The moon is full", evidence: [] };
  const means = { encrypted: true, covering: ["a"], naming: ["a"] };
  assertEquals(decide([cause], means), { leaves: false, holds: [{ ...cause, opens: "never" }] });
});

const COMPANIONS: readonly (readonly [name: string, records: readonly RecordEntry[], held: readonly unknown[]])[] = [
  ["what goes along with a healthy object", [entryOf("conflict"), entryOf("transaction"), entryOf("event")], []],
  [
    "a transaction that names an object outside",
    [entryOf("transaction", { object_ids: [DIARY, "object:other"] })],
    [["transaction", "names.held-back"]],
  ],
  [
    "a conflict of another profile",
    [entryOf("conflict", { profile_id: "profile:other" })],
    [["conflict", "profile.boundary"]],
  ],
  [
    "a schema that stays on this device",
    [entryOf("schema", { sync_visibility: "local_only" })],
    [["schema", "visibility.local-only"]],
  ],
  ["an actor that breaks its contract", [entryOf("actor", { capabilities: ["fly"] })], [["actor", "schema.contract"]]],
  ["a conflict that cannot be read", [unreadableEntry("conflict", "conflicts/x.json")], [[
    "conflict",
    "record.unreadable",
  ]]],
  ["an object that cannot be read", [unreadableEntry("object", "objects/x.json")], [["object", "record.unreadable"]]],
  ["an actor that cannot be read, of whom nothing is known", [
    unreadableEntry("actor", "actors/x.json"),
    entryOf("actor"),
  ], []],
  [
    "a revoked actor, which the other side has to learn of",
    [entryOf("actor", { revoked_at: "2026-01-03T00:00:00Z", identity_id: "identity:other" })],
    [],
  ],
];

for (const [name, records, held] of COMPANIONS) {
  Deno.test(`The decision table looks at ${name}`, () => {
    const { held: found } = selectOf(storeOf({ records }));
    assertEquals(found.map(({ kind, holds: [first] }) => [kind, first.rule]), held);
  });
}

const DENIALS: readonly (readonly [name: string, target: string, records: readonly RecordEntry[], rule: string])[] = [
  ["an object that stays back", DIARY, [entryOf("decision", { effect: "deny" })], "policy.denied"],
  [
    "an air-gapped profile",
    "profile:home",
    [entryOf("profile", { profile_class: "air_gapped" })],
    "profile.air-gapped",
  ],
  [
    "a workspace of an air-gapped profile",
    "workspace:house",
    [entryOf("profile", { profile_class: "air_gapped" })],
    "profile.air-gapped",
  ],
  ["a profile of unknown class", "profile:home", [entryOf("profile", { profile_class: "hermit" })], "schema.contract"],
  [
    "a workspace of a profile that is not there",
    "workspace:house",
    [entryOf("workspace", { profile_id: "profile:lost" })],
    "profile.unknown",
  ],
];

for (const [name, target, records, rule] of DENIALS) {
  Deno.test(`The decision table denies ${name} as a whole`, () => {
    const { denial, leaving, objectIds } = selectOf(storeOf({ records }), { target });
    assertEquals([denial?.rule, leaving, [...objectIds]], [rule, [], []]);
  });
}

Deno.test("what should have left and could not is what a bundle cannot tell", () =>
  assertEquals(EXPORT_RULES.map(({ id }) => id).filter(couldNotLeave), [
    "record.unreadable",
    "record.ambiguous",
    "record.unlawful-id",
    "record.format",
    "record.inexact",
    "record.too-large",
  ]));

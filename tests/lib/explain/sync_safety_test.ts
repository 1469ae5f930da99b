import { assertEquals } from "@std/assert";
import { createPlanBlockers } from "../../../lib/policy/plan_blockers.ts";
import { lookupOf } from "../../../lib/store/lookup.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { recordSubject } from "../../../lib/explain/subject.ts";
import { judgeSyncSafety } from "../../../lib/explain/sync_safety.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import {
  entryOf,
  HEALTHY_JOURNAL,
  healthySnapshot,
  journalOf,
  sha256Hex,
  storeWith,
  unreadableEntry,
} from "../../helpers/snapshots.ts";

type Changes = Parameters<typeof entryOf>[1];

const AROUND: readonly RecordKind[] = ["profile", "device", "actor", "schema", "workspace", "decision", "conflict"];

/** The healthy records around an object, with some of them in place of others, or left out. */
function around(changed: readonly RecordEntry[], without: readonly RecordKind[] = []): readonly RecordEntry[] {
  const kinds = changed.map(({ kind }) => kind);
  return [
    ...AROUND.filter((kind) => !kinds.includes(kind) && !without.includes(kind)).map((kind) => entryOf(kind)),
    ...changed,
  ];
}

interface Case {
  readonly name: string;
  readonly subject?: Changes;
  readonly records?: readonly RecordEntry[];
  readonly journal?: string;
  /** The verdict, and the code and summary of each cause. */
  readonly want: readonly [verdict: string, ...causes: readonly (readonly [code: string, summary: string])[]];
}

const open = (changes: Changes) => entryOf("conflict", { decision_card: {}, ...changes });
const decision = (changes: Changes) => entryOf("decision", changes);
const OWN_DEVICE = { device_id: "device:desk" };

const cases: readonly Case[] = [
  { name: "a healthy object", want: ["safe"] },
  {
    name: "an object beside a decision that cannot be read",
    records: around([unreadableEntry("decision", "policy-decisions/torn.json")]),
    want: ["unknown", [
      "policy.unreadable",
      'Nobody can tell what "policy-decisions/torn.json" decides: it cannot be read, and may deny it',
    ]],
  },
  {
    name: "an object that stays on this device",
    subject: { sync_visibility: "local_only" },
    want: ["blocked", ["visibility.local-only", "Its visibility keeps it on this device"]],
  },
  {
    name: "an object that is seen wider than its privacy allows",
    subject: { privacy_class: "regulated", sync_visibility: "org" },
    want: ["blocked", ["visibility.too-wide", 'Its visibility "org" is wider than privacy class "regulated" allows']],
  },
  {
    name: "an object that is seen wider than its privacy says, and nobody decided",
    subject: { privacy_class: "personal", sync_visibility: "org" },
    records: around([], ["decision"]),
    want: ["review", [
      "visibility.undecided",
      'Its visibility "org" is wider than privacy class "personal" says, and no decision allows it',
    ]],
  },
  {
    name: "such an object that a decision allows",
    subject: { privacy_class: "personal", sync_visibility: "org" },
    records: around([decision({})]),
    want: ["safe"],
  },
  {
    name: "a quarantined object",
    subject: { state: "quarantined" },
    want: ["blocked", ["state.quarantined", "It is quarantined"]],
  },
  {
    name: "an object marked as conflicted",
    subject: { state: "conflicted" },
    want: ["review", ["state.conflicted", "It is marked as conflicted"]],
  },
  {
    name: "an object that breaks its contract",
    subject: { policy_tags: undefined },
    want: ["blocked", ["schema.contract", 'Field "policy_tags" is required and absent']],
  },
  {
    name: "an object without its schema",
    records: around([], ["schema"]),
    want: [
      "unknown",
      ["schema.unregistered", 'Its schema "schema:note:v1" is not registered, so nobody can say whether it is whole'],
    ],
  },
  {
    name: "an object of another schema version",
    subject: { schema_version: "v2" },
    want: ["review", ["schema.version", 'It follows schema version "v2", registered is "v1"']],
  },
  {
    name: "an object with a blocking conflict",
    records: around([open({ severity: "blocking" })]),
    want: ["blocked", ["conflict.blocking", 'Conflict "conflict:diary-dates" is open: Two dates for one trip.']],
  },
  {
    name: "an object with an open conflict",
    records: around([open({ severity: "warning" })]),
    want: ["review", ["conflict.open", 'Conflict "conflict:diary-dates" is open: Two dates for one trip.']],
  },
  {
    name: "an object with another object's conflict",
    records: around([open({ severity: "blocking", object_id: "object:other" })]),
    want: ["safe"],
  },
  {
    name: "an object that policy denies",
    records: around([decision({ effect: "deny" })]),
    want: [
      "blocked",
      [
        "policy.denied",
        'Policy "sourceos.policy/own-devices" denies it: Personal notes may go to the owner\'s own devices.',
      ],
    ],
  },
  {
    name: "an object that policy wants reviewed",
    records: around([decision({ effect: "review_required", rationale: undefined })]),
    want: ["review", ["policy.review", 'Policy "sourceos.policy/own-devices" asks for review: no rationale']],
  },
  {
    name: "an object that policy denied once and allows by now",
    records: around([
      decision({ effect: "deny", decision_id: "policy-decision:old", decided_at: "2026-01-01T00:00:00Z" }),
      decision({}),
    ]),
    want: ["safe"],
  },
  {
    name: "an object of an unknown profile",
    subject: { profile_id: "profile:lost" },
    want: ["unknown", ["profile.unknown", 'Its profile "profile:lost" is not registered']],
  },
  {
    name: "an object of an air-gapped profile",
    records: around([entryOf("profile", { profile_class: "air_gapped" })]),
    want: ["blocked", ["profile.air-gapped", "Its profile is air gapped: nothing of it leaves this device"]],
  },
  {
    name: "an object changed by an unknown actor",
    subject: { last_modified_by_actor: "actor:ghost" },
    want: ["unknown", ["actor.unknown", 'The actor "actor:ghost" that last changed it is not registered']],
  },
  {
    name: "an object changed by a quarantined actor",
    records: around([entryOf("actor", { trust_level: "quarantined" })]),
    want: ["blocked", ["actor.quarantined", 'The actor "actor:ada" that last changed it is quarantined']],
  },
  {
    name: "an object changed by an actor after it was revoked",
    records: around([entryOf("actor", { revoked_at: "2026-01-01T12:00:00Z" })]),
    want: ["blocked", [
      "actor.revoked",
      'The actor "actor:ada" changed it after being revoked at 2026-01-01T12:00:00Z',
    ]],
  },
  {
    name: "an object changed by an actor before it was revoked",
    records: around([entryOf("actor", { revoked_at: "2026-01-02T12:00:00Z" })]),
    want: ["safe"],
  },
  {
    name: "an object on an untrusted device",
    subject: OWN_DEVICE,
    records: around([entryOf("device", { device_state: "untrusted" })]),
    want: ["review", ["device.untrusted", 'Its device "device:desk" is not trusted']],
  },
  {
    name: "an object on a revoked device",
    subject: OWN_DEVICE,
    records: around([entryOf("device", { device_state: "revoked" })]),
    want: ["blocked", ["device.withdrawn", 'Its device "device:desk" is revoked']],
  },
  {
    name: "an object on a trusted device, while another one is revoked",
    subject: OWN_DEVICE,
    records: around([entryOf("device"), entryOf("device", { device_id: "device:lost", device_state: "revoked" })]),
    want: ["safe"],
  },
  {
    name: "an object on a device that is quarantined by its trust level",
    subject: OWN_DEVICE,
    records: around([entryOf("device", { trust_level: "quarantined" })]),
    want: ["blocked", ["device.withdrawn", 'Its device "device:desk" is quarantined']],
  },
  {
    name: "an object outside its actor's scope",
    records: around([entryOf("actor", { profile_scope: [] })], ["decision"]),
    want: ["blocked", [
      "boundaries.object-scope",
      'Object "object:diary" is in profile "profile:home", where actor "actor:ada" may not act',
    ]],
  },
  {
    name: "an object outside its actor's scope, though a decision allows something about it",
    records: around([entryOf("actor", { profile_scope: [] }), decision({ effect: "allow" })]),
    want: ["blocked", [
      "boundaries.object-scope",
      'Object "object:diary" is in profile "profile:home", where actor "actor:ada" may not act',
    ]],
  },
  {
    name: "an object outside its actor's scope whose record names the decision that allows it",
    subject: { last_modified_by_actor: "actor:bo", policy_decision_ref: "policy-decision:diary-may-leave" },
    records: around([entryOf("actor"), entryOf("actor", { actor_id: "actor:bo", profile_scope: [] }), decision({})]),
    want: ["safe"],
  },
  {
    name: "an object with an open conflict of a severity that nobody knows",
    records: around([open({ severity: "grave" })]),
    want: ["review", ["conflict.open", 'Conflict "conflict:diary-dates" is open: Two dates for one trip.']],
  },
  {
    name: "a deleted object under legal hold",
    subject: { state: "tombstoned", retention_class: "legal_hold" },
    want: ["blocked", ["retention.held", "It is under legal hold and was deleted: sync would spread the deletion"]],
  },
  {
    name: "an object whose newest event came from outside its actor's scope",
    records: around([
      entryOf("actor", { actor_id: "actor:grace", profile_scope: [] }),
      entryOf("actor"),
    ], ["decision"]),
    journal: HEALTHY_JOURNAL.replaceAll("actor:ada", "actor:grace"),
    want: ["blocked", [
      "boundaries.event-scope",
      'Event "evt-00000002" by actor "actor:grace" is about object "object:diary" in profile "profile:home", where ' +
      "that actor may not act",
    ]],
  },
  {
    name: "an ephemeral object",
    subject: { retention_class: "ephemeral" },
    want: ["review", [
      "retention.ephemeral",
      "It is ephemeral: other devices would keep what was not meant to last",
    ]],
  },
  {
    name: "an object that the journal deleted",
    journal: HEALTHY_JOURNAL.replace('"update"', '"delete"'),
    want: ["blocked", ["state.deleted-in-journal", "The journal deleted it, and its record is active"]],
  },
  {
    name: "every cause at once, the worst first",
    subject: { state: "conflicted", sync_visibility: "local_only", last_modified_by_actor: "actor:ghost" },
    want: [
      "blocked",
      ["visibility.local-only", "Its visibility keeps it on this device"],
      ["actor.unknown", 'The actor "actor:ghost" that last changed it is not registered'],
      ["state.conflicted", "It is marked as conflicted"],
    ],
  },
];

for (
  const { name, subject = {}, records = around([]), journal = HEALTHY_JOURNAL, want: [verdict, ...causes] } of cases
) {
  Deno.test(`judgeSyncSafety() weighs ${name}`, () => {
    const entry = entryOf("object", subject);
    const store = { ...storeWith(...records, entry), journal: journalOf(journal) };
    const { catalog, policy, findings } = diagnose(healthySnapshot({ store }), sha256Hex);
    const [readable] = catalog.find("object", "object:diary");
    if (readable === undefined) throw new Error("The subject is not in the catalog");
    const blockers = createPlanBlockers({ lookup: lookupOf(store, catalog), policy, derived: new Map() });
    const [head = null] = journalOf(journal).objects;
    const judged = judgeSyncSafety(recordSubject(readable), { catalog, policy, blockers, head, findings });
    assertEquals(
      [judged.sync_safety.verdict, ...judged.blocks.map(({ code, summary }) => [code, summary])],
      [verdict, ...causes],
    );
    assertEquals(judged.sync_safety.known, verdict !== "unknown");
    for (const { evidence } of [judged.sync_safety, ...judged.blocks]) assertEquals(evidence.length > 0, true);
  });
}

/** What of a bundle would grant rights, and the rule by which it stays out. */
import { bridgeOf } from "../../helpers/imports.ts";
import type { ImportCase } from "../../helpers/import_cases.ts";
import { entryOf, recordOf, TODAY } from "../../helpers/snapshots.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";

type Changes = Parameters<typeof recordOf>[1];

const WITHDRAWN = { revoked_at: "2026-01-01T00:00:00Z" };

function brings(kind: RecordKind, id: string, changes: Changes = {}): Pick<ImportCase, "records" | "at" | "journal"> {
  return { records: { [kind]: [recordOf(kind, changes)] }, at: [kind, id], journal: [] };
}

/** A bundle that brings one actor. */
function actor(changes: Changes = {}) {
  return { ...brings("actor", "actor:new", { actor_id: "actor:new", identity_id: "identity:new", ...changes }) };
}

const NEW_KEY = { signing_key_ref: "key:new" };

/** A bundle that brings one decision, later than the healthy one. */
function decision(changes: Changes = {}) {
  const fields = { decision_id: "policy-decision:new", decided_at: "2026-01-03T00:00:00Z", ...changes };
  return { here: [entryOf("object"), entryOf("decision")], ...brings("decision", "policy-decision:new", fields) };
}

/** A bundle that brings another schema of the type and version of the healthy one. */
function schema(changes: Changes = {}) {
  return brings("schema", "schema:note:mine", { schema_id: "schema:note:mine", ...changes });
}

const AIR_GAPPED = { without: ["profile"], here: [entryOf("profile", { profile_class: "air_gapped" })] } as const;
const DECIDED = entryOf("decision", { object_id: null });

const OTHER_POLICY = decision({ policy_id: "sourceos.policy/other" });

export const GRANT_CASES: readonly ImportCase[] = [
  {
    rule: "kind.not-imported",
    name: "a device",
    ...brings("device", "device:new", { device_id: "device:new" }),
  },
  { rule: "record.new", name: "an actor that may do what the bridge may", ...actor(NEW_KEY) },
  { rule: "actor.bridge", name: "an import bridge", ...actor({ ...NEW_KEY, actor_type: "import_bridge" }) },
  {
    rule: "record.new",
    name: "an import bridge in a trial",
    ...actor({ ...NEW_KEY, actor_type: "import_bridge" }),
    isTrial: true,
  },
  {
    rule: "actor.beyond-bridge",
    name: "an actor of a profile that the bridge does not reach",
    message: 'It has the profile "profile:work", and import bridge "actor:gate" does not',
    ...actor({ ...NEW_KEY, profile_scope: ["profile:home", "profile:work"] }),
  },
  {
    rule: "actor.beyond-bridge",
    name: "an actor of a workspace that the bridge does not reach",
    ...actor({ ...NEW_KEY, workspace_scope: ["workspace:attic"] }),
  },
  {
    rule: "actor.beyond-bridge",
    name: "an actor that may delete where the bridge may not",
    ...actor({ ...NEW_KEY, capabilities: ["read", "delete"] }),
  },
  {
    rule: "actor.beyond-bridge",
    name: "an actor that is trusted more than the bridge",
    ...actor({ ...NEW_KEY, trust_level: "local" }),
  },
  { rule: "record.new", name: "an actor that is trusted less", ...actor({ ...NEW_KEY, trust_level: "external" }) },
  {
    rule: "actor.beyond-bridge",
    name: "an actor where no bridge is registered",
    message: "No import bridge is registered here that could vouch for it",
    ...actor(NEW_KEY),
    bridges: [],
  },
  {
    rule: "record.new",
    name: "an actor that one of two bridges may bring",
    ...actor(NEW_KEY),
    bridges: [bridgeOf({ capabilities: ["write"] }), bridgeOf({ actor_id: "actor:second" })],
  },
  {
    rule: "actor.beyond-bridge",
    name: "an actor that was revoked and may do more: what it decided before still counts",
    ...actor({ ...NEW_KEY, ...WITHDRAWN, capabilities: ["repair"] }),
  },
  {
    rule: "actor.withdrawn-here",
    name: "an actor that is revoked here",
    message: "It is revoked or quarantined here",
    ...brings("actor", "actor:ada"),
    without: ["actor"],
    here: [entryOf("actor", WITHDRAWN)],
  },
  {
    rule: "actor.withdrawn-here",
    name: "an actor that the bundle revokes in the far future",
    ...brings("actor", "actor:ada", { revoked_at: "9999-01-01T00:00:00Z" }),
    without: ["actor"],
    here: [entryOf("actor", WITHDRAWN)],
  },
  {
    rule: "record.differs",
    name: "an actor that the bundle revoked at another time",
    ...brings("actor", "actor:ada", { revoked_at: "2026-01-02T00:00:00Z" }),
    without: ["actor"],
    here: [entryOf("actor", WITHDRAWN)],
  },
  {
    rule: "actor.withdrawn-here",
    name: "a new actor with the signing key of one who is revoked here",
    message: "Its signing key is that of an actor who is revoked or quarantined here",
    ...actor(),
    without: ["actor"],
    here: [entryOf("actor", WITHDRAWN)],
  },
  {
    rule: "actor.withdrawn-here",
    name: "a new actor of somebody whose actors are all quarantined here",
    message: "Every actor of its identity is revoked or quarantined here",
    ...actor({ ...NEW_KEY, identity_id: "identity:ada" }),
    without: ["actor"],
    here: [entryOf("actor", { trust_level: "quarantined" })],
  },
  {
    rule: "record.new",
    name: "a new actor of somebody of whom one actor is in force here",
    ...actor({ ...NEW_KEY, identity_id: "identity:ada" }),
    here: [entryOf("actor", { ...WITHDRAWN, actor_id: "actor:old", signing_key_ref: "key:old" })],
  },
  {
    rule: "record.new",
    name: "a new actor without a key, beside one without a key who is revoked here",
    ...actor({ signing_key_ref: null }),
    without: ["actor"],
    here: [entryOf("actor", { ...WITHDRAWN, signing_key_ref: null })],
  },
  {
    rule: "record.new",
    name: "an actor that was revoked the moment that the store was read, with the key of one who is revoked here",
    ...actor({ revoked_at: TODAY }),
    without: ["actor"],
    here: [entryOf("actor", WITHDRAWN)],
  },
  {
    rule: "record.differs",
    name: "an actor that is in force here, with another name",
    ...brings("actor", "actor:ada", { display_name: "Ada of the attic" }),
  },
  { rule: "decision.supersedes", name: "a later decision about the same object", ...decision() },
  {
    rule: "decision.supersedes",
    name: "a decision of the same moment",
    ...decision({ decided_at: "2026-01-02T23:00:00Z" }),
  },
  {
    rule: "decision.supersedes",
    name: "a later decision about the whole place of the object",
    ...decision({ object_id: null }),
  },
  {
    rule: "decision.supersedes",
    name: "a later decision about an object in a place that was decided about",
    ...decision(),
    here: [entryOf("object"), entryOf("decision", { object_id: null })],
  },
  {
    rule: "decision.supersedes",
    name: "a decision where nobody can tell when the one here was taken",
    ...decision(),
    here: [entryOf("object"), entryOf("decision", { decided_at: "2026-01-01T00:00:00.5Z" })],
  },
  { rule: "record.new", name: "an earlier decision", ...decision({ decided_at: "2026-01-02T00:00:00Z" }) },
  { rule: "record.new", name: "a signed decision of another policy", ...OTHER_POLICY, isVouchedFor: true },
  { rule: "decision.unsigned", name: "a decision of another policy about an object here", ...OTHER_POLICY },
  { rule: "record.new", name: "the same in a trial", ...OTHER_POLICY, isTrial: true },
  {
    rule: "record.new",
    name: "a decision of another policy that denies",
    ...decision({ policy_id: "sourceos.policy/other", effect: "deny" }),
  },
  {
    rule: "decision.unsigned",
    name: "a decision about a place in which an object is",
    ...decision({ policy_id: "sourceos.policy/other", object_id: null }),
  },
  {
    rule: "record.new",
    name: "a decision about a place in which no object is",
    ...decision({ policy_id: "sourceos.policy/other", object_id: null }),
    here: [],
  },
  {
    rule: "decision.unsigned",
    name: "a decision that a plan here waits for",
    ...decision({ policy_id: "sourceos.policy/other", object_id: null }),
    here: [entryOf("plan", { policy_decision_ref: "policy-decision:new" })],
  },
  {
    rule: "decision.unsigned",
    name: "an earlier decision, where the later one here counts for nothing",
    ...decision({ decided_at: "2026-01-02T00:00:00Z" }),
    here: [entryOf("object"), entryOf("decision", { actor_id: "actor:nobody" })],
  },
  {
    rule: "record.new",
    name: "a decision about another object",
    isVouchedFor: true,
    ...decision({ object_id: "object:other" }),
    here: [entryOf("object", { object_id: "object:other" }), entryOf("decision")],
  },
  {
    rule: "record.new",
    name: "a decision of the moment that the store was read",
    isVouchedFor: true,
    ...decision({ policy_id: "sourceos.policy/other", decided_at: TODAY }),
  },
  {
    rule: "decision.undated",
    name: "a decision of the future",
    ...decision({ policy_id: "sourceos.policy/other", decided_at: "9999-01-01T00:00:00Z" }),
  },
  {
    rule: "decision.undated",
    name: "a decision whose time is of another form",
    ...decision({ policy_id: "sourceos.policy/other", decided_at: "2026-01-03T00:00:00+02:00" }),
  },
  {
    rule: "schema.weaker",
    name: "a schema that requires less",
    message: 'Of the same type and version as schema "schema:note:v1", it does not require "profile_id"',
    ...schema({ required_fields: ["object_id"] }),
  },
  {
    rule: "schema.weaker",
    name: "a schema of the same id that requires less",
    ...brings("schema", "schema:note:v1", { required_fields: [] }),
  },
  { rule: "schema.weaker", name: "a schema that lets more be seen", ...schema({ sync_visibility: "public" }) },
  {
    rule: "schema.weaker",
    name: "a schema that keeps for a shorter time",
    ...schema({ retention_class: "ephemeral" }),
  },
  {
    rule: "schema.weaker",
    name: "a schema that gives a field to somebody else",
    ...schema({ field_owners: { object_id: "sourceos-syncd", title: "others-app" } }),
  },
  { rule: "schema.weaker", name: "a schema of another policy", ...schema({ conflict_policy: "last_writer_wins" }) },
  {
    rule: "record.new",
    name: "a schema that asks for more",
    ...schema({ required_fields: ["object_id", "profile_id", "title"], sync_visibility: "profile" }),
  },
  {
    rule: "record.new",
    name: "a weaker schema of another version",
    ...schema({ required_fields: [], schema_version: "v2" }),
  },
  { rule: "profile.air-gapped", name: "an object of an air-gapped profile", ...AIR_GAPPED, journal: [] },
  {
    rule: "profile.air-gapped",
    name: "an object of an air-gapped profile that only the bundle knows",
    without: ["profile"],
    records: { profile: [recordOf("profile", { profile_class: "air_gapped" })], object: [recordOf("object")] },
    journal: [],
  },
  {
    rule: "profile.air-gapped",
    name: "an object of an air-gapped profile, in a workspace that is known by its name alone",
    without: ["profile", "workspace"],
    here: AIR_GAPPED.here,
    journal: [],
  },
  {
    rule: "needs.missing",
    name: "an object that calls itself air-gapped, of a profile that is nowhere",
    without: ["profile"],
    object: { profile_class: "air_gapped" },
    journal: [],
  },
  {
    rule: "profile.air-gapped",
    name: "an air-gapped profile",
    ...brings("profile", "profile:home", { profile_class: "air_gapped" }),
    without: ["profile"],
  },
  {
    rule: "record.new",
    name: "an object of an air-gapped profile that a decision here allows",
    ...AIR_GAPPED,
    here: [...AIR_GAPPED.here, DECIDED],
    journal: [],
  },
];

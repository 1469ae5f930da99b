/** What a bundle's object is judged by here, and nobody can tell, or two say in two ways: it stays out. */
import type { JsonObject } from "../../../lib/text/json.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import type { ImportCase } from "../../helpers/import_cases.ts";
import { journalLine } from "../../../fixtures/records.ts";
import { entryOf, EVENT_LINES, fileEntry, recordOf, unreadableEntry } from "../../helpers/snapshots.ts";

const LATE = "2026-01-04T12:00:00Z";
const REVOKED = "2026-01-03T00:00:00Z";

function eventBy(producer: string, createdAt = LATE): string {
  return journalLine({
    ordinal: 8,
    event_type: "update",
    lane: "normal",
    object_id: "object:diary",
    producer,
    created_at: createdAt,
    payload: {},
  });
}

const scribe = (changes: Parameters<typeof recordOf>[1] = {}) =>
  entryOf("actor", { actor_id: "actor:scribe", ...changes });
const byScribe = { journal: [], events: [...EVENT_LINES, eventBy("actor:scribe")] };
const again = (kind: RecordKind, path: string, changes: Parameters<typeof recordOf>[1]) => ({
  ...entryOf(kind, changes),
  file: fileEntry(path),
});
const stolen = entryOf("device", { device_id: "device:stolen", device_state: "revoked", revoked_at: REVOKED });
const asActor: JsonObject = recordOf("actor", { actor_id: "device:stolen", signing_key_ref: null });
const VAULT = { profile_id: "profile:vault", profile_class: "air_gapped" };
const unknown = (name: string, message: string, rest: Partial<ImportCase>): ImportCase => ({
  rule: "judge.unknown",
  name,
  message,
  journal: [],
  ...rest,
});

export const DOUBT_CASES: readonly ImportCase[] = [
  {
    rule: "policy.unreadable",
    name: "an object beside a decision here that cannot be read",
    journal: [],
    here: [unreadableEntry("decision", "policy-decisions/torn.json")],
  },
  unknown(
    "a profile whose file cannot be read",
    'It is judged by profile "profile:home", and its file here cannot be read',
    { without: ["profile"], here: [unreadableEntry("profile", "profiles/profile_home.json")] },
  ),
  unknown("a profile that two files claim", 'It is judged by profile "profile:home", and 2 files here claim its id', {
    here: [again("profile", "profiles/other.json", { profile_class: "air_gapped" })],
  }),
  unknown(
    "a profile of no known class",
    'It is judged by profile "profile:home", and its record here has no profile_class that is known',
    { without: ["profile"], here: [entryOf("profile", { profile_class: "sealed" })] },
  ),
  unknown(
    "somebody who changed it last, and whom two files claim to be",
    'It is judged by actor "actor:scribe", and 2 files here claim its id',
    {
      here: [scribe(), again("actor", "actors/other.json", { actor_id: "actor:scribe" })],
      object: { last_modified_by_actor: "actor:scribe" },
    },
  ),
  {
    rule: "needs.missing",
    name: "somebody who is nowhere, where the file of somebody else cannot be read",
    here: [unreadableEntry("actor", "actors/actor_other.json")],
    object: { last_modified_by_actor: "actor:gone" },
    journal: [],
  },
  {
    rule: "record.new",
    name: "an integrity event of a device that two files claim to be: it judges objects alone",
    here: [again("device", "devices/other.json", {})],
    records: { object: [recordOf("object")], event: [recordOf("event", { device_id: "device:desk" })] },
    journal: [],
    at: ["event", "event:diary-created"],
  },
  unknown(
    "a workspace whose file cannot be read",
    'It is judged by workspace "workspace:house", and its file here cannot be read',
    { without: ["workspace"], here: [unreadableEntry("workspace", "workspaces/workspace_house.json")] },
  ),
  unknown(
    "a device whose file cannot be read",
    'It is judged by device "device:far", and its file here cannot be read',
    { here: [unreadableEntry("device", "devices/device_far.json")], object: { device_id: "device:far" } },
  ),
  unknown(
    "a creator whose file cannot be read",
    'It is judged by actor "actor:scribe", and its file here cannot be read',
    { here: [unreadableEntry("actor", "actors/actor_scribe.json")], object: { created_by_actor: "actor:scribe" } },
  ),
  unknown(
    "an event by an actor whose file cannot be read, also where the bundle brings one",
    'It is judged by actor "actor:scribe", and its file here cannot be read',
    {
      ...byScribe,
      here: [unreadableEntry("actor", "actors/actor_scribe.json")],
      records: {
        object: [recordOf("object")],
        actor: [recordOf("actor", { actor_id: "actor:scribe", signing_key_ref: null })],
      },
    },
  ),
  unknown(
    "an event by an actor of whom two files tell",
    'It is judged by actor "actor:scribe", and 2 files here claim its id',
    {
      ...byScribe,
      here: [scribe(), again("actor", "actors/z.json", { actor_id: "actor:scribe", revoked_at: REVOKED })],
    },
  ),
  unknown(
    "an event by a device of no known state",
    'It is judged by device "device:desk", and its record here has no device_state that is known',
    {
      events: [...EVENT_LINES, eventBy("device:desk")],
      without: ["device"],
      here: [entryOf("device", { device_state: "lost" })],
    },
  ),
  {
    rule: "judge.unknown",
    name: "a schema of a profile whose file cannot be read",
    without: ["profile"],
    here: [unreadableEntry("profile", "profiles/profile_home.json")],
    records: { schema: [recordOf("schema", { schema_id: "schema:new", profile_id: "profile:home" })] },
    at: ["schema", "schema:new"],
  },
  {
    rule: "actor.revoked",
    name: "an event by somebody who was revoked at no time that can be read",
    message: `"actor:scribe" made or changed it at ${LATE}, and is revoked, nobody knows since when`,
    ...byScribe,
    here: [scribe({ revoked_at: "once" })],
  },
  {
    rule: "actor.revoked",
    name: "an event by somebody who is quarantined, by a record that was written before",
    ...byScribe,
    here: [{
      ...scribe({ trust_level: "quarantined", updated_at: undefined }),
      file: fileEntry("actors/actor_scribe.json", { modified_at: REVOKED }),
    }],
  },
  {
    rule: "record.new",
    name: "an event by somebody whose quarantine was written later",
    ...byScribe,
    here: [scribe({ trust_level: "quarantined", updated_at: undefined })],
  },
  {
    rule: "actor.revoked",
    name: "an event by somebody who was revoked, of a time behind which another one hides",
    message: `"actor:scribe" made or changed it at zzz, revoked since ${REVOKED}`,
    journal: [...EVENT_LINES, eventBy("actor:scribe", "zzz")],
    events: [...EVENT_LINES, eventBy("actor:scribe", "zzz"), eventBy("actor:scribe")],
    here: [entryOf("object"), scribe({ revoked_at: REVOKED })],
    object: { title: "Changed" },
  },
  {
    rule: "actor.revoked",
    name: "an event by a device that was revoked, and whose id an actor of the bundle has",
    events: [...EVENT_LINES, eventBy("device:stolen")],
    journal: [],
    here: [stolen],
    records: { object: [recordOf("object")], actor: [asActor] },
  },
  {
    rule: "actor.beyond-scope",
    name: "an event by somebody whose scopes here do not reach it",
    message: 'It is in profile "profile:home", where actor "actor:scribe" may not act',
    ...byScribe,
    here: [scribe({ profile_scope: [] })],
  },
  {
    rule: "actor.beyond-scope",
    name: "a creator whose scopes here do not reach it",
    message: 'It is in workspace "workspace:house", where actor "actor:scribe" may not act',
    journal: [],
    here: [scribe({ workspace_scope: ["workspace:attic"] })],
    object: { created_by_actor: "actor:scribe" },
  },
  {
    rule: "actor.beyond-scope",
    name: "somebody who changed it last and whose scopes here do not reach it",
    message: 'It is in workspace "workspace:house", where actor "actor:scribe" may not act',
    journal: [],
    here: [scribe({ workspace_scope: ["workspace:attic"] })],
    object: { last_modified_by_actor: "actor:scribe" },
  },
  {
    rule: "record.new",
    name: "the same, where a decision here that it names allows it",
    journal: [],
    here: [scribe({ workspace_scope: ["workspace:attic"] }), entryOf("decision")],
    object: { created_by_actor: "actor:scribe", policy_decision_ref: String(recordOf("decision")["decision_id"]) },
  },
  {
    rule: "record.new",
    name: "an actor whose scopes only the bundle tells",
    ...byScribe,
    records: {
      object: [recordOf("object")],
      actor: [recordOf("actor", { actor_id: "actor:scribe", signing_key_ref: null, profile_scope: [] })],
    },
  },
  {
    rule: "profile.air-gapped",
    name: "an object in a workspace of an air-gapped profile",
    message: 'The profile of its workspace, "profile:vault", is air gapped',
    journal: [],
    here: [entryOf("profile", VAULT), entryOf("workspace", { workspace_id: "workspace:vault", ...VAULT })],
    object: { workspace_id: "workspace:vault" },
  },
  {
    rule: "profile.boundary",
    name: "an object in a workspace of another profile",
    message: 'Its workspace is in profile "profile:work", not "profile:home", and no decision recorded here allows it',
    journal: [],
    here: [
      entryOf("profile", { profile_id: "profile:work" }),
      entryOf("workspace", { workspace_id: "workspace:desk", profile_id: "profile:work" }),
    ],
    object: { workspace_id: "workspace:desk" },
  },
];

/** Bundles that try to gain something here, by running the import: each row with its code and the rule that stops it. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { recordFile } from "../../fixtures/records.ts";
import { type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { EPOCH } from "../../fixtures/times.ts";
import { KINDS, RECORD_KINDS, type RecordKind } from "../../lib/model/kinds.ts";
import type { JsonObject } from "../../lib/text/json.ts";
import { bundleOf, contentOf } from "../helpers/bundles.ts";
import { emptyStore, newStore, runImport } from "../helpers/import_stores.ts";
import { contentOf as filesIn, differences } from "../helpers/repairs.ts";
import { recordOf, RECORDS } from "../helpers/snapshots.ts";
import { withFolder } from "../helpers/stores.ts";

type Changes = Parameters<typeof recordOf>[1];

const PLACE = { profile_id: "profile:personal", workspace_id: "workspace:home" };
const OBJECT = { ...RECORDS.object, ...PLACE, created_at: EPOCH, updated_at: EPOCH };
const EVENT = {
  schema: "sourceos.journal-event/v1alpha1",
  event_id: "evt-00000001",
  event_type: "update",
  lane: "normal",
  object_id: "object:diary",
  producer: "actor:ada",
  created_at: EPOCH,
  payload: {},
  applied: true,
};

/** What is in the store beside its import bridge. */
const HERE: Readonly<Partial<Record<RecordKind, JsonObject>>> = {
  profile: { ...RECORDS.profile, profile_id: PLACE.profile_id },
  workspace: { ...RECORDS.workspace, ...PLACE },
  schema: RECORDS.schema,
  actor: { ...RECORDS.actor, profile_scope: [PLACE.profile_id], workspace_scope: [PLACE.workspace_id] },
  object: OBJECT,
};

interface Row {
  readonly name: string;
  /** The code of --apply: 18 where nothing that may come in lies inside the scopes, 6 where an object there may not. */
  readonly code: number;
  /** The rule under which the record stays out, told by the preview; absent where the whole bundle is refused. */
  readonly rule?: string;
  readonly brings: Partial<Record<RecordKind, readonly JsonObject[]>>;
  readonly events?: readonly JsonObject[];
  /** Changes of what is here. */
  readonly here?: Partial<Record<RecordKind, JsonObject>>;
  readonly without?: readonly RecordKind[];
}

function brings(kind: RecordKind, changes: Changes): Row["brings"] {
  return { [kind]: [{ ...recordOf(kind, { ...PLACE, ...changes }) }] };
}

const ACTOR = { ...RECORDS.actor, actor_id: "actor:new", identity_id: "identity:new", signing_key_ref: "key:new" };
const DECISION = { ...RECORDS.decision, ...PLACE, object_id: null };

const ROWS: readonly Row[] = [
  {
    name: "an import bridge",
    code: 18,
    rule: "actor.bridge",
    brings: { actor: [{ ...ACTOR, actor_type: "import_bridge" }] },
  },
  { name: "a device", code: 18, rule: "kind.not-imported", brings: { device: [{ ...RECORDS.device, ...PLACE }] } },
  {
    name: "an actor of more profiles than the bridge has",
    code: 18,
    rule: "actor.beyond-bridge",
    brings: { actor: [{ ...ACTOR, profile_scope: ["profile:nobodys"] }] },
  },
  {
    name: "an actor under the key of one who was revoked here",
    code: 18,
    rule: "actor.withdrawn-here",
    brings: { actor: [{ ...ACTOR, signing_key_ref: RECORDS.actor["signing_key_ref"] ?? null }] },
    here: { actor: { revoked_at: EPOCH } },
  },
  {
    name: "a decision that takes the place of one here",
    code: 18,
    rule: "decision.supersedes",
    brings: { decision: [{ ...DECISION, decision_id: "policy-decision:later", decided_at: "2026-06-01T00:00:00Z" }] },
    here: { decision: { ...DECISION, effect: "deny" } },
  },
  {
    name: "a decision of the year 9999",
    code: 18,
    rule: "decision.undated",
    brings: { decision: [{ ...DECISION, decided_at: "9999-01-01T00:00:00Z" }] },
  },
  {
    name: "a weaker schema",
    code: 18,
    rule: "schema.weaker",
    brings: { schema: [{ ...RECORDS.schema, schema_id: "schema:mine", required_fields: [] }] },
  },
  {
    name: "an object into an air-gapped profile",
    code: 6,
    rule: "profile.air-gapped",
    brings: { object: [OBJECT] },
    here: { profile: { profile_class: "air_gapped" } },
    without: ["object"],
  },
  {
    name: "a deletion of what is held here",
    code: 6,
    rule: "hold.kept",
    brings: { object: [{ ...OBJECT, retention_class: "legal_hold" }] },
    events: [{ ...EVENT, event_type: "delete", lane: "tombstone" }],
    here: { object: { retention_class: "legal_hold" } },
  },
  {
    name: "a deletion that the record does not tell of",
    code: 6,
    rule: "history.deletion",
    brings: { object: [OBJECT] },
    events: [{ ...EVENT, event_type: "delete", lane: "tombstone" }],
  },
  {
    name: "an event of the year 9999",
    code: 6,
    rule: "history.undated",
    brings: { object: [OBJECT] },
    events: [{ ...EVENT, created_at: "9999-01-01T00:00:00Z" }],
  },
  {
    name: "an event that waits in lane priority",
    code: 6,
    rule: "history.unapplied",
    brings: { object: [OBJECT] },
    events: [{ ...EVENT, lane: "priority", applied: false }],
  },
  {
    name: "an event by nobody who is registered here",
    code: 6,
    rule: "history.producer",
    brings: { object: [OBJECT] },
    events: [{ ...EVENT, producer: "actor:nobody" }],
  },
  { name: "an id that is a path", code: 14, brings: brings("object", { object_id: "../../etc/passwd" }) },
  { name: "an id that turns the direction of text", code: 14, brings: brings("object", { object_id: "a\u202eb" }) },
  { name: "a record_id with a control character", code: 14, brings: brings("object", { record_id: "a\u0007b" }) },
  { name: "an event about a path", code: 14, brings: { object: [OBJECT] }, events: [{ ...EVENT, object_id: "../x" }] },
];

function storeOf({ here = {}, without = [] }: Row): StoreFiles {
  const kinds = new Set([...Object.keys(HERE), ...Object.keys(here)]);
  const records = [...kinds].flatMap((name) => {
    const kind = RECORD_KINDS.find((known) => known === name);
    if (kind === undefined || without.includes(kind)) return [];
    const fields = { ...HERE[kind], ...here[kind] };
    return [recordFile(kind, String(fields[KINDS[kind].idField]), fields, EPOCH)];
  });
  return new Map([...newStore(), ...gate(), ...records]);
}

/** The bridge of emptyStore(), which reaches every place. */
function gate(): StoreFiles {
  return new Map([...emptyStore()].filter(([path]) => path === "actors/actor_gate.json"));
}

for (const row of ROWS) {
  Deno.test(`an import with ${row.name} ends with ${row.code}, and changes nothing`, () =>
    withFolder(async (folder) => {
      const [root, bundle] = [join(folder, "store"), join(folder, "b.tar")];
      writeStore(storeOf(row), root);
      const content = contentOf(row.brings, row.events ?? []);
      const target = { kind: "profile", id: PLACE.profile_id } as const;
      const descriptor = { ...content.descriptor, target, needs: [] };
      Deno.writeFileSync(bundle, await bundleOf({ ...content, descriptor }));
      const before = filesIn(root);
      const scopes = ["profile:personal", "workspace:home", "object:diary"].flatMap((scope) => ["--scope", scope]);
      const preview = await runImport(bundle, ["--store", root]);
      const { code, errors } = await runImport(bundle, ["--apply", ...scopes, "--store", root]);
      assertEquals(differences(before, filesIn(root)), []);
      if (row.rule === undefined) {
        assertEquals([preview.code, code, errors[0]?.code], [row.code, row.code, "bad_input"]);
        return;
      }
      assertEquals(preview.data.records.map(({ outcome, rule }) => [outcome, rule]), [["forbidden", row.rule]]);
      assertEquals(preview.data.events.refused, row.events?.length ?? 0);
      assertEquals(code, row.code);
    }));
}

/**
 * A small healthy state in memory: Ada's diary, written by her and by an agent, on one device.
 *
 * Tests patch it: `healthySnapshot({ store: healthyStore({ records: [] }) })`.
 */
import { type CycleFacts, queueRecord, receiptPath, receiptRecord } from "../../fixtures/content_sync/files.ts";
import { journalLine } from "../../fixtures/records.ts";
import { safeRecordId } from "../../fixtures/safe_id.ts";
import { sha256Hex } from "../../commands/host/files/hashing.ts";
import { recordId } from "../../lib/store/catalog.ts";
import { createJournalFold } from "../../lib/journal/fold.ts";
import type { JournalSummary } from "../../lib/model/journal.ts";
import { integerField, type JsonObject, stringField } from "../../lib/text/json.ts";
import type { ContentSyncState } from "../../lib/model/content_sync.ts";
import { KINDS, RECORD_KINDS, type RecordKind } from "../../lib/model/kinds.ts";
import {
  type DerivedEntry,
  type FileEntry,
  type ManifestEntry,
  type RecordEntry,
  SNAPSHOT_SCHEMA,
  type StateSnapshot,
  type StoreSnapshot,
} from "../../lib/model/snapshot.ts";
import { disabledProbe } from "../../lib/daemon/probe.ts";

export { sha256Hex };

export const ROOT = "/srv/state";
const NEW_YEAR = "2026-01-01T00:00:00Z";
export const TODAY = "2026-01-04T12:00:00Z";

const CYCLE: CycleFacts = { number: 1, at: "2026-01-02T09:00:00Z", from: null, to: "41.0", outcome: "applied" };

/** One lawful record of each kind, with every field that its contract names. */
export const RECORDS: Readonly<Record<RecordKind, JsonObject>> = {
  profile: {
    schema: "sourceos.profile-record/v1alpha1",
    profile_id: "profile:home",
    display_name: "Home",
    profile_class: "personal",
    created_at: NEW_YEAR,
    policy_tags: ["family"],
  },
  device: {
    schema: "sourceos.device-record/v1alpha1",
    device_id: "device:desk",
    display_name: "Desk computer",
    trust_level: "local",
    device_state: "trusted",
    created_at: NEW_YEAR,
    revoked_at: null,
  },
  actor: {
    schema: "sourceos.actor-record/v1alpha1",
    actor_id: "actor:ada",
    actor_type: "human",
    display_name: "Ada",
    identity_id: "identity:ada",
    workspace_scope: ["workspace:house"],
    profile_scope: ["profile:home"],
    capabilities: ["read", "write", "merge"],
    trust_level: "user",
    policy_subject: "sourceos.actor.ada",
    signing_key_ref: "key:ada",
    created_at: NEW_YEAR,
    revoked_at: null,
  },
  schema: {
    schema: "sourceos.schema-record/v1alpha1",
    schema_id: "schema:note:v1",
    object_type: "note",
    schema_version: "v1",
    required_fields: ["object_id", "profile_id"],
    field_owners: { object_id: "sourceos-syncd", title: "notes-app" },
    migration_policy: "forward_compatible_required",
    conflict_policy: "object_type_specific",
    tombstone_policy: "preserve",
    sync_visibility: "workspace",
    retention_class: "normal",
  },
  object: {
    schema: "sourceos.object-record/v1alpha1",
    object_id: "object:diary",
    object_type: "note",
    schema_id: "schema:note:v1",
    schema_version: "v1",
    workspace_id: "workspace:house",
    profile_id: "profile:home",
    owner_identity: "identity:ada",
    created_by_actor: "actor:ada",
    last_modified_by_actor: "actor:ada",
    created_at: NEW_YEAR,
    updated_at: "2026-01-02T08:00:00Z",
    privacy_class: "personal",
    sync_visibility: "profile",
    retention_class: "normal",
    policy_tags: ["family"],
    provenance: ["event:diary-created"],
    state: "active",
    content_hash: "sha256:0d1a",
  },
  workspace: {
    schema: "sourceos.workspace-record/v1alpha1",
    workspace_id: "workspace:house",
    profile_id: "profile:home",
    created_at: NEW_YEAR,
  },
  plan: {
    schema: "sourceos.sync-plan/v1alpha1",
    plan_id: "sync-plan:diary-to-desk",
    source_actor: "actor:ada",
    target_actor: "actor:ada",
    profile_id: "profile:home",
    workspace_id: "workspace:house",
    object_ids: ["object:diary"],
    operation_class: "replicate",
    dependencies: ["policy-decision:diary-may-leave"],
    policy_decision_ref: "policy-decision:diary-may-leave",
    retry_policy: "exponential",
    conflict_policy: "human_review_required",
    status: "planned",
    user_explanation: "The diary goes to the desk computer.",
    created_at: "2026-01-03T00:00:00Z",
    updated_at: "2026-01-03T00:00:00Z",
    last_error: null,
  },
  conflict: {
    schema: "sourceos.conflict-record/v1alpha1",
    conflict_id: "conflict:diary-dates",
    object_id: "object:diary",
    object_type: "note",
    workspace_id: "workspace:house",
    profile_id: "profile:home",
    actors: ["actor:ada"],
    devices: ["device:desk"],
    schema_version: "v1",
    severity: "review_required",
    merge_policy: "human_review_required",
    decision_card: {
      card_id: "decision-card:diary-dates",
      options: ["merge", "fork", "skip"],
      recommended_option: "merge",
      selected_option: "merge",
      rationale: "Both dates are right.",
      selected_by: "actor:ada",
      selected_at: "2026-01-03T01:00:00Z",
    },
    user_explanation: "Two dates for one trip.",
    created_at: "2026-01-03T00:30:00Z",
  },
  decision: {
    schema: "sourceos.policy-decision/v1alpha1",
    decision_id: "policy-decision:diary-may-leave",
    effect: "allow",
    policy_id: "sourceos.policy/own-devices",
    policy_version: "v1",
    actor_id: "actor:ada",
    object_id: "object:diary",
    profile_id: "profile:home",
    workspace_id: "workspace:house",
    rationale: "Personal notes may go to the owner's own devices.",
    decided_at: "2026-01-02T23:00:00Z",
  },
  transaction: {
    schema: "sourceos.agent-object-transaction/v1alpha1",
    transaction_id: "agent-txn:diary-summary",
    actor_id: "actor:ada",
    workspace_id: "workspace:house",
    profile_id: "profile:home",
    object_ids: ["object:diary"],
    operation: "update",
    status: "proposed",
    policy_decision_ref: "policy-decision:diary-may-leave",
    created_at: "2026-01-03T02:00:00Z",
    updated_at: "2026-01-03T02:00:00Z",
  },
  event: {
    schema: "sourceos.integrity-event/v1alpha1",
    event_id: "event:diary-created",
    event_type: "sync.object.created",
    occurred_at: NEW_YEAR,
    summary: "The diary was registered.",
    actor_id: "actor:ada",
    object_id: "object:diary",
  },
  report: {
    schema: "sourceos.repair-report/v1alpha1",
    record_id: "repair-report:first",
    summary: "User data was not modified.",
  },
  receipt: receiptRecord(CYCLE),
  queue: queueRecord({ name: "tidy-up", at: "2026-01-04T08:00:00Z", state: "pending" }),
};

/** What is kept of content sync beside the receipt and the item above. */
export const CONTENT_SYNC: ContentSyncState = {
  version: { state: "ok", value: CYCLE.to, error: null },
  receipts: { total: 1, unread: 0, oldest: receiptPath(CYCLE).slice("receipts/".length) },
  queue: {
    manifest: { state: "ok", error: null, record: { schema: "sourceos.orchestration.event-queue.v0.1" } },
    audit: { state: "ok", error: null, lines: 1, bad: 0, bad_lines: [] },
    replays: 0,
  },
};

/** A file of the store; 100 bytes, mode 0600, unless told otherwise. */
export function fileEntry(path: string, changes: Partial<FileEntry> = {}): FileEntry {
  return {
    path,
    type: "file",
    bytes: 100,
    mode: 0o600,
    uid: 1000,
    modified_at: TODAY,
    problem: null,
    ...changes,
  };
}

/** A registry file with this record in it, named as the daemon names it. */
export function recordEntry(kind: RecordKind, record: JsonObject, changes: Partial<RecordEntry> = {}): RecordEntry {
  const file = fileEntry(pathOf(kind, record));
  return { kind, file, state: "ok", error: null, oddities: [], record, ...changes };
}

function pathOf(kind: RecordKind, record: JsonObject): string {
  const name = safeRecordId(recordId(kind, record) ?? "nameless");
  const folder = kind === "queue" ? `orchestration/${stringField(record, "queue_state")}` : KINDS[kind].folder;
  const time = kind === "receipt" ? `${stringField(record, "issuedAt")?.replaceAll(":", "-").replace("T", "_")}-` : "";
  return `${folder}/${time}${name}.json`;
}

/** The healthy record of that kind with other fields; a field set to undefined is left out. */
export function recordOf(kind: RecordKind, changes: Readonly<Record<string, JsonObject[string] | undefined>> = {}) {
  const fields = Object.entries({ ...RECORDS[kind], ...changes });
  return Object.fromEntries(fields.flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}

/** The registry entry of the healthy record with other fields. */
export function entryOf(kind: RecordKind, changes: Parameters<typeof recordOf>[1] = {}): RecordEntry {
  return recordEntry(kind, recordOf(kind, changes));
}

/** A registry file that could not be read. */
export function unreadableEntry(kind: RecordKind, path: string, changes: Partial<RecordEntry> = {}): RecordEntry {
  return {
    kind,
    file: fileEntry(path),
    state: "not_json",
    error: "Ends too early at line 1, column 9",
    oddities: [],
    record: null,
    ...changes,
  };
}

export const EVENT_LINES: readonly string[] = [
  journalLine({
    ordinal: 1,
    event_type: "add",
    lane: "normal",
    object_id: "object:diary",
    producer: "actor:ada",
    created_at: NEW_YEAR,
    payload: { title: "Diary" },
  }),
  journalLine({
    ordinal: 2,
    event_type: "update",
    lane: "normal",
    object_id: "object:diary",
    producer: "actor:ada",
    created_at: "2026-01-02T08:00:00Z",
    payload: { title: "Diary 2026" },
  }),
  journalLine({
    ordinal: 3,
    event_type: "policy",
    lane: "policy",
    object_id: "policy-decision:diary-may-leave",
    producer: "actor:ada",
    created_at: "2026-01-02T23:00:00Z",
    payload: {},
  }),
];

/** The summary that the real fold makes of a journal with exactly this text. */
export function journalOf(text: string, changes: Partial<JournalSummary> = {}): JournalSummary {
  const fold = createJournalFold();
  fold.add(new TextEncoder().encode(text));
  return { ...fold.finish({ state: "present", error: null, sha256: sha256Hex(text) }).summary, ...changes };
}

/** The summary of a journal that is not there, or cannot be read. */
export function noJournal(state: "absent" | "unreadable", error: string | null = null): JournalSummary {
  return createJournalFold().finish({ state, error, sha256: null }).summary;
}

export const HEALTHY_JOURNAL = EVENT_LINES.map((line) => `${line}\n`).join("");

const DURABLE = ["profiles", "devices", "actors", "schemas", "objects", "events", "repair-reports"];

export const MANIFEST: JsonObject = {
  schema: "sourceos.local-state-store/v1alpha1",
  initialized: true,
  created_at: NEW_YEAR,
  updated_at: "2026-01-02T23:00:00Z",
  active_generation: 4,
  last_known_good_generation: 1,
  lanes: ["normal", "priority", "policy"],
  backend: "filesystem-jsonl",
  durable_dirs: DURABLE,
  rebuildable_dirs: ["indexes", "checkpoints"],
  disposable_dirs: ["tmp"],
  registry_kinds: ["actors", "devices", "objects", "profiles", "schemas"],
};

const FOLDERS = [...DURABLE, "indexes", "checkpoints", "tmp"];

/** The manifest that could be read, with other fields. */
export function manifestEntry(changes: Parameters<typeof recordOf>[1] = {}): ManifestEntry {
  const fields = Object.entries({ ...MANIFEST, ...changes });
  const record = Object.fromEntries(fields.flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
  return { file: fileEntry("manifest.json"), state: "ok", error: null, oddities: [], record };
}

/** A store in which nothing is wrong; `changes` replace whole fields. */
export function healthyStore(changes: Partial<StoreSnapshot> = {}): StoreSnapshot {
  return {
    root: ROOT,
    real_root: ROOT,
    selected_by: "option",
    origin: "disk",
    root_file: fileEntry(".", { type: "directory", bytes: 0, mode: 0o700 }),
    manifest: manifestEntry(),
    generation_after: integerField((changes.manifest ?? manifestEntry()).record, "active_generation"),
    journal: journalOf(HEALTHY_JOURNAL),
    journal_file: fileEntry("journal.jsonl", { bytes: HEALTHY_JOURNAL.length }),
    // An item of the queue would not stay healthy: it waits.
    records: RECORD_KINDS.filter((kind) => kind !== "queue").map((kind) => entryOf(kind)),
    derived: [],
    files: [],
    folders: FOLDERS.map((path) => fileEntry(path, { type: "directory", bytes: 0, mode: 0o700 })),
    locks: [],
    interrupted: null,
    disk: null,
    content_sync: CONTENT_SYNC,
    ...changes,
  };
}

/** The healthy store with these records in place of its own. */
export function storeWith(...records: readonly RecordEntry[]): StoreSnapshot {
  return healthyStore({ records });
}

/** The snapshot of a healthy store without a daemon; `changes` replace whole fields. */
export function healthySnapshot(changes: Partial<StateSnapshot> = {}): StateSnapshot {
  return {
    schema: SNAPSHOT_SCHEMA,
    taken_at: TODAY,
    store: healthyStore(),
    absence: null,
    daemon: disabledProbe("option"),
    ...changes,
  };
}

/** The snapshot of a place where no store is. */
export function emptySnapshot(changes: Partial<StateSnapshot> = {}): StateSnapshot {
  return healthySnapshot({
    store: null,
    absence: {
      root: ROOT,
      selected_by: "option",
      reason: "absent",
      message: `Cannot read a state store at "${ROOT}": there is no such directory`,
    },
    ...changes,
  });
}

/** An index record that could be read, with its entries as measured. */
export function derivedEntry(path: string, record: JsonObject | null, changes: Partial<DerivedEntry> = {}) {
  const folder = path.startsWith("checkpoints/") ? "checkpoints" as const : "indexes" as const;
  const entry: DerivedEntry = {
    folder,
    file: fileEntry(path),
    state: "ok",
    error: null,
    oddities: [],
    record,
    prefix_sha256: null,
    entries: null,
    ...changes,
  };
  return entry;
}

/** The lists that the command line offers: their columns, filters and order. */
import { isOpenConflict } from "../store/open_conflicts.ts";
import { type JsonObject, stringField, stringListField } from "../text/json.ts";
import { cycleOf, isGoodOutcome } from "../content_sync/cycles.ts";
import { decisionOf } from "../content_sync/queue.ts";
import { CYCLE_OUTCOMES, QUEUE_STATES } from "../model/content_sync.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import {
  ACTOR_TYPES,
  CONFLICT_SEVERITIES,
  DEVICE_STATES,
  OPERATION_CLASSES,
  PLAN_STATUSES,
  PROFILE_CLASSES,
  SYNC_VISIBILITIES,
  TRUST_LEVELS,
} from "../model/vocabulary.ts";

interface Column {
  readonly name: string;
  readonly title: string;
  /** Shown only with -o wide. */
  readonly wide: boolean;
  /** The column's text for a record; an empty text where the record says nothing. */
  text(record: JsonObject): string;
}

export interface Filter {
  /** The flag's name without its dashes. */
  readonly name: string;
  readonly description: string;
  /** The values that the flag takes, or null where it takes any text. */
  readonly values: readonly string[] | null;
  matches(record: JsonObject, wanted: string): boolean;
}

export interface ListKind {
  readonly kind: RecordKind;
  readonly title: string;
  /** The order where none is asked for; that of the first column where absent. */
  readonly sort?: string;
  readonly columns: readonly Column[];
  readonly filters: readonly Filter[];
}

const text = (name: string, title: string, wide = false): Column => ({
  name,
  title,
  wide,
  text: (record) => stringField(record, name) ?? "",
});

const list = (name: string, title: string, wide = false): Column => ({
  name,
  title,
  wide,
  text: (record) => stringListField(record, name).join(", "),
});

const ofDecision = (name: string, title: string, wide = false): Column => ({
  name,
  title,
  wide,
  text: (record) => stringField(decisionOf(record), name) ?? "",
});

function reasonOf(record: JsonObject): string {
  const { outcome, reason } = cycleOf(record);
  return isGoodOutcome(outcome) ? "" : reason;
}

const equals = (name: string, field: string, description: string, values: readonly string[] | null): Filter => ({
  name,
  description,
  values,
  matches: (record, wanted) => isSameName(stringField(record, field), wanted),
});

const contains = (name: string, field: string, description: string): Filter => ({
  name,
  description,
  values: null,
  matches: (record, wanted) => stringListField(record, field).some((item) => isSameName(item, wanted)),
});

/** `work` also means `profile:work`, as everywhere on the command line. */
function isSameName(found: string | null, wanted: string): boolean {
  return found !== null && (found === wanted || found.endsWith(`:${wanted}`));
}

const CONFLICT_STATUSES = ["open", "resolved"] as const;

function conflictStatus(record: JsonObject): typeof CONFLICT_STATUSES[number] {
  return isOpenConflict(record) ? "open" : "resolved";
}

const PROFILE_FILTER = equals("profile", "profile_id", "Only those of this profile", null);
const WORKSPACE_FILTER = equals("workspace", "workspace_id", "Only those of this workspace", null);

const LISTS = {
  plan: {
    kind: "plan",
    title: "sync plans",
    columns: [
      text("plan_id", "PLAN"),
      text("status", "STATUS"),
      text("operation_class", "OPERATION"),
      text("source_actor", "FROM"),
      text("target_actor", "TO"),
      text("workspace_id", "WORKSPACE"),
      text("profile_id", "PROFILE", true),
      list("object_ids", "OBJECTS", true),
      list("dependencies", "DEPENDS ON", true),
      text("policy_decision_ref", "DECISION", true),
      text("updated_at", "UPDATED", true),
      text("user_explanation", "EXPLANATION", true),
    ],
    filters: [
      equals("status", "status", "Only plans with this status", PLAN_STATUSES),
      equals("operation", "operation_class", "Only plans of this operation class", OPERATION_CLASSES),
      WORKSPACE_FILTER,
      PROFILE_FILTER,
    ],
  },
  actor: {
    kind: "actor",
    title: "actors",
    columns: [
      text("actor_id", "ACTOR"),
      text("actor_type", "TYPE"),
      text("trust_level", "TRUST"),
      text("display_name", "NAME"),
      list("capabilities", "CAPABILITIES"),
      text("revoked_at", "REVOKED"),
      list("workspace_scope", "WORKSPACES", true),
      list("profile_scope", "PROFILES", true),
      text("signing_key_ref", "SIGNING KEY", true),
      text("created_at", "CREATED", true),
    ],
    filters: [
      equals("type", "actor_type", "Only actors of this type", ACTOR_TYPES),
      equals("trust", "trust_level", "Only actors of this trust level", TRUST_LEVELS),
      contains("workspace", "workspace_scope", "Only actors that may act in this workspace"),
      contains("profile", "profile_scope", "Only actors that may act in this profile"),
    ],
  },
  schema: {
    kind: "schema",
    title: "schemas",
    columns: [
      text("schema_id", "SCHEMA"),
      text("object_type", "OBJECT TYPE"),
      text("schema_version", "VERSION"),
      text("sync_visibility", "VISIBILITY"),
      text("retention_class", "RETENTION"),
      list("required_fields", "REQUIRED FIELDS", true),
      text("migration_policy", "MIGRATION", true),
      text("conflict_policy", "CONFLICTS", true),
      text("tombstone_policy", "TOMBSTONES", true),
    ],
    filters: [
      equals("type", "object_type", "Only schemas for this object type", null),
      equals("visibility", "sync_visibility", "Only schemas with this sync visibility", SYNC_VISIBILITIES),
    ],
  },
  conflict: {
    kind: "conflict",
    title: "conflicts",
    columns: [
      text("conflict_id", "CONFLICT"),
      { name: "status", title: "STATUS", wide: false, text: conflictStatus },
      text("severity", "SEVERITY"),
      text("object_id", "OBJECT"),
      text("workspace_id", "WORKSPACE"),
      text("created_at", "CREATED"),
      text("profile_id", "PROFILE", true),
      list("actors", "ACTORS", true),
      list("devices", "DEVICES", true),
      text("merge_policy", "MERGE POLICY", true),
      text("user_explanation", "EXPLANATION", true),
    ],
    filters: [
      {
        name: "status",
        description: "Only open or only resolved conflicts",
        values: CONFLICT_STATUSES,
        matches: (record, wanted) => conflictStatus(record) === wanted,
      },
      equals("severity", "severity", "Only conflicts of this severity", CONFLICT_SEVERITIES),
      equals("object", "object_id", "Only conflicts about this object", null),
      WORKSPACE_FILTER,
      PROFILE_FILTER,
    ],
  },
  profile: {
    kind: "profile",
    title: "profiles",
    columns: [
      text("profile_id", "PROFILE"),
      text("profile_class", "CLASS"),
      text("display_name", "NAME"),
      list("policy_tags", "POLICY TAGS"),
      text("created_at", "CREATED", true),
    ],
    filters: [equals("type", "profile_class", "Only profiles of this class", PROFILE_CLASSES)],
  },
  device: {
    kind: "device",
    title: "devices",
    columns: [
      text("device_id", "DEVICE"),
      text("device_state", "STATE"),
      text("trust_level", "TRUST"),
      text("display_name", "NAME"),
      text("revoked_at", "REVOKED"),
      text("created_at", "CREATED", true),
    ],
    filters: [
      equals("status", "device_state", "Only devices in this state", DEVICE_STATES),
      equals("trust", "trust_level", "Only devices of this trust level", TRUST_LEVELS),
    ],
  },
  receipt: {
    kind: "receipt",
    title: "sync receipts",
    sort: "-issuedAt",
    columns: [
      text("issuedAt", "ISSUED"),
      text("outcome", "OUTCOME"),
      text("fromVersion", "FROM"),
      text("toVersion", "TO"),
      { name: "reason", title: "REASON", wide: false, text: reasonOf },
      text("id", "RECEIPT", true),
      text("lifecycleEnv", "ENVIRONMENT", true),
      text("locus", "LOCUS", true),
      text("epistemicLevel", "LEVEL", true),
    ],
    filters: [
      equals("outcome", "outcome", "Only cycles with this outcome", CYCLE_OUTCOMES),
      equals("to", "toVersion", "Only cycles that were to bring this version", null),
    ],
  },
  queue: {
    kind: "queue",
    title: "queue items",
    columns: [
      { name: "idempotency_key", title: "ITEM", wide: false, text: (record) => KINDS.queue.idOf(record) ?? "" },
      text("queue_state", "STATE"),
      text("queued_at", "QUEUED"),
      ofDecision("policy_outcome", "POLICY"),
      ofDecision("event_id", "EVENT", true),
      ofDecision("capability_id", "CAPABILITY", true),
      ofDecision("effect_class", "EFFECT", true),
    ],
    filters: [
      equals("state", "queue_state", "Only items in this state", QUEUE_STATES),
      {
        name: "policy",
        description: "Only items with this policy outcome",
        values: null,
        matches: (record, wanted) => stringField(decisionOf(record), "policy_outcome") === wanted,
      },
    ],
  },
  // Answered by explain alone, and reports by `repair reports`.
  workspace: null,
  object: null,
  decision: null,
  transaction: null,
  event: null,
  report: null,
} satisfies Readonly<Record<RecordKind, ListKind | null>>;

/** The kinds that have a list. */
export type ListedKind = { [Kind in RecordKind]: typeof LISTS[Kind] extends null ? never : Kind }[RecordKind];

export const LIST_KINDS: Readonly<Record<ListedKind, ListKind>> = LISTS;

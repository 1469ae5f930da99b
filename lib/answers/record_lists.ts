/** The lists of the records that the registries hold: their columns, filters and order. */
import { isOpenConflict } from "../store/open_conflicts.ts";
import type { JsonObject } from "../text/json.ts";
import {
  ACTOR_TYPES,
  CONFLICT_SEVERITIES,
  DEVICE_STATES,
  OBJECT_STATES,
  OPERATION_CLASSES,
  PLAN_STATUSES,
  POLICY_EFFECTS,
  PRIVACY_CLASSES,
  PROFILE_CLASSES,
  SYNC_VISIBILITIES,
  TRUST_LEVELS,
} from "../model/vocabulary.ts";
import { contains, equals, list, type ListKind, text } from "./list_columns.ts";

const CONFLICT_STATUSES = ["open", "resolved"] as const;

function conflictStatus(record: JsonObject): typeof CONFLICT_STATUSES[number] {
  return isOpenConflict(record) ? "open" : "resolved";
}

const PROFILE_FILTER = equals("profile", "profile_id", "Only those of this profile", null);
const WORKSPACE_FILTER = equals("workspace", "workspace_id", "Only those of this workspace", null);

export const RECORD_LISTS = {
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
  object: {
    kind: "object",
    title: "objects",
    columns: [
      text("object_id", "OBJECT"),
      text("object_type", "TYPE"),
      text("state", "STATE"),
      text("privacy_class", "PRIVACY"),
      text("sync_visibility", "VISIBILITY"),
      text("workspace_id", "WORKSPACE"),
      text("profile_id", "PROFILE", true),
      text("retention_class", "RETENTION", true),
      text("schema_id", "SCHEMA", true),
      text("owner_identity", "OWNER", true),
      text("last_modified_by_actor", "CHANGED BY", true),
      text("updated_at", "UPDATED", true),
    ],
    filters: [
      equals("type", "object_type", "Only objects of this type", null),
      equals("state", "state", "Only objects in this state", OBJECT_STATES),
      equals("privacy", "privacy_class", "Only objects of this privacy class", PRIVACY_CLASSES),
      equals("visibility", "sync_visibility", "Only objects with this sync visibility", SYNC_VISIBILITIES),
      equals("actor", "last_modified_by_actor", "Only objects that this actor changed last", null),
      WORKSPACE_FILTER,
      PROFILE_FILTER,
    ],
  },
  workspace: {
    kind: "workspace",
    title: "workspaces",
    columns: [
      text("workspace_id", "WORKSPACE"),
      text("profile_id", "PROFILE"),
      text("created_at", "CREATED", true),
      text("updated_at", "UPDATED", true),
    ],
    filters: [PROFILE_FILTER],
  },
  decision: {
    kind: "decision",
    title: "policy decisions",
    columns: [
      text("decision_id", "DECISION"),
      text("effect", "EFFECT"),
      text("policy_id", "POLICY"),
      text("object_id", "OBJECT"),
      text("workspace_id", "WORKSPACE"),
      text("decided_at", "DECIDED"),
      text("profile_id", "PROFILE", true),
      text("actor_id", "IN THE NAME OF", true),
      text("policy_version", "VERSION", true),
      text("rationale", "RATIONALE", true),
    ],
    filters: [
      equals("effect", "effect", "Only decisions with this effect", POLICY_EFFECTS),
      equals("policy", "policy_id", "Only decisions of this policy", null),
      equals("object", "object_id", "Only decisions about this object", null),
      WORKSPACE_FILTER,
      PROFILE_FILTER,
    ],
  },
  transaction: {
    kind: "transaction",
    title: "agent transactions",
    columns: [
      text("transaction_id", "TRANSACTION"),
      text("status", "STATUS"),
      text("operation", "OPERATION"),
      text("actor_id", "ACTOR"),
      text("workspace_id", "WORKSPACE"),
      text("updated_at", "UPDATED"),
      text("profile_id", "PROFILE", true),
      list("object_ids", "OBJECTS", true),
      text("policy_decision_ref", "DECISION", true),
    ],
    filters: [
      equals("status", "status", "Only transactions with this status", null),
      equals("actor", "actor_id", "Only transactions of this actor", null),
      contains("object", "object_ids", "Only transactions about this object"),
      WORKSPACE_FILTER,
      PROFILE_FILTER,
    ],
  },
} satisfies Readonly<Record<string, ListKind>>;

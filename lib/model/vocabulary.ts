/** The controlled values of docs/domain.md, "Record contracts" and "The store on disk". */

export const LANES = [
  "normal",
  "priority",
  "secure",
  "memory",
  "policy",
  "audit",
  "tombstone",
  "migration",
  "repair",
  "archive",
  "ephemeral",
] as const;

export const EVENT_TYPES = ["add", "update", "delete", "checkpoint", "repair", "policy"] as const;

export const ACTOR_TYPES = [
  "human",
  "app",
  "agent",
  "device",
  "service",
  "import_bridge",
  "export_bridge",
  "model_runtime",
  "remote_relay",
] as const;

export const CAPABILITIES = [
  "read",
  "write",
  "delete",
  "merge",
  "repair",
  "migrate_schema",
  "export",
  "replicate",
] as const;

export const TRUST_LEVELS = ["local", "user", "workspace", "org", "external", "quarantined"] as const;

export const PRIVACY_CLASSES = ["public", "personal", "work", "confidential", "regulated", "secret"] as const;

export const SYNC_VISIBILITIES = ["local_only", "profile", "workspace", "org", "public"] as const;

export const RETENTION_CLASSES = ["ephemeral", "normal", "retained", "legal_hold"] as const;

export const OBJECT_STATES = ["active", "deleted", "tombstoned", "quarantined", "conflicted"] as const;

export const OPERATION_CLASSES = ["replicate", "import", "export", "repair", "migrate", "delete", "restore"] as const;

export const PLAN_STATUSES = ["planned", "blocked", "running", "failed", "completed", "cancelled"] as const;

export const CONFLICT_SEVERITIES = ["info", "warning", "review_required", "blocking"] as const;

export const CONFLICT_OPTIONS = ["merge", "fork", "skip"] as const;

export const POLICY_EFFECTS = ["allow", "deny", "review_required"] as const;

export const DEVICE_STATES = ["trusted", "untrusted", "revoked", "quarantined"] as const;

export const PROFILE_CLASSES = ["personal", "work", "client", "air_gapped", "lab", "public_open_source"] as const;

/** Unknown object types are kept, and warned about (docs/domain.md, "Record contracts"). */
export const OBJECT_TYPES = [
  "workspace",
  "file",
  "folder",
  "note",
  "task",
  "event",
  "bookmark",
  "browser_session",
  "agent_session",
  "agent_patch",
  "memory_fact",
  "memory_invalidation",
  "policy_document",
  "schema",
  "schema_migration",
  "device",
  "identity",
  "model_artifact",
  "prompt",
  "eval_result",
  "repository",
  "branch",
  "issue",
  "pull_request",
  "matrix_room",
  "matrix_message",
] as const;

export const SEVERITIES = ["info", "warning", "error", "critical"] as const;
export type Severity = typeof SEVERITIES[number];

export const DURABILITY_CLASSES = ["durable", "rebuildable", "disposable", "unclassified"] as const;
export type DurabilityClass = typeof DURABILITY_CLASSES[number];

export const HEALTH_STATUSES = ["healthy", "degraded", "unsafe", "unknown"] as const;
export type HealthStatus = typeof HEALTH_STATUSES[number];

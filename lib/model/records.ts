/**
 * The record contracts of docs/domain.md, "Record contracts": required fields and controlled values. Unknown fields are
 * kept.
 */
import * as Type from "@sinclair/typebox";
import { QUEUE_STATES } from "./content_sync_names.ts";
import { AnyJsonObject, nullable, oneOf } from "./schema_kit.ts";
import {
  ACTOR_TYPES,
  CAPABILITIES,
  CONFLICT_OPTIONS,
  CONFLICT_SEVERITIES,
  DEVICE_STATES,
  OBJECT_STATES,
  OPERATION_CLASSES,
  PLAN_STATUSES,
  POLICY_EFFECTS,
  PRIVACY_CLASSES,
  PROFILE_CLASSES,
  RETENTION_CLASSES,
  SYNC_VISIBILITIES,
  TRUST_LEVELS,
} from "./vocabulary.ts";

const Text = Type.String({ minLength: 1 });
const TextList = Type.Array(Type.String());
const OptionalTime = Type.Optional(nullable(Type.String()));

export const ProfileRecord = Type.Object({
  profile_id: Text,
  display_name: Type.String(),
  profile_class: oneOf(PROFILE_CLASSES),
  created_at: Type.String(),
  policy_tags: TextList,
});

export const DeviceRecord = Type.Object({
  device_id: Text,
  display_name: Type.String(),
  trust_level: oneOf(TRUST_LEVELS),
  device_state: oneOf(DEVICE_STATES),
  created_at: Type.String(),
  revoked_at: OptionalTime,
});

export const ActorRecord = Type.Object({
  actor_id: Text,
  actor_type: oneOf(ACTOR_TYPES),
  display_name: Type.String(),
  identity_id: Type.String(),
  workspace_scope: TextList,
  profile_scope: TextList,
  capabilities: Type.Array(oneOf(CAPABILITIES)),
  trust_level: oneOf(TRUST_LEVELS),
  policy_subject: Type.String(),
  signing_key_ref: nullable(Type.String()),
  created_at: Type.String(),
  revoked_at: OptionalTime,
});

export const SchemaRecord = Type.Object({
  schema_id: Text,
  object_type: Text,
  schema_version: Text,
  required_fields: TextList,
  field_owners: AnyJsonObject,
  migration_policy: Type.String(),
  conflict_policy: Type.String(),
  tombstone_policy: Type.String(),
  sync_visibility: oneOf(SYNC_VISIBILITIES),
  retention_class: oneOf(RETENTION_CLASSES),
});

export const ObjectRecord = Type.Object({
  object_id: Text,
  object_type: Text,
  schema_id: Text,
  schema_version: Text,
  workspace_id: Text,
  profile_id: Text,
  owner_identity: Type.String(),
  created_by_actor: Text,
  last_modified_by_actor: Text,
  created_at: Type.String(),
  updated_at: Type.String(),
  privacy_class: oneOf(PRIVACY_CLASSES),
  sync_visibility: oneOf(SYNC_VISIBILITIES),
  retention_class: oneOf(RETENTION_CLASSES),
  policy_tags: TextList,
  provenance: Type.Array(Type.Unknown()),
  state: oneOf(OBJECT_STATES),
  content_hash: Type.Optional(nullable(Type.String())),
});

export const PlanRecord = Type.Object({
  plan_id: Text,
  source_actor: Text,
  target_actor: Text,
  profile_id: Text,
  workspace_id: Text,
  object_ids: TextList,
  operation_class: oneOf(OPERATION_CLASSES),
  dependencies: TextList,
  policy_decision_ref: nullable(Type.String()),
  retry_policy: Type.String(),
  conflict_policy: Type.String(),
  status: oneOf(PLAN_STATUSES),
  user_explanation: Type.String(),
  created_at: Type.String(),
  updated_at: Type.String(),
  last_error: Type.Optional(Type.Unknown()),
});

const DecisionCard = Type.Object({
  card_id: Type.String(),
  options: Type.Array(oneOf(CONFLICT_OPTIONS)),
  recommended_option: nullable(oneOf(CONFLICT_OPTIONS)),
  selected_option: nullable(oneOf(CONFLICT_OPTIONS)),
  rationale: nullable(Type.String()),
  selected_by: nullable(Type.String()),
  selected_at: nullable(Type.String()),
});

export const ConflictRecord = Type.Object({
  conflict_id: Text,
  object_id: Text,
  object_type: Text,
  workspace_id: Text,
  profile_id: Text,
  actors: TextList,
  devices: TextList,
  schema_version: Type.String(),
  severity: oneOf(CONFLICT_SEVERITIES),
  merge_policy: Type.String(),
  decision_card: DecisionCard,
  user_explanation: Type.String(),
  created_at: Type.String(),
});

export const DecisionRecord = Type.Object({
  decision_id: Text,
  effect: oneOf(POLICY_EFFECTS),
  policy_id: Text,
  policy_version: Type.String(),
  actor_id: Text,
  profile_id: Text,
  workspace_id: Text,
  rationale: Type.String(),
  decided_at: Type.String(),
  object_id: Type.Optional(nullable(Type.String())),
});

export const IntegrityEventRecord = Type.Object({
  event_id: Text,
  event_type: Text,
  occurred_at: Type.String(),
  summary: Type.String(),
});

export const TransactionRecord = Type.Object({
  transaction_id: Text,
  actor_id: Text,
  workspace_id: Text,
  profile_id: Text,
  object_ids: TextList,
  operation: Type.String(),
  status: Type.String(),
  policy_decision_ref: nullable(Type.String()),
  created_at: Type.String(),
  updated_at: Type.String(),
});

/** docs/domain.md, "Record contracts", gives workspaces an id and no further required field. */
export const WorkspaceRecord = Type.Object({ workspace_id: Text });

/** Repair reports carry the id that the writer adds to every registry record. */
export const RepairReportRecord = Type.Object({ record_id: Text });

const StepResult = Type.Object({ step: Type.String(), status: Type.String() });

/** What the daemon's content-sync half writes of a cycle. Optional is what its earlier releases did not write. */
export const ReceiptRecord = Type.Object({
  id: Text,
  type: Text,
  issuedAt: Text,
  outcome: Text,
  contentView: Type.String(),
  fromVersion: nullable(Type.String()),
  toVersion: Text,
  policyGate: Type.String(),
  policyReason: Type.String(),
  steps: Type.Array(StepResult),
  epistemicLevel: Type.Optional(Type.String()),
  attestation: Type.Optional(nullable(AnyJsonObject)),
});

/** An event that waits in the daemon's queue. */
export const QueueItemRecord = Type.Object({
  schema: Text,
  queued_at: Text,
  queue_state: oneOf(QUEUE_STATES),
  decision: Type.Object({
    idempotency_key: Type.String(),
    event_id: Type.String(),
    capability_id: Type.String(),
    policy_outcome: Type.String(),
    errors: TextList,
    warnings: TextList,
  }),
  record: AnyJsonObject,
});

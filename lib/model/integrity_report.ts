/**
 * The State Integrity Report, the exchange format of the components of a host; we write all that the contract requires,
 * and leave out what we do not know (docs/formats.md, "State Integrity Report").
 */
import * as Type from "@sinclair/typebox";
import { AnyJsonObject, Count, nullable, oneOf, type Shape, Timestamp } from "./schema_kit.ts";
import { SEVERITIES } from "./vocabulary.ts";

export const INTEGRITY_REPORT_SCHEMA = "sourceos.state-integrity-report/v1alpha1";

const Invariant = Type.Object({
  id: Type.String({ description: "of the check" }),
  status: oneOf(["pass", "warn", "fail"]),
  severity: oneOf(SEVERITIES),
  evidence: AnyJsonObject,
  remediation: Type.String(),
});
export type Invariant = Shape<typeof Invariant>;

const ReportedStore = Type.Object({
  name: Type.String(),
  role: oneOf(["active", "retired"]),
  backend: Type.String(),
  schema_version: Type.String(),
  runtime_version: Type.String(),
  migration_state: Type.Literal("none"),
  active_generation: Type.Optional(Count),
  last_known_good_generation: Type.Optional(Count),
  shadow_present: Type.Boolean({ description: "whether a checkpoint stands beside the journal" }),
  manifest_present: Type.Boolean(),
  checksum_state: oneOf(["verified", "unverified", "mismatch", "unsupported"]),
});
export type ReportedStore = Shape<typeof ReportedStore>;

const ReportedLane = Type.Object({
  name: Type.String(),
  status: oneOf(["active", "dormant", "degraded"]),
  sla: Type.Object({ max_heartbeat_age_ms: Count, max_replay_lag_events: Count }),
  objects: Type.Record(Type.String(), Count),
  journal: AnyJsonObject,
  maintenance: Type.Object({ last_repair_at: nullable(Type.String()) }),
});
export type ReportedLane = Shape<typeof ReportedLane>;

const Texts = Type.Array(Type.String());

export const IntegrityReport = Type.Object({
  schema: Type.Literal(INTEGRITY_REPORT_SCHEMA),
  generated_at: Timestamp,
  identity: Type.Object({
    component: Type.String(),
    repo: Type.String(),
    pid: Type.Integer({ minimum: 0, description: "0: the report outlives the process" }),
    process_name: Type.String(),
    node_id_hash: Type.String({ description: "of the host is not known here" }),
    boot_id: Type.Null(),
    version: Type.String(),
    platform: Type.Literal("unknown"),
    service_manager: Type.Literal("manual"),
    store_root: nullable(Type.String()),
  }),
  collection: Type.Object({
    status: oneOf(["complete", "partial", "failed"]),
    errors: Texts,
    redacted_fields: Texts,
    permission_denied_fields: Texts,
    timed_out_fields: Texts,
    unavailable_fields: Texts,
  }),
  runtime: Type.Object({
    process_started_at: Type.Null(),
    last_heartbeat_at: nullable(Type.String({ description: "null where the state is not to be relied on" })),
    last_dirty_open_at: nullable(Type.String({ description: "when a change began that was interrupted" })),
  }),
  stores: Type.Array(ReportedStore),
  lanes: Type.Array(ReportedLane, { minItems: 1 }),
  pipeline: Type.Object({}),
  resources: Type.Object({
    disk: Type.Object({
      free_bytes: Count,
      total_bytes: Type.Integer({ minimum: 1 }),
      free_ratio: Type.Number({ minimum: 0, maximum: 1 }),
      pressure: oneOf(["none", "watch", "warning", "critical", "unknown"]),
    }),
    memory: Type.Object({ pressure: Type.Literal("unknown") }),
  }),
  policy: Type.Object({
    policy_engine: Type.String(),
    policy_decisions: Type.Object({ allowed: Count, denied: Count, redacted: Count, deferred: Count }),
  }),
  invariants: Type.Array(Invariant),
  diagnosis: Type.Object({
    status: oneOf(["healthy", "degraded", "unsafe"]),
    severity: oneOf(SEVERITIES),
    summary: Type.String(),
    causes: Texts,
    affected_lanes: Texts,
    affected_domains: Texts,
    safe_actions: Texts,
    blocked_actions: Texts,
  }),
  controls: Type.Array(
    Type.Object({ id: Type.String(), trigger: Type.String(), action: Type.String(), mode: Type.String() }),
  ),
  attestation: Type.Object({ signed: Type.Literal(false), reason: Type.String() }),
});
export type IntegrityReport = Shape<typeof IntegrityReport>;

/**
 * The kinds of record that a store holds: folder, id field, contract and durability (docs/domain.md, "Record
 * contracts").
 */
import type { TSchema } from "@sinclair/typebox";
import {
  ActorRecord,
  ConflictRecord,
  DecisionRecord,
  DeviceRecord,
  IntegrityEventRecord,
  ObjectRecord,
  PlanRecord,
  ProfileRecord,
  RepairReportRecord,
  SchemaRecord,
  TransactionRecord,
  WorkspaceRecord,
} from "./records.ts";

export const RECORD_KINDS = [
  "profile",
  "device",
  "actor",
  "schema",
  "object",
  "workspace",
  "plan",
  "conflict",
  "decision",
  "transaction",
  "event",
  "report",
] as const;
export type RecordKind = typeof RECORD_KINDS[number];

export interface KindFacts {
  readonly kind: RecordKind;
  /** How a person calls several of them. */
  readonly plural: string;
  readonly folder: string;
  readonly idField: string;
  /** The record's `schema` value. */
  readonly schema: string;
  readonly contract: TSchema;
  readonly durability: "durable" | "rebuildable";
  /** Prefixes that ids of this kind carry in the field, the kind's own name first. */
  readonly prefixes: readonly string[];
}

function facts(
  kind: RecordKind,
  folder: string,
  idField: string,
  schema: string,
  contract: TSchema,
  more: Partial<Pick<KindFacts, "plural" | "durability" | "prefixes">> = {},
): KindFacts {
  return { kind, plural: folder, folder, idField, schema, contract, durability: "durable", prefixes: [kind], ...more };
}

export const KINDS: Readonly<Record<RecordKind, KindFacts>> = {
  profile: facts("profile", "profiles", "profile_id", "sourceos.profile-record/v1alpha1", ProfileRecord),
  device: facts("device", "devices", "device_id", "sourceos.device-record/v1alpha1", DeviceRecord),
  actor: facts("actor", "actors", "actor_id", "sourceos.actor-record/v1alpha1", ActorRecord),
  schema: facts("schema", "schemas", "schema_id", "sourceos.schema-record/v1alpha1", SchemaRecord),
  object: facts("object", "objects", "object_id", "sourceos.object-record/v1alpha1", ObjectRecord),
  workspace: facts("workspace", "workspaces", "workspace_id", "sourceos.workspace-record/v1alpha1", WorkspaceRecord),
  plan: facts("plan", "plans", "plan_id", "sourceos.sync-plan/v1alpha1", PlanRecord, {
    durability: "rebuildable",
    prefixes: ["plan", "sync-plan"],
  }),
  conflict: facts("conflict", "conflicts", "conflict_id", "sourceos.conflict-record/v1alpha1", ConflictRecord),
  decision: facts(
    "decision",
    "policy-decisions",
    "decision_id",
    "sourceos.policy-decision/v1alpha1",
    DecisionRecord,
    { plural: "policy decisions", prefixes: ["decision", "policy-decision"] },
  ),
  transaction: facts(
    "transaction",
    "transactions",
    "transaction_id",
    "sourceos.agent-object-transaction/v1alpha1",
    TransactionRecord,
    { prefixes: ["transaction", "agent-txn"] },
  ),
  event: facts("event", "events", "event_id", "sourceos.integrity-event/v1alpha1", IntegrityEventRecord, {
    plural: "integrity events",
  }),
  report: facts(
    "report",
    "repair-reports",
    "record_id",
    "sourceos.repair-report/v1alpha1",
    RepairReportRecord,
    { plural: "repair reports", prefixes: ["report", "repair-report"] },
  ),
};

export const ALL_KINDS: readonly KindFacts[] = RECORD_KINDS.map((kind) => KINDS[kind]);

/** The contract of each kind of record; apart from the other facts, as most of what asks for these needs no contract. */
import type { TSchema } from "@sinclair/typebox";
import type { RecordKind } from "./kinds.ts";
import {
  ActorRecord,
  ConflictRecord,
  DecisionRecord,
  DeviceRecord,
  IntegrityEventRecord,
  ObjectRecord,
  PlanRecord,
  ProfileRecord,
  QueueItemRecord,
  ReceiptRecord,
  RepairReportRecord,
  SchemaRecord,
  TransactionRecord,
  WorkspaceRecord,
} from "./records.ts";

export const CONTRACTS: Readonly<Record<RecordKind, TSchema>> = {
  profile: ProfileRecord,
  device: DeviceRecord,
  actor: ActorRecord,
  schema: SchemaRecord,
  object: ObjectRecord,
  workspace: WorkspaceRecord,
  plan: PlanRecord,
  conflict: ConflictRecord,
  decision: DecisionRecord,
  transaction: TransactionRecord,
  event: IntegrityEventRecord,
  report: RepairReportRecord,
  receipt: ReceiptRecord,
  queue: QueueItemRecord,
};

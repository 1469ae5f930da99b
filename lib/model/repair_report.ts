/** The report that a repair, an undo or an import leaves in repair-reports/ (docs/formats.md, "Repair report"). */
import * as Type from "@sinclair/typebox";
import { FileChange } from "./change.ts";
import { CHANGE_KINDS } from "./change_kinds.ts";
import { RepairReport } from "./documents/repair.ts";
import { RepairStep } from "./repair_plan.ts";
import { nullable, oneOf, type Shape, Timestamp } from "./schema_kit.ts";

export const REPORT_SCHEMA = "sourceos.repair-report/v1alpha1";

export const StoredReport = Type.Object({
  schema: Type.Literal(REPORT_SCHEMA),
  record_id: Type.String({ minLength: 1 }),
  kind: oneOf(CHANGE_KINDS),
  tool: Type.Object({ name: Type.String(), version: Type.String() }),
  plan_id: nullable(Type.String()),
  undoes: nullable(Type.String({ description: "the report whose changes this one took back" })),
  created_at: Timestamp,
  updated_at: Timestamp,
  event_id: Type.String({ description: "of the event that tells of it in the journal" }),
  scopes: Type.Array(Type.String()),
  report: RepairReport,
  steps: Type.Array(Type.Pick(RepairStep, ["id", "kind", "description", "scope", "durability", "changes", "inverse"])),
  changes: Type.Array(FileChange, { description: "beside those of the steps: the manifest's" }),
});
export type StoredReport = Shape<typeof StoredReport>;

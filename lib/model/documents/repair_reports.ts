/** `sourceos sync repair reports`: what was repaired in this store. */
import { Type } from "@sinclair/typebox";
import { CHANGE_KINDS } from "../change.ts";
import { documentSchema } from "../envelope.ts";
import { StoredReport } from "../repair_report.ts";
import { nullable, oneOf, type Shape } from "../schema_kit.ts";

export const ReportSummary = Type.Object({
  report_id: Type.String(),
  kind: oneOf(CHANGE_KINDS),
  created_at: Type.String(),
  event_id: Type.String(),
  scopes: Type.Array(Type.String()),
  steps: Type.Integer({ minimum: 0 }),
  undoes: nullable(Type.String()),
  undone: Type.Boolean({ description: "a later report took it back" }),
  summary: Type.String(),
  problem: nullable(Type.String({ description: "why nothing is undone on its word; null where it is sound" })),
});
export type ReportSummary = Shape<typeof ReportSummary>;

export const RepairReportsData = Type.Object({
  reports: Type.Array(ReportSummary, { description: "the newest first; those of other programs are no part of it" }),
  report: nullable(StoredReport),
});
export type RepairReportsData = Shape<typeof RepairReportsData>;

export const RepairReportsDocument = documentSchema("sync repair reports", RepairReportsData);

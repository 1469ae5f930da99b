/** `sourceos sync repair reports`: what was repaired in this store. */
import * as Type from "@sinclair/typebox";
import { CHANGE_KINDS } from "../change_kinds.ts";
import { documentSchema } from "../envelope.ts";
import { StoredReport } from "../repair_report.ts";
import { Count, nullable, oneOf, type Shape } from "../schema_kit.ts";

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

/** A report that tells of no change that this program made. */
export const OtherReport = Type.Object({
  path: Type.String(),
  report_id: nullable(Type.String()),
  kind: oneOf(["trial", "foreign", "unreadable"], {
    description: "trial: how a restore was tried; foreign: of another program, or of no format that is known here",
  }),
  written_by: nullable(Type.String({ description: "as it says of itself" })),
  created_at: nullable(Type.String()),
  summary: nullable(Type.String({ description: "its own words; of an unreadable one why it cannot be read" })),
});
export type OtherReport = Shape<typeof OtherReport>;

export const RepairReportsData = Type.Object({
  total: Count,
  matched: Count,
  filters: Type.Record(Type.String(), Type.String(), { description: "as given" }),
  reports: Type.Array(ReportSummary, { description: "the newest first; those of other programs are no part of it" }),
  others: Type.Array(OtherReport, { description: "the newest first; empty where one report or a kind was asked for" }),
  report: nullable(StoredReport),
});
export type RepairReportsData = Shape<typeof RepairReportsData>;

export const RepairReportsDocument = documentSchema("sync repair reports", RepairReportsData);

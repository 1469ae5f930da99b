/** The columns of the list of reports: of changes that were made here. */
import type { ReportSummary } from "../model/documents/repair_reports.ts";
import type { Column } from "./list_columns.ts";

const column = (
  name: keyof ReportSummary,
  title: string,
  text: (report: ReportSummary) => string,
  wide = false,
): Column<ReportSummary> => ({ name, title, wide, text });

export const REPORT_COLUMNS: readonly Column<ReportSummary>[] = [
  column("report_id", "REPORT", (report) => report.report_id),
  column("created_at", "WHEN", (report) => report.created_at),
  column("event_id", "EVENT", (report) => report.event_id),
  column("kind", "KIND", (report) => report.kind, true),
  column("scopes", "SCOPES", (report) => report.scopes.join(", "), true),
  column("steps", "STEPS", (report) => String(report.steps), true),
  column("undoes", "UNDOES", (report) => report.undoes ?? "", true),
  column("undone", "UNDONE", (report) => String(report.undone), true),
  column("problem", "PROBLEM", (report) => report.problem ?? "", true),
  column("summary", "WHAT", (report) => report.summary),
];

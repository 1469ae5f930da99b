/** `sync reports`, or `repair reports`, for people: a line a report, or one in full. */
import type { OtherReport, RepairReportsData, ReportSummary } from "../../model/documents/repair_reports.ts";
import type { Document } from "../../model/envelope.ts";
import type { StoredReport } from "../../model/repair_report.ts";
import { plural } from "../../text/words.ts";
import type { Column } from "../../answers/list_columns.ts";
import { REPORT_COLUMNS } from "../../answers/report_columns.ts";
import { type ColumnsView, shownColumns } from "../columns.ts";
import { createStyle } from "../style.ts";
import { tableText } from "../table.ts";
import type { View } from "../view.ts";
import { keyValueText, listItem, paragraph } from "../paragraphs.ts";

export function repairReportsText({ data }: Document<RepairReportsData>, view: ColumnsView<ReportSummary>): string {
  if (data === null) return "";
  const [shown] = data.reports;
  if (data.report !== null && view.columns === null) return reportText(data.report, shown ?? null, view);
  const none = data.total === 0
    ? "Nothing was ever repaired in this store"
    : `None of ${plural(data.total, "report")} matches`;
  const more = data.matched > data.reports.length
    ? [paragraph(`${data.reports.length} of ${data.matched} are shown`, view)]
    : [];
  const parts = [
    data.reports.length === 0 ? paragraph(none, view) : changesText(data, view),
    ...more,
    ...(data.others.length === 0 ? [] : [othersText(data, view)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function changesText(data: RepairReportsData, view: ColumnsView<ReportSummary>): string {
  const shown = shownColumns(REPORT_COLUMNS, view);
  const tells = (name: keyof ReportSummary) => shown.some((column) => column.name === name);
  const cell = (report: ReportSummary, { name, text }: Column<ReportSummary>) => {
    if (name !== "summary") return text(report);
    if (report.problem !== null && !tells("problem")) return `Not to be trusted: ${report.problem}`;
    return report.undone && !tells("undone") ? `${report.summary} (undone since)` : report.summary;
  };
  return tableText(
    shown.map(({ title }) => ({ title })),
    data.reports.map((report) => shown.map((column) => cell(report, column))),
    view,
  );
}

/** Whose the others are, and that nothing is undone by them. */
function othersText({ others }: RepairReportsData, view: View): string {
  const whose = ({ kind, written_by: by }: OtherReport) => {
    switch (kind) {
      case "trial":
        return `trial of a restore${by === null ? "" : ` by ${by}`}`;
      case "foreign":
        return by ?? "another program";
      case "unreadable":
        return "not readable";
    }
  };
  const table = tableText(
    [{ title: "OTHER REPORT" }, { title: "WHEN" }, { title: "WHOSE" }, { title: "WHAT" }],
    others.map((one) => [one.report_id ?? one.path, one.created_at ?? "?", whose(one), one.summary ?? ""]),
    view,
  );
  return `${table}\n${
    paragraph("They tell of no change that this program made, and nothing is undone by them.", view)
  }`;
}

function reportText(report: StoredReport, shown: ReportSummary | null, view: View): string {
  const style = createStyle(view);
  const lines = [
    paragraph(`${report.report.sentences.join(". ")}.`, view),
    ...(shown === null || shown.problem === null
      ? []
      : [paragraph(`It is not to be trusted, and nothing is undone by it: ${shown.problem}.`, view)]),
    ...(shown?.undone === true ? [paragraph("It was undone since.", view)] : []),
    "",
    keyValueText([
      ["Report", report.record_id],
      ["Kind", report.kind],
      ["When", report.created_at],
      ["Event", report.event_id],
      ["Plan", report.plan_id ?? "none"],
      ["Scopes", report.scopes.join(", ")],
      ...(report.undoes === null ? [] : [["Undoes", report.undoes] as const]),
    ], view),
    ...(report.steps.length === 0 ? [] : ["", style.heading("Steps")]),
    ...report.steps.map(({ description, changes }) =>
      listItem(
        style.marks.bullet,
        [description, ...changes.map(({ path, kept_at: kept }) => kept === null ? path : `${path}, kept at ${kept}`)]
          .join("; "),
        { view },
      )
    ),
  ];
  return `${lines.join("\n")}\n`;
}

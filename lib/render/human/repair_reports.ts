/** `sync repair reports` for people: a line a report, or one in full. */
import type { OtherReport, RepairReportsData, ReportSummary } from "../../model/documents/repair_reports.ts";
import type { Document } from "../../model/envelope.ts";
import type { StoredReport } from "../../model/repair_report.ts";
import { createStyle } from "../style.ts";
import { tableText } from "../table.ts";
import type { View } from "../view.ts";
import { keyValueText, listItem, paragraph } from "../paragraphs.ts";

export function repairReportsText({ data }: Document<RepairReportsData>, view: View): string {
  if (data === null) return "";
  const [shown] = data.reports;
  if (data.report !== null) return reportText(data.report, shown ?? null, view);
  const parts = [
    data.reports.length === 0 ? paragraph("Nothing was ever repaired in this store", view) : changesText(data, view),
    ...(data.others.length === 0 ? [] : [othersText(data, view)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function changesText(data: RepairReportsData, view: View): string {
  return tableText(
    [{ title: "REPORT" }, { title: "WHEN" }, { title: "EVENT" }, { title: "WHAT" }],
    data.reports.map(({ report_id, created_at, event_id, summary, undone, problem }) => [
      report_id,
      created_at,
      event_id,
      problem !== null ? `Not to be trusted: ${problem}` : undone ? `${summary} (undone since)` : summary,
    ]),
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

/** `sourceos sync reports`, or `repair reports`: the changes that were made to a store, or one in full. */
import { requireKnown } from "../../lib/answers/access.ts";
import { requireStore } from "../../lib/answers/absence.ts";
import { chosenColumns } from "../../lib/answers/list_columns.ts";
import { answered } from "../../lib/answers/outcome.ts";
import { REPORT_COLUMNS } from "../../lib/answers/report_columns.ts";
import type { RepairReportsData } from "../../lib/model/documents/repair_reports.ts";
import { CliError } from "../../lib/model/errors.ts";
import { findReport } from "../../lib/change/find_report.ts";
import { readReports, soundReports } from "../../lib/change/parse_report.ts";
import { summarizeReport } from "../../lib/change/report_summary.ts";
import { otherReports } from "../../lib/change/other_reports.ts";
import { namesText } from "../../lib/render/names.ts";
import { repairReportsText } from "../../lib/render/human/repair_reports.ts";
import type { ReportsOptions } from "../declarations/reports.ts";
import { columnsCsv, columnsToShow } from "../frame/columns_option.ts";
import { answerWith } from "../frame/answerer.ts";
import type { Answerer } from "../frame/definition.ts";
import { loadState } from "../state/load.ts";

export const repairReportsAnswer: Answerer<ReportsOptions> = answerWith<RepairReportsData, ReportsOptions>({
  command: "sync repair reports",
  async schemas() {
    const { RepairReportsDocument, ReportSummary } = await import("../../lib/model/documents/repair_reports.ts");
    return { schema: RepairReportsDocument, itemSchema: ReportSummary };
  },
  human: (document, view, { columns }) =>
    repairReportsText(document, { ...view, columns: chosenColumns(columns, REPORT_COLUMNS) }),
  own: ["name", "csv"],
  items: (data) => data.report === null ? data.reports : [data.report],
  watch: ({ watch }) => watch,
  run: async ({ common, options, words: [id], host }) => {
    const { kind, limit } = options;
    if (id !== undefined && kind !== null) {
      throw new CliError("usage", "Cannot use --kind beside an id: one report is shown in full", {
        target: "--kind",
        hint: "Leave out one of the two",
      });
    }
    const columns = columnsToShow(options.columns, REPORT_COLUMNS, common);
    const state = await loadState(common.state, host, { journal: "skip", kinds: ["report"] });
    const store = requireStore(state);
    requireKnown(state, "list repair reports", ["report"]);
    const all = readReports(store);
    const sound = soundReports(all);
    const wanted = id === undefined ? null : findReport(id, store, { reports: all });
    const matching = wanted === null ? all.filter(({ report }) => kind === null || report.kind === kind) : [wanted];
    const data: RepairReportsData = {
      total: all.length,
      matched: matching.length,
      filters: kind === null ? {} : { kind },
      reports: matching.slice(0, limit ?? matching.length).map((one) => summarizeReport(one, sound)),
      others: wanted === null && kind === null ? otherReports(store) : [],
      report: wanted?.report ?? null,
    };
    return answered(state, data, {
      texts: {
        name: () => namesText(data.reports.map((one) => one.report_id)),
        csv: () => columnsCsv(data.reports, REPORT_COLUMNS, columns),
      },
    });
  },
});

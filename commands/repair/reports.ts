/** `sourceos sync repair reports`: the repairs of a store, or one in full. */
import { requireKnown } from "../../lib/answers/access.ts";
import { requireStore } from "../../lib/answers/absence.ts";
import { answered } from "../../lib/answers/outcome.ts";
import type { Document } from "../../lib/model/envelope.ts";
import { RepairReportsData, RepairReportsDocument, ReportSummary } from "../../lib/model/documents/repair_reports.ts";
import { findReport, readReports, soundReports } from "../../lib/change/parse_report.ts";
import { summarizeReport } from "../../lib/change/report_summary.ts";
import { otherReports } from "../../lib/change/other_reports.ts";
import { repairReportsText } from "../../lib/render/human/repair_reports.ts";
import type { View } from "../../lib/render/view.ts";
import { answerWith } from "../frame/answerer.ts";
import type { Answerer } from "../frame/definition.ts";
import { loadState } from "../state/load.ts";

export const repairReportsAnswer: Answerer<unknown> = answerWith({
  command: "sync repair reports",
  schema: RepairReportsDocument,
  itemSchema: ReportSummary,
  human: (document: Document<RepairReportsData>, view: View) => repairReportsText(document, view),
  items: (data) => data.report === null ? data.reports : [data.report],
  run: async ({ common, words, host }) => {
    const state = await loadState(common.state, host, { journal: "skip", kinds: ["report"] });
    const store = requireStore(state);
    requireKnown(state, "list repair reports", ["report"]);
    const [id] = words;
    const all = readReports(store);
    const sound = soundReports(all);
    const wanted = id === undefined ? null : findReport(id, store, all);
    const reports = wanted === null ? all : [wanted];
    return answered(state, {
      reports: reports.map((one) => summarizeReport(one, sound)),
      others: wanted === null ? otherReports(store) : [],
      report: wanted?.report ?? null,
    });
  },
});

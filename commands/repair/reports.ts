/** `sourceos sync repair reports`: the repairs of a store, or one in full. */
import { requireKnown } from "../../lib/answers/access.ts";
import { requireStore } from "../../lib/answers/absence.ts";
import { answered } from "../../lib/answers/outcome.ts";
import type { Document } from "../../lib/model/envelope.ts";
import { RepairReportsData, RepairReportsDocument, ReportSummary } from "../../lib/model/documents/repair_reports.ts";
import { findReport, readReports, soundReports, summarizeReport } from "../../lib/change/parse_report.ts";
import { otherReports } from "../../lib/change/other_reports.ts";
import { repairReportsText } from "../../lib/render/human/repair_reports.ts";
import type { View } from "../../lib/render/view.ts";
import { type CommandDefinition, defineCommand } from "../frame/definition.ts";
import { loadState } from "../state/load.ts";

export const repairReportsCommand: CommandDefinition = defineCommand({
  name: "reports",
  command: "sync repair reports",
  schema: RepairReportsDocument,
  itemSchema: ReportSummary,
  description:
    "Lists what was repaired, undone or imported in this store and the reports of others, or shows one in full.",
  argument: "[id]",
  examples: [
    ["What was repaired here", "sourceos sync repair reports"],
    ["Take the newest repair back", "sourceos sync repair --undo REPORT --scope derived"],
  ],
  options: () => ({}),
  human: (document: Document<RepairReportsData>, view: View) => repairReportsText(document, view),
  items: (data) => data.report === null ? data.reports : [data.report],
  run: async ({ common, words, host }) => {
    const state = await loadState(common.state, host, { journal: "skip" });
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

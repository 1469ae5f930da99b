/** A report as a line of their list, and what of it later ones took back. */
import type { ReportSummary } from "../model/documents/repair_reports.ts";
import type { StoredReport } from "../model/repair_report.ts";
import { canBeTakenBack } from "./deletion.ts";
import type { ReportFile } from "./parse_report.ts";

/** The steps of the report that later ones took back, and that were not done again by undoing those. */
export function undoneSteps(
  { record_id: id }: StoredReport,
  reports: readonly StoredReport[],
): ReadonlySet<string> {
  const undone = new Map<string, Set<string>>();
  // From the newest: whether an undo still stands is known before what it took back is counted.
  for (const { record_id: own, undoes, steps } of reports) {
    if (undoes === null) continue;
    const standing = steps.filter((step) => undone.get(own)?.has(step.id) !== true);
    const before = undone.get(undoes) ?? new Set();
    undone.set(undoes, new Set([...before, ...standing.map((step) => step.id.replace(/^undo-/, ""))]));
  }
  return undone.get(id) ?? new Set();
}

/** A line of the list of reports. */
export function summarizeReport({ report, problem }: ReportFile, sound: readonly StoredReport[]): ReportSummary {
  const undone = undoneSteps(report, sound);
  const canBeUndone = report.steps.filter(canBeTakenBack);
  return {
    report_id: report.record_id,
    kind: report.kind,
    created_at: report.created_at,
    event_id: report.event_id,
    scopes: report.scopes,
    steps: report.steps.length,
    undoes: report.undoes,
    undone: undone.size > 0 && canBeUndone.every(({ id }) => undone.has(id)),
    summary: report.report.sentences.find((sentence) => sentence !== "User data was not modified") ?? report.kind,
    problem,
  };
}

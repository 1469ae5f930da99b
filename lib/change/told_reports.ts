/** Reports that the journal tells of as they do: what a report says of its place in the journal is input like all else in it. */
import type { JournalSummary, ObjectHead } from "../model/journal.ts";
import type { StoredReport } from "../model/repair_report.ts";

const PREFIX = "repair-report:";

/** What events about the report with that id name as their object. */
export function reportObject(reportId: string): string {
  return `${PREFIX}${reportId}`;
}

/** Of those reports of which the journal tells in the very event that they name, the head of their object in it. */
export function toldReports<Report extends Pick<StoredReport, "record_id" | "event_id">>(
  reports: readonly Report[],
  { objects }: Pick<JournalSummary, "objects">,
): ReadonlyMap<Report, ObjectHead> {
  if (reports.length === 0) return new Map();
  const heads = new Map(objects.flatMap((head) => head.object_id.startsWith(PREFIX) ? [[head.object_id, head]] : []));
  return new Map(reports.flatMap((report) => {
    const head = heads.get(reportObject(report.record_id));
    return head?.last_event_id === report.event_id ? [[report, head]] : [];
  }));
}

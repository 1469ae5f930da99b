/** Records that a change took away lawfully, as its report tells: a repair moves aside what nobody can read, and an undo takes back what a change made. */
import type { StoreSnapshot } from "../model/snapshot.ts";
import { readReports, soundReports } from "./parse_report.ts";
import { undoneSteps } from "./report_summary.ts";
import { toldReports } from "./told_reports.ts";

export interface TakenAway {
  /** When it was applied. */
  readonly at: string;
  /** Of the event that tells of it. */
  readonly eventId: string;
}

/**
 * When each file was taken away for the last time, and not put back, by its path. Only a report of which the journal tells is
 * believed: any other may have been laid there by whoever took the record.
 */
export function recordsTakenAway(store: Pick<StoreSnapshot, "records" | "journal">): ReadonlyMap<string, TakenAway> {
  const reports = [...toldReports(soundReports(readReports(store)), store.journal).keys()];
  const taken = new Map<string, TakenAway>();
  // The newest comes last.
  for (const report of reports.toReversed()) {
    const undone = undoneSteps(report, reports);
    for (const { id, kind, changes } of report.steps) {
      if (undone.has(id) || !TAKERS.some((taker) => taker.report === report.kind && taker.steps.includes(kind))) {
        continue;
      }
      for (const { path, after } of changes) {
        if (after === null) taken.set(path, { at: report.created_at, eventId: report.event_id });
      }
    }
  }
  return taken;
}

const TAKERS = [
  { report: "repair", steps: ["quarantine"] },
  { report: "undo", steps: ["import", "decide"] },
];

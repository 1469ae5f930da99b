/** Undos of imports that put back objects which a bundle holds as older ones: taking such an undo back brings them in again. */
import { readReports, soundReports } from "../change/parse_report.ts";
import { undoneSteps } from "../change/report_summary.ts";
import type { ImportData } from "../model/documents/import.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { JudgedRecord } from "./judged_records.ts";

/** The newest first; none where nothing older was put back by one that stands. */
export function undosOfOlder(
  records: Iterable<Pick<JudgedRecord, "kind" | "outcome" | "path">>,
  store: Pick<StoreSnapshot, "records">,
): ImportData["put_back_by"] {
  const older = new Set<string>();
  for (const { kind, outcome, path } of records) {
    if (kind === "object" && outcome === "older" && path !== null) older.add(path);
  }
  if (older.size === 0) return [];
  const reports = soundReports(readReports(store));
  return reports.flatMap((report) => {
    if (report.kind !== "undo") return [];
    const undone = undoneSteps(report, reports);
    const count = report.steps.filter(({ id, kind }) => kind === "import" && !undone.has(id))
      .flatMap(({ changes }) => changes)
      .filter(({ path, before, after }) => before !== null && after !== null && older.has(path)).length;
    return count === 0 ? [] : [{ report_id: report.record_id, scopes: report.scopes, records: count }];
  });
}

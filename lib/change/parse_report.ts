/** The reports of changes that lie in a store, as this program writes them. */
import { readRecord } from "../model/input_document.ts";
import { StoredReport } from "../model/repair_report.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { findReportProblem } from "./sound_report.ts";

/** A report as it lies in the store. */
export interface ReportFile {
  readonly report: StoredReport;
  /** Why nothing is done on its word, as a clause; null where it is sound. */
  readonly problem: string | null;
}

/** The reports that keep this program's format, the newest first. */
export function readReports({ records }: Pick<StoreSnapshot, "records">): readonly ReportFile[] {
  return records.flatMap(({ kind, file, record }) => {
    const reading = kind !== "report" || record === null ? null : readRecord(record, StoredReport);
    if (reading?.ok !== true) return [];
    return [{ report: reading.document, problem: findReportProblem(reading.document, file.path) }];
  }).sort(({ report: left }, { report: right }) =>
    left.created_at === right.created_at
      ? (left.event_id < right.event_id ? 1 : -1)
      : (left.created_at < right.created_at ? 1 : -1)
  );
}

/** Those of the reports that something may be done on the word of. */
export function soundReports(files: readonly ReportFile[]): readonly StoredReport[] {
  return files.flatMap(({ report, problem }) => problem === null ? [report] : []);
}

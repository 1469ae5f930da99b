/** Files that a repair moved to quarantine and that are gone from there: its report is what tells of them. */
import type { StoreSnapshot } from "../model/snapshot.ts";
import { readReports, soundReports } from "./parse_report.ts";
import { undoneSteps } from "./report_summary.ts";
import { toldReports } from "./told_reports.ts";
import { foldersAbove } from "./paths.ts";

interface LostQuarantined {
  /** Where it was before. */
  readonly path: string;
  readonly keptAt: string;
  readonly bytes: number;
  readonly sha256: string;
  /** When the repair moved it there. */
  readonly at: string;
  readonly reportId: string;
}

/** What is in none of the folders of kept files, and not back in its registry; none of what nobody could look into. */
export function lostQuarantined(store: StoreSnapshot): readonly LostQuarantined[] {
  const reports = soundReports(readReports(store));
  // That it was put back excuses a loss, so that the journal has to tell of it.
  const told = [...toldReports(reports, store.journal).keys()];
  const paths = [...store.files, ...store.records.map(({ file }) => file)].map(({ path }) => path);
  const there = new Set(paths);
  return reports.flatMap((report) => {
    const undone = undoneSteps(report, told);
    const moved = report.steps.filter(({ id, kind }) =>
      report.kind === "repair" && kind === "quarantine" && !undone.has(id)
    );
    return moved.flatMap(({ changes }) => changes).flatMap(({ path, before, kept_at: keptAt }) => {
      if (before === null || keptAt === null || there.has(path)) return [];
      // An undo that was undone keeps it beside its own report.
      if (paths.some((one) => one.startsWith("repair-reports/") && one.endsWith(`/${path}`))) return [];
      if (foldersAbove(keptAt).some((folder) => there.has(folder))) return [];
      return [{ path, keptAt, ...before, at: report.created_at, reportId: report.record_id }];
    });
  });
}

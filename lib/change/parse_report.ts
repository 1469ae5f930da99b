/** The reports of repairs in a store: those of this program, and what others left, of which only the record is known. */
import { textOf } from "../model/fields.ts";
import { storeFlags, syncCommand } from "../text/command_line.ts";
import { idsBeginning } from "../text/short_id.ts";
import { CliError } from "../model/errors.ts";
import type { ChangeKind } from "../model/change.ts";
import { readRecord } from "../model/input_document.ts";
import { StoredReport } from "../model/repair_report.ts";
import { RestoreTrial } from "../model/restore_trial.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { reportPath } from "./paths.ts";
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

/** What is typed in the place of an id for the report of the newest change. */
export const NEWEST = "last";

/**
 * The report of this id, of the only one that it is a part of, or the newest one; of that kind where one is given.
 *
 * @throws CliError not_found for an unknown report; usage where several are meant; unsupported for one that tells of no
 *   change that this program made
 */
export function findReport(
  id: string,
  store: StoreSnapshot,
  reports = readReports(store),
  kind: ChangeKind | null = null,
): ReportFile {
  const typed = id.replace(/^(?:repair-)?report:/, "");
  const wanted = wholeId(typed, reports, kind) ?? typed;
  const found = reports.filter(({ report }) => report.record_id === wanted);
  const [first] = [...found.filter(({ problem }) => problem === null), ...found];
  if (first !== undefined) return first;
  const other = store.records.find(({ kind, record }) =>
    kind === "report" && [id, wanted].includes(textOf(record, "record_id") ?? "")
  );
  const record = other?.record ?? null;
  if (record !== null && readRecord(record, RestoreTrial).ok) {
    throw new CliError(
      "unsupported",
      `Cannot use report "${id}" as one of a repair: it tells how a restore was tried`,
      {
        target: id,
        hint: `It changed nothing that could be undone; see ${
          syncCommand("status", ...storeFlags(store))
        }, which shows what it proved`,
      },
    );
  }
  if (other !== undefined) {
    throw new CliError("unsupported", `Cannot use repair report "${id}": another program wrote it`, {
      target: id,
      hint: "Only what this program repaired can be undone by it",
    });
  }
  const known = reports.filter(({ report }) => kind === null || report.kind === kind).slice(0, 3).map(({ report }) =>
    report.record_id
  );
  throw new CliError("not_found", `Cannot find repair report "${id}"`, {
    target: id,
    hint: known.length === 0
      ? `This store holds no report of ${kind === "import" ? "an import" : "a repair"} by this program`
      : `The newest ${known.length === 1 ? "is" : "are"} ${known.join(", ")}; see ${
        syncCommand("repair", "reports", ...storeFlags(store))
      }`,
  });
}

/** The id that is meant by a part of it; null where the report is called by its whole id, or none is meant. */
function wholeId(typed: string, reports: readonly ReportFile[], kind: ChangeKind | null): string | null {
  const ids = [...new Set(reports.map(({ report }) => report.record_id))];
  if (ids.includes(typed)) return null;
  if (typed === NEWEST) {
    return reports.find(({ report }) => report.kind === (kind ?? report.kind))?.report.record_id ?? null;
  }
  const [only = null, ...others] = idsBeginning(typed, ids);
  if (others.length === 0) return only;
  throw new CliError("usage", `Cannot tell which repair report "${typed}" is: ${others.length + 1} begin so`, {
    target: typed,
    code: "ambiguous",
    hint: `Give one of them in full: ${[only, ...others].join(", ")}`,
  });
}

/** As findReport(), for one on whose word something is taken back. @throws CliError manual for one that is not sound */
export function findSoundReport(id: string, store: StoreSnapshot, kind: ChangeKind | null = null): StoredReport {
  const { report, problem } = findReport(id, store, readReports(store), kind);
  if (problem === null) return report;
  throw new CliError(
    "manual",
    `Cannot undo ${report.kind} "${id}": its report tells of what no change did: ${problem}`,
    {
      target: id,
      code: "untrusted_report",
      hint: `Nothing was touched; compare "${reportPath(report.record_id)}" with a backup: somebody has edited it`,
    },
  );
}

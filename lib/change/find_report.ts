/** The one report that a person names: by its id, by a part of it, or as the newest. */
import { textOf } from "../model/fields.ts";
import { storeFlags, syncCommand } from "../text/command_line.ts";
import { idsBeginning } from "../text/short_id.ts";
import { CliError } from "../model/errors.ts";
import type { ChangeKind } from "../model/change_kinds.ts";
import { readRecord } from "../model/input_document.ts";
import type { StoredReport } from "../model/repair_report.ts";
import { RestoreTrial } from "../model/restore_trial.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { reportPath } from "./paths.ts";
import { readReports, type ReportFile } from "./parse_report.ts";

/** What is typed in the place of an id for the report of the newest change. */
export const NEWEST = "last";

interface FindOptions {
  /** Those of the store, where they were read. */
  readonly reports?: readonly ReportFile[];
  /** Of what kind the newest has to be; any where null. */
  readonly kind?: ChangeKind | null;
}

/**
 * The report of this id, of the only one that it is a part of, or the newest one.
 *
 * @throws CliError not_found for an unknown report; usage where several are meant; unsupported for one that tells of no
 *   change that this program made
 */
export function findReport(
  id: string,
  store: StoreSnapshot,
  { reports = readReports(store), kind = null }: FindOptions = {},
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
  const { report, problem } = findReport(id, store, { kind });
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

/** `sync repair --undo` and `sync import --undo`: puts back what a change did, where nothing has changed since. */
import { requireStateStore } from "../../lib/answers/absence.ts";
import { requireWhole } from "../../lib/answers/access.ts";
import { answered, type Outcome } from "../../lib/answers/outcome.ts";
import { findSoundReport, NEWEST } from "../../lib/change/find_report.ts";
import { parseScope, type Scope } from "../../lib/change/scope.ts";
import type { RepairData, RepairOutcome } from "../../lib/model/documents/repair.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { ChangeKind } from "../../lib/model/change_kinds.ts";
import type { StoredReport } from "../../lib/model/repair_report.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { changeData } from "../../lib/repair/document.ts";
import { buildReport } from "../../lib/repair/report.ts";
import { undoReport } from "../../lib/repair/undo_report.ts";
import { undoneObjects } from "../../lib/repair/undone_records.ts";
import { storeFlags, syncCommand } from "../../lib/text/command_line.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import { withLockedStore } from "../state/locked_store.ts";
import type { Invocation } from "../frame/definition.ts";
import { optionWords, type RawOptions } from "../frame/option_reader.ts";
import { ownershipWarnings, servedWarnings } from "../state/before_apply.ts";
import { type DiagnosedState, diagnoseState } from "../state/diagnose.ts";
import { loadState } from "../state/load.ts";
import { planUndoOf, scopesOfUndo, type UndoPlanning } from "./undo_planning.ts";

export interface UndoRequest {
  readonly reportId: string;
  readonly scopes: readonly Scope[];
  /** The command that was typed: what import takes back is an import. */
  readonly by: "repair" | "import";
}

/** @throws CliError not_found for an unknown report, manual for one that tells of what no change did; stale where something changed since; and as withLockedStore() does */
export async function undoChange(
  { common, raw, host }: Invocation<unknown>,
  { reportId, scopes, by }: UndoRequest,
): Promise<Outcome<RepairData>> {
  const find = (store: StoreSnapshot) => findReportToUndo(reportId, by, store);
  const options = {
    scopes,
    verb: `undo ${by} "${reportId}"`,
    retyping: { options: raw, input: null, words: (given: RawOptions) => [by, ...optionWords(given)] },
    check: (store: StoreSnapshot) => void find(store),
  };
  return await withLockedStore(common.state, host, options, async ({ state: loaded, store, lock, recovered }) => {
    const state = await diagnoseState(loaded, host);
    const found = find(store);
    // Where the newest is this very undo, which was killed and is ended now, it is meant no more.
    const isOwn = reportId === NEWEST && found.record_id === recovered?.changeId && found.undoes !== null;
    const report = isOwn ? findSoundReport(found.undoes ?? "", store) : found;
    const at = formatTimestamp(host.clock.now());
    const planned = await planUndoOf(state, { report, scopes, at, store, host });
    const outcome = {
      recovered: recovered?.how ?? null,
      recovered_paths: recovered?.paths ?? [],
      nothing_to_do: planned.kind === "done",
    };
    if (planned.kind === "done") {
      const nothing = { report_id: null, event_id: null, steps: [], cleared: true };
      return answered(state, dataOf("undo", report, planned, { scopes, state, outcome: { ...nothing, ...outcome } }));
    }
    const { report: stored, request } = planned.recorded;
    const { cleared } = await lock.apply(request);
    const { record_id, event_id, steps } = stored;
    const done = { report_id: record_id, event_id, steps: steps.map(({ id }) => id), cleared };
    return answered(state, dataOf("undo", report, planned, { scopes, state, outcome: { ...done, ...outcome } }));
  });
}

/** What the undo would do. Without scopes everything is shown, as in the dry run of a repair. */
export async function previewUndo(
  { common, raw, host }: Invocation<unknown>,
  { reportId, scopes: given, by }: UndoRequest,
): Promise<Outcome<RepairData>> {
  const state = await diagnoseState(await loadState(common.state, host), host);
  const store = requireStateStore(state, `undo ${by} "${reportId}"`);
  requireWhole(state, "plan an undo");
  const report = findReportToUndo(reportId, by, store);
  const scopes = given.length > 0 ? given : scopesOfUndo(report).map(parseScope);
  const at = formatTimestamp(host.clock.now());
  const planned = await planUndoOf(state, { report, scopes, at, store, host });
  const data = dataOf("dry_run", report, planned, { scopes: given, state, outcome: null });
  if (planned.kind === "done") return answered(state, data);
  const { dryRun: _, ...shared } = raw;
  const retyping = {
    options: { ...shared, undo: report.record_id, scope: data.required_scopes },
    input: null,
    words: (options: RawOptions) => [by, ...optionWords(options)],
  };
  return answered(state, data, {
    exit: common.gradeExit ? "changes" : "ok",
    warnings: [...await servedWarnings(state, host), ...await ownershipWarnings(state, retyping, host)],
  });
}

function dataOf(
  mode: "undo" | "dry_run",
  report: StoredReport,
  planned: UndoPlanning,
  { scopes, state, outcome }: {
    readonly scopes: readonly Scope[];
    readonly state: DiagnosedState;
    readonly outcome: RepairOutcome | null;
  },
): RepairData {
  const { diagnosis } = state;
  const nothing = {
    ...buildReport({ done: true, steps: [], review: [], diagnosis, journal: null }),
    sentences: ["There was nothing to do: it is undone already"],
  };
  const told = planned.kind === "done" ? nothing : mode === "undo" ? planned.report : undoReport(planned.undo, {
    report,
    undoId: planned.recorded.report.record_id,
    objects: undoneObjects(report, planned.undo, state).map(({ id }) => id),
    done: false,
    diagnosis,
  });
  return {
    ...changeData({ mode, health: diagnosis.health, scopes, report: told, outcome }),
    undoes: report.record_id,
    required_scopes: mode === "dry_run" && planned.kind === "planned" ? scopesOfUndo(report) : [],
    not_applied: planned.kind === "done" ? [] : planned.undo.left,
  };
}

/** @throws CliError usage where import is asked to take back what is no import; and as findSoundReport() does */
function findReportToUndo(id: string, by: UndoRequest["by"], store: StoreSnapshot): StoredReport {
  const only: ChangeKind | null = by === "import" ? "import" : null;
  const report = findSoundReport(id, store, only);
  if (by === "repair" || report.kind === "import") return report;
  throw new CliError("usage", `Cannot undo import "${id}": it is the report of ${nounOf(report.kind)}`, {
    target: id,
    hint: `Run ${syncCommand("repair", "--undo", report.record_id, "--dry-run", ...storeFlags(store))}`,
  });
}

function nounOf(kind: ChangeKind): string {
  return { repair: "a repair", undo: "an undo", import: "an import", decision: "a decision on a conflict" }[kind];
}

/** What taking a change back would do to the store as it is, with the report and the journal's lines that it would write. */
import { canBeTakenBack } from "../../lib/change/deletion.ts";
import { repairTold } from "../../lib/change/integrity_events.ts";
import { readReports, soundReports } from "../../lib/change/parse_report.ts";
import { MANIFEST_PATH } from "../../lib/change/paths.ts";
import { recordChange } from "../../lib/change/recorded_change.ts";
import { requireRecordable } from "../../lib/change/recordable.ts";
import { recordingOf } from "../../lib/change/recording.ts";
import { undoneSteps } from "../../lib/change/report_summary.ts";
import { type Scope, scopeText } from "../../lib/change/scope.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { StoredReport } from "../../lib/model/repair_report.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { digestOf } from "../../lib/repair/predict.ts";
import type { Change } from "../../lib/repair/staleness.ts";
import { filesOfReport, isInsideUndo, planUndo, scopesToUndo, type Undo } from "../../lib/repair/undo.ts";
import { keptForGood, restingOn, undoneEvents, undoneObjects } from "../../lib/repair/undone_records.ts";
import { undoReport } from "../../lib/repair/undo_report.ts";
import { storeFlags, syncCommand } from "../../lib/text/command_line.ts";
import type { DiagnosedState } from "../state/diagnose.ts";
import type { Host } from "../host/types/host.ts";

interface UndoFacts {
  readonly report: StoredReport;
  readonly scopes: readonly Scope[];
  /** When it is applied, or would be. */
  readonly at: string;
  readonly store: StoreSnapshot;
  readonly host: Host;
}

export type UndoPlanning =
  /** All of it was taken back before. */
  | { readonly kind: "done" }
  | {
    readonly kind: "planned";
    readonly undo: Undo;
    readonly report: ReturnType<typeof undoReport>;
    readonly recorded: ReturnType<typeof recordChange>;
  };

/** The scopes that taking all of the report back needs. */
export function scopesOfUndo(report: StoredReport): readonly string[] {
  return [...new Set(report.steps.flatMap((step) => canBeTakenBack(step) ? scopesToUndo(step, report) : []))];
}

/** @throws CliError denied, stale, needs_scope, unsupported: nothing of it can be taken back then */
export async function planUndoOf(state: DiagnosedState, facts: UndoFacts): Promise<UndoPlanning> {
  const { report, scopes, at, store, host } = facts;
  const { record_id: id, kind } = report;
  const attempt = `undo ${kind} "${id}"`;
  // Only a repair that seals a torn line tells of it in its report, so that doctor knows it for what it is.
  requireRecordable(store, attempt);
  const reports = soundReports(readReports(store));
  const before = undoneSteps(report, reports);
  const paths = [...filesOfReport(report), MANIFEST_PATH];
  const bytes = await host.stores.readBytes(store, { paths, appended: "", folds: false, inventory: null });
  const planFor = (undoId: string) => planUndo(report, { undoId, scopes, digests: bytes.digests, undone: before });
  const found = planFor("");
  refuse(attempt, "stale", found.stale);
  if (found.steps.length === 0) {
    if (report.steps.some((step) => before.has(step.id) && isInsideUndo(step, report, scopes))) return { kind: "done" };
    throw nothingInScope(report, scopes, store);
  }
  refuse(attempt, "denied", keptForGood(found, state));
  refuse(attempt, "stale", restingOn(report, found, { store, catalog: state.catalog, reports }));
  const objects = undoneObjects(report, found, state);
  const recording = recordingOf(store, {
    kind: "undo",
    at,
    objectEvents: (undoId) => undoneEvents(objects, { undoId, at, store }),
    identity: [id, ...scopes.map(scopeText)],
    payload: { undoes: id },
    sha256Hex: host.sha256Hex,
  });
  const undo = planFor(recording.reportId);
  const told = undoReport(undo, {
    report,
    undoId: recording.reportId,
    objects: objects.map((object) => object.id),
    done: true,
    diagnosis: state.diagnosis,
  });
  const changes = new Map(undo.changes.map(({ change }) => [change.path, change]));
  const recorded = recordChange(
    {
      kind: "undo",
      planId: null,
      undoes: id,
      at,
      scopes,
      report: told,
      steps: undo.steps.map((step) => ({
        ...step,
        id: `undo-${step.id}`,
        description: `Take back: ${step.description}`,
        changes: step.changes.flatMap(({ path }) => changes.get(path) ?? []),
      })),
      changes: undo.changes,
      told: repairTold(`Undo "${recording.reportId}" took back "${id}"`),
    },
    recording,
    { store, manifest: digestOf(MANIFEST_PATH, bytes), sha256Hex: host.sha256Hex },
  );
  return { kind: "planned", undo, report: told, recorded };
}

const NAMED = 5;

/** @throws CliError of that code where there is any such reason */
function refuse(attempt: string, exit: "stale" | "denied", reasons: readonly Change[]): void {
  const [first] = reasons;
  if (first === undefined) return;
  const named = reasons.slice(0, NAMED).map(({ message }) => message);
  const more = reasons.length > NAMED ? [`and ${reasons.length - NAMED} more such things`] : [];
  throw new CliError(exit, `Cannot ${attempt}: ${[...named, ...more].join("; ")}`, {
    target: first.target,
    hint: exit === "stale"
      ? "Nothing was changed: take back what came later first, or leave it; what is kept lies in repair-reports/"
      : "Nothing was changed, and no scope allows it",
  });
}

function nothingInScope(report: StoredReport, scopes: readonly Scope[], store: StoreSnapshot): CliError {
  const { record_id: id, kind, steps } = report;
  const needed = scopesOfUndo(report);
  const isDropped = steps.some((step) =>
    isInsideUndo(step, report, scopes) && step.changes.length > 0 && !canBeTakenBack(step)
  );
  if (needed.length === 0 || isDropped) {
    const what = needed.length === 0 ? "that it did" : `of it inside ${scopes.map(scopeText).join(", ")}`;
    return new CliError("unsupported", `Cannot undo ${kind} "${id}": nothing ${what} can be taken back`, {
      target: id,
      hint: kind === "import"
        ? "What is appended to the journal stays; an import of more than 10,000 files, or by an earlier release, does not " +
          "name in its report what it brought"
        : "What is appended to the journal stays, and what was dropped is deleted",
    });
  }
  return new CliError(
    "needs_scope",
    `Cannot undo ${kind} "${id}": ${kind === "import" ? "not all" : "nothing"} of it is inside ${
      scopes.map(scopeText).join(", ")
    }`,
    {
      target: "--scope",
      hint: `Run ${
        syncCommand("repair", "--undo", id, ...needed.flatMap((scope) => ["--scope", scope]), ...storeFlags(store))
      }`,
    },
  );
}

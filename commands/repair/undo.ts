/** `sync repair --undo`: puts back what a repair changed, where nothing has changed since. */
import { canBeTakenBack } from "../../lib/change/deletion.ts";
import { storeFlags, syncCommand } from "../../lib/text/command_line.ts";
import { answered, type Outcome } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { NewEvent } from "../../lib/journal/append.ts";
import type { Diagnosis } from "../../lib/checks/frame/diagnosis.ts";
import type { RepairData } from "../../lib/model/documents/repair.ts";
import type { StoredReport } from "../../lib/model/repair_report.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { findSoundReport, readReports, soundReports } from "../../lib/change/parse_report.ts";
import { undoneSteps } from "../../lib/change/report_summary.ts";
import { changeData } from "../../lib/repair/document.ts";
import { digestOf } from "../../lib/repair/predict.ts";
import { repairTold } from "../../lib/change/integrity_events.ts";
import { MANIFEST_PATH } from "../../lib/change/paths.ts";
import { reasonNotToRecord, recordingOf } from "../../lib/change/recording.ts";
import { buildReport } from "../../lib/repair/report.ts";
import { isAllowed, parseScope, type Scope, scopeText } from "../../lib/change/scope.ts";
import { recordChange } from "../../lib/change/recorded_change.ts";
import { filesOfReport, planUndo } from "../../lib/repair/undo.ts";
import { plural } from "../../lib/text/words.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import { type LockedChange, withLockedStore } from "../state/locked_store.ts";
import type { Invocation } from "../frame/definition.ts";
import { optionWords, type RawOptions } from "../frame/option_reader.ts";
import { diagnoseState } from "../state/diagnose.ts";
import type { LoadedState } from "../state/load.ts";

interface UndoRequest {
  readonly reportId: string;
  readonly scopes: readonly Scope[];
}

/** @throws CliError not_found for an unknown report, manual for one that tells of what no change did; stale where a file changed since; and as withLockedStore() does */
export async function undoRepair(
  { common, raw, host }: Invocation<unknown>,
  { reportId, scopes }: UndoRequest,
): Promise<Outcome<RepairData>> {
  const options = {
    scopes,
    verb: `undo repair "${reportId}"`,
    retyping: { options: raw, input: null, words: (given: RawOptions) => ["repair", ...optionWords(given)] },
    check: (store: StoreSnapshot) => void findSoundReport(reportId, store),
  };
  return await withLockedStore(common.state, host, options, async (locked) => {
    const { store, lock } = locked;
    const state = await diagnoseState(locked.state, host);
    const { diagnosis } = state;
    const report = findSoundReport(reportId, store);
    const before = undoneSteps(report, soundReports(readReports(store)));
    const reason = reasonNotToRecord(store);
    if (reason !== null) {
      throw new CliError("denied", `Cannot undo repair "${reportId}": ${reason}`, { target: store.root });
    }
    const at = formatTimestamp(host.clock.now());
    const merged = mergedObjects(report, state);
    const recording = recordingOf(store, {
      kind: "undo",
      at,
      objectEvents: (undoId) => merged.map((id) => putBackEvent(id, { undoId, at })),
      identity: [report.record_id, ...scopes.map(scopeText)],
      payload: { undoes: report.record_id },
      sha256Hex: host.sha256Hex,
    });
    const seals = recording.appended.startsWith("\n");
    if (seals && !isAllowed({ kind: "journal" }, scopes)) {
      throw new CliError("needs_scope", `Cannot undo repair "${reportId}": the journal's last line is torn`, {
        target: "--scope",
        hint: "Add --scope journal, so that the event of the undo can follow it",
      });
    }
    const paths = [...filesOfReport(report), MANIFEST_PATH];
    const bytes = await host.stores.readBytes(store, { paths, appended: "", folds: false, inventory: null });
    const undone = planUndo(report, { undoId: recording.reportId, scopes, digests: bytes.digests, undone: before });
    if (undone.stale.length > 0) {
      throw new CliError(
        "stale",
        `Cannot undo repair "${reportId}": ${undone.stale.map(({ message }) => message).join("; ")}`,
        {
          target: undone.stale[0]?.target ?? reportId,
          hint: "Nothing was changed; what is kept lies in repair-reports/",
        },
      );
    }
    if (undone.steps.length === 0) {
      const isDone = report.steps.some(({ id, scope }) =>
        before.has(id) && scope !== null && isAllowed(parseScope(scope), scopes)
      );
      if (isDone) return answered(state, answer(locked, diagnosis, { scopes, done: null }));
      throw nothingInScope(report, scopes, store);
    }
    const summary = {
      ...buildReport({ done: true, steps: [], review: [], diagnosis, journal: null }),
      sentences: [
        `Put back ${plural(undone.changes.length, "file")} that ${
          report.kind === "decision" ? "decision" : "repair"
        } "${report.record_id}" had changed`,
        ...(merged.length === 0 ? ["User data was not modified"] : []),
      ],
      appended: ["journal.jsonl"],
    };
    const putBack = new Map(undone.changes.map(({ change }) => [change.path, change]));
    const { report: stored, request } = recordChange(
      {
        kind: "undo",
        planId: null,
        undoes: report.record_id,
        at,
        scopes,
        report: summary,
        steps: undone.steps.map((step) => ({
          ...step,
          id: `undo-${step.id}`,
          description: `Take back: ${step.description}`,
          changes: step.changes.flatMap(({ path }) => putBack.get(path) ?? []),
        })),
        changes: undone.changes,
        told: repairTold(`Undo "${recording.reportId}" took back "${report.record_id}"`),
      },
      recording,
      { store, manifest: digestOf(MANIFEST_PATH, bytes), sha256Hex: host.sha256Hex },
    );
    const { cleared } = await lock.apply(request);
    return answered<RepairData>(state, {
      ...answer(locked, diagnosis, { scopes, done: { stored, cleared } }),
      report: summary,
      not_applied: undone.left,
    });
  });
}

function answer(
  { recovered }: LockedChange,
  diagnosis: Diagnosis,
  { scopes, done }: {
    readonly scopes: readonly Scope[];
    readonly done: { readonly stored: StoredReport; readonly cleared: boolean } | null;
  },
): RepairData {
  return changeData({
    mode: "undo",
    health: diagnosis.health,
    scopes,
    report: {
      ...buildReport({ done: true, steps: [], review: [], diagnosis, journal: null }),
      sentences: ["There was nothing to do: it is undone already"],
    },
    outcome: {
      report_id: done?.stored.record_id ?? null,
      event_id: done?.stored.event_id ?? null,
      steps: done?.stored.steps.map(({ id }) => id) ?? [],
      recovered: recovered?.how ?? null,
      recovered_paths: recovered?.paths ?? [],
      nothing_to_do: done === null,
      cleared: done?.cleared ?? true,
    },
  });
}

/** The objects whose merged record the report's decision put in the place of an earlier one. */
function mergedObjects({ steps }: StoredReport, { catalog }: LoadedState): readonly string[] {
  const paths = new Set(
    steps.filter(({ kind }) => kind === "decide").flatMap(({ changes }) => changes).map(({ path }) => path),
  );
  return catalog.ofKind("object").flatMap(({ id, path }) => id !== null && paths.has(path) ? [id] : []);
}

function putBackEvent(id: string, { undoId, at }: { readonly undoId: string; readonly at: string }): NewEvent {
  return {
    event_type: "update",
    lane: "normal",
    object_id: id,
    producer: "sourceos-sync",
    created_at: at,
    payload: { undo: { report_id: undoId } },
  };
}

function nothingInScope(
  { record_id: id, steps }: StoredReport,
  scopes: readonly Scope[],
  store: StoreSnapshot,
): CliError {
  const needed = [...new Set(steps.flatMap((step) => canBeTakenBack(step) ? step.scope ?? [] : []))];
  const isInside = (scope: string | null) => scope !== null && isAllowed(parseScope(scope), scopes);
  const isDropped = steps.some((step) => isInside(step.scope) && step.changes.length > 0 && !canBeTakenBack(step));
  if (needed.length === 0 || isDropped) {
    const what = needed.length === 0 ? "that it did" : `of it inside ${scopes.map(scopeText).join(", ")}`;
    return new CliError("unsupported", `Cannot undo "${id}": nothing ${what} can be taken back`, {
      target: id,
      hint:
        "What is appended to the journal stays, and so do the records that an import brought and the object that a fork made; what was dropped is deleted",
    });
  }
  return new CliError(
    "needs_scope",
    `Cannot undo repair "${id}": nothing of it is inside ${scopes.map(scopeText).join(", ")}`,
    {
      target: "--scope",
      hint: `Run ${
        syncCommand("repair", "--undo", id, ...needed.flatMap((scope) => ["--scope", scope]), ...storeFlags(store))
      }`,
    },
  );
}

/** The report of a change as something to act on: more has to hold of it than its format (docs/formats.md, "Repair report"). */
import type { ChangeKind } from "../model/change_kinds.ts";
import type { StoredReport } from "../model/repair_report.ts";
import { parseEventId } from "../journal/ordinals.ts";
import { findStepProblem, findTouchProblem, findTwice, isReportId, readScopes } from "./authority.ts";
import { MANIFEST_PATH, reportPath } from "./paths.ts";
import { isAllowed, readScope, type Scope } from "./scope.ts";

/** Why a change as this report tells of it was never made, as a clause; null where it can have been. */
export function findReportProblem(report: StoredReport, path: string): string | null {
  const { record_id: id, steps, changes, event_id: eventId } = report;
  if (!isReportId(id) || path !== reportPath(id)) return `"${id}" is not the id that its file is named by`;
  const read = readScopes(report.scopes);
  if (!read.ok) return read.reason;
  if (parseEventId(eventId) === null) return `"${eventId}" is no id of an event`;
  return findOriginProblem(report) ?? findStepsProblem(report, read.scopes) ??
    findFurtherProblem(report, read.scopes) ??
    twiceText(findTwice([...steps.flatMap((step) => step.changes), ...changes]));
}

function findOriginProblem({ kind, plan_id: planId, undoes }: StoredReport): string | null {
  if (isPlanned(kind) !== (planId !== null)) return "a repair or a decision has a plan, and nothing else has";
  if ((kind === "undo") !== (undoes !== null)) return "an undo takes a report back, and nothing else does";
  return undoes === null || isReportId(undoes) ? null : `"${undoes}" is no id of a report`;
}

/** Whether a change of the kind carries out a plan that was saved before. */
function isPlanned(kind: ChangeKind): boolean {
  return kind === "repair" || kind === "decision";
}

function findStepsProblem({ record_id: id, kind, steps }: StoredReport, scopes: readonly Scope[]): string | null {
  const ids = new Set(steps.map((step) => step.id));
  if (ids.size < steps.length) return "it names a step twice";
  for (const step of steps) {
    const problem = findStepProblem(step, { kind, id });
    if (problem !== null) return problem;
    const needs = readScope(step.scope ?? "");
    if (needs === null || !isAllowed(needs, scopes)) return `its step "${step.id}" is outside its scopes`;
  }
  return null;
}

/** Beside its steps a report names the manifest, and that of an import what was replaced. */
function findFurtherProblem({ record_id: id, kind, changes }: StoredReport, scopes: readonly Scope[]): string | null {
  for (const change of changes) {
    const problem = findTouchProblem(change, { kind, id, scopes });
    if (problem !== null) return problem;
    if (change.path !== MANIFEST_PATH && (kind !== "import" || change.before === null)) {
      return `"${change.path}" belongs to no step`;
    }
  }
  return null;
}

function twiceText(path: string | null): string | null {
  return path === null ? null : `it names "${path}" twice`;
}

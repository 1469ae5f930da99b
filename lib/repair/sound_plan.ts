/** A saved plan as something to act on: more has to hold of it than its format and its id (docs/formats.md, "Saved plan"). */
import { findStepProblem, findTouchProblem, findTwice, isReportId, readScopes } from "../change/authority.ts";
import { JOURNAL_PATH } from "../change/paths.ts";
import { readScope } from "../change/scope.ts";
import type { ChangeKind } from "../model/change_kinds.ts";
import type { RepairPlan, RepairStep } from "../model/repair_plan.ts";
import { firstDifference } from "./staleness.ts";

/** Why no plan of this program says so, as a clause; null where one can. */
export function findPlanProblem(plan: RepairPlan): string | null {
  const { source_report: { scopes, report_id: id, decision }, steps } = plan;
  const read = readScopes(scopes);
  if (!read.ok) return read.reason;
  if (id !== "" && !isReportId(id)) return `"${id}" is no id of a report`;
  for (const step of steps) {
    const problem = findPlannedProblem(step, { kind: decision === undefined ? "repair" : "decision", id });
    if (problem !== null) return problem;
  }
  const twice = findTwice(steps.flatMap(({ changes }) => changes));
  if (twice !== null) return `it names "${twice}" twice`;
  return new Set(steps.map((step) => step.id)).size < steps.length ? "it names a step twice" : findBindingProblem(plan);
}

function findPlannedProblem(
  step: RepairStep,
  change: { readonly kind: ChangeKind; readonly id: string },
): string | null {
  switch (step.kind) {
    case "control":
    case "recover":
      if (step.changes.length > 0) return `its step "${step.id}" changes files`;
      return step.scope === null || readScope(step.scope) !== null ? null : `"${step.scope}" is no scope`;
    case "record": {
      if (step.scope !== null) return `its step "${step.id}" has a scope`;
      const problems = step.changes.map((file) => findTouchProblem(file, { ...change, scopes: [] }));
      return problems.find((problem) => problem !== null) ?? null;
    }
    default:
      return findStepProblem(step, change);
  }
}

/** A plan is bound to each file that its steps change, and to the journal. */
function findBindingProblem({ source_report: { binding }, steps, preconditions }: RepairPlan): string | null {
  if (steps.some(({ order }, index) => order !== index + 1)) return "its steps are not numbered";
  const files = steps.flatMap(({ changes }) => changes).map(({ path, before }) => ({ path, image: before }));
  if (binding === null) {
    const isFree = files.length === 0 && preconditions.every(({ path }) => path === JOURNAL_PATH);
    return isFree ? null : "it is bound to no store, and names what its files are";
  }
  const { existed, bytes, sha256 } = binding.journal;
  const bound = [{ path: JOURNAL_PATH, image: existed ? { sha256, bytes } : null }, ...files];
  const stated = preconditions.map(({ path, image }) => ({ path, image }));
  return firstDifference(bound, stated) === null ? null : "its preconditions are not what its steps begin with";
}

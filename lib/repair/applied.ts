/** That nothing is left to do of a saved plan: it was carried out before, or an interrupted change was ended first. */
import { readReports, soundReports } from "../change/parse_report.ts";
import { undoneSteps } from "../change/report_summary.ts";
import { isAllowed, parseScope, type Scope } from "../change/scope.ts";
import type { RepairPlan } from "../model/repair_plan.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";

/** Whether all that the scopes allow of the plan is done, and was not taken back. */
export function isApplied(plan: RepairPlan, scopes: readonly Scope[], store: StoreSnapshot): boolean {
  const reports = soundReports(readReports(store));
  const report = reports.find(({ record_id: id }) => id === plan.source_report.report_id);
  if (report?.plan_id !== plan.plan_id || undoneSteps(report, reports).size > 0) return false;
  const done = new Set(report.steps.map(({ id }) => id));
  return plan.steps.filter(({ scope }) => scope !== null && isAllowed(parseScope(scope), scopes))
    .every(({ id }) => done.has(id));
}

/** What is told where nothing more was done; `recovered` is how an interrupted change was ended first, null where none was. */
export function nothingMoreText(recovered: "completed" | "undone" | null): string {
  switch (recovered) {
    case null:
      return "There was nothing to do";
    case "completed":
      return "The interrupted change was completed, exactly as it was planned";
    case "undone":
      return "The interrupted change was taken back: the store is as it was before it";
  }
}

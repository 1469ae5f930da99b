/** The report that a repair leaves behind, from which it can be undone. */
import { imageOfText } from "./text_digest.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import type { ChangeKind, ChangeWithContent } from "../model/change.ts";
import type { RepairReport } from "../model/documents/repair.ts";
import type { RepairPlan } from "../model/repair_plan.ts";
import { REPORT_SCHEMA, type StoredReport } from "../model/repair_report.ts";
import { TOOL } from "../model/tool.ts";

interface ReportParts {
  readonly reportId: string;
  readonly kind: ChangeKind;
  readonly planId: string | null;
  readonly undoes: string | null;
  /** When it is carried out. */
  readonly at: string;
  readonly eventId: string;
  readonly scopes: readonly string[];
  readonly report: RepairReport;
  readonly steps: StoredReport["steps"];
  readonly changes: StoredReport["changes"];
}

/** Where the report lies, relative to the store's root. */
export function reportPath(reportId: string): string {
  return `repair-reports/${reportId}.json`;
}

export function storedReport({ reportId, at, ...parts }: ReportParts): StoredReport {
  return {
    schema: REPORT_SCHEMA,
    record_id: reportId,
    kind: parts.kind,
    tool: TOOL,
    plan_id: parts.planId,
    undoes: parts.undoes,
    created_at: at,
    updated_at: at,
    event_id: parts.eventId,
    scopes: parts.scopes,
    report: parts.report,
    steps: parts.steps,
    changes: parts.changes,
  };
}

/** The report as a new file of the store. */
export function reportChange(report: StoredReport, sha256Hex: (text: string) => string): ChangeWithContent {
  const text = `${stringifyJson(report, 2)}\n`;
  return {
    change: { path: reportPath(report.record_id), before: null, after: imageOfText(text, sha256Hex), kept_at: null },
    content: { kind: "text", make: () => text },
  };
}

/** The steps of a plan as its report keeps them. */
export function reportedSteps(plan: RepairPlan, ids: ReadonlySet<string>): StoredReport["steps"] {
  return plan.steps.filter(({ id }) => ids.has(id)).map((step) => ({
    id: step.id,
    kind: step.kind,
    description: step.description,
    scope: step.scope,
    durability: step.durability,
    changes: step.changes,
    inverse: step.inverse,
  }));
}

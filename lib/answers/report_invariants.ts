/** The invariants of a State Integrity Report: one for each check that ran, or that had to run. */
import { CHECKS } from "../checks/all_checks.ts";
import type { Checks } from "../model/documents/doctor.ts";
import type { ReportedFinding } from "../model/documents/health.ts";
import type { Invariant } from "../model/integrity_report.ts";

/** A report is read by people and carried around; what is beyond is counted. */
const FINDINGS_SHOWN = 20;

const STATUS = { info: "pass", warning: "warn", error: "fail", critical: "fail" } as const;

/** The findings are those that count, the worst first. */
export function reportInvariants(checks: Checks, findings: readonly ReportedFinding[]): readonly Invariant[] {
  const byCheck = Map.groupBy(findings, ({ check }) => check);
  const skipped = new Map(checks.skipped.map((skip) => [skip.check, skip]));
  return CHECKS.flatMap(({ id, title }): readonly Invariant[] => {
    const skip = skipped.get(id);
    if (skip !== undefined) {
      const evidence = { title, skipped: skip.reason };
      const remediation = "Make readable what the check needs";
      return skip.required ? [{ id, status: "warn", severity: "warning", evidence, remediation }] : [];
    }
    const found = byCheck.get(id) ?? [];
    const [worst] = found;
    const shown = found.slice(0, FINDINGS_SHOWN).map(({ id: kind, severity, target, message }) => ({
      id: kind,
      severity,
      target,
      message,
    }));
    return [{
      id,
      status: STATUS[worst?.severity ?? "info"],
      severity: worst?.severity ?? "info",
      evidence: { title, findings: found.length, shown },
      remediation: worst?.recommendation.action ?? "Nothing has to be done",
    }];
  });
}

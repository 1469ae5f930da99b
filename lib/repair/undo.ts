/**
 * Taking back what a change did, from its report: the same machinery, run on the inverses (docs/design.md, "Repair").
 */
import { pathsIn } from "../change/authority.ts";
import { canBeTakenBack, isDeletion } from "../change/deletion.ts";
import { keptBefore } from "../change/paths.ts";
import type { ChangeWithContent, FileChange, FileDigest } from "../model/change.ts";
import type { StoredReport } from "../model/repair_report.ts";
import { isAllowed, parseScope, type Scope } from "../change/scope.ts";
import type { Change } from "./staleness.ts";

type ReportedStep = StoredReport["steps"][number];

export interface Undo {
  readonly steps: readonly ReportedStep[];
  readonly changes: readonly ChangeWithContent[];
  /** Steps that stay as they are, each with the reason. */
  readonly left: readonly { readonly id: string; readonly scope: string | null; readonly reason: string }[];
  /** What changed since the repair; where there is any of it, nothing is taken back. */
  readonly stale: readonly Change[];
}

/** The files that an undo of the report looks at: those that the change touched, and what it kept of them. */
export function filesOfReport({ steps }: StoredReport): readonly string[] {
  return pathsIn(changesToTakeBack(steps));
}

function changesToTakeBack(steps: readonly ReportedStep[]): readonly FileChange[] {
  return steps.flatMap(({ changes }) => changes).filter((change) => !isDeletion(change));
}

/** The scopes that taking the step back needs: of an import all that it had, as it goes as a whole. */
export function scopesToUndo({ kind, scope }: ReportedStep, { scopes }: StoredReport): readonly string[] {
  return scope === null ? [] : kind === "import" ? scopes : [scope];
}

/** Whether the scopes allow to take the step back. */
export function isInsideUndo(step: ReportedStep, report: StoredReport, scopes: readonly Scope[]): boolean {
  const needed = scopesToUndo(step, report);
  return needed.length > 0 && needed.every((scope) => isAllowed(parseScope(scope), scopes));
}

/** What takes a sound report's steps back inside the scopes; `digests` are of filesOfReport(). */
export function planUndo(
  report: StoredReport,
  { undoId, scopes, digests, undone }: {
    readonly undoId: string;
    readonly scopes: readonly Scope[];
    readonly digests: ReadonlyMap<string, FileDigest | null>;
    /** Ids of steps that were taken back before. */
    readonly undone: ReadonlySet<string>;
  },
): Undo {
  const steps = report.steps.filter((step) =>
    isInsideUndo(step, report, scopes) && canBeTakenBack(step) && !undone.has(step.id)
  );
  const takenBack = new Set(steps);
  const left = report.steps.filter((step) => !takenBack.has(step)).map((step) => ({
    id: step.id,
    scope: step.scope,
    reason: undone.has(step.id)
      ? "It was taken back before"
      : step.changes.length === 0
      ? "It cannot be taken back"
      : !canBeTakenBack(step)
      ? "What was disposable is deleted, and is not brought back"
      : `Outside the given scopes; it needs ${scopesToUndo(step, report).map((scope) => `--scope ${scope}`).join(" ")}`,
  }));
  const changes = changesToTakeBack(steps);
  const stale = changes.flatMap(({ path, before, after, kept_at: keptAt }): readonly Change[] => {
    const found = digests.get(path)?.sha256;
    if (found !== after?.sha256) {
      const what = found === undefined ? "is gone" : after === null ? "is there again" : "has been changed";
      return [{ target: path, message: `"${path}" ${what} since the ${report.kind}` }];
    }
    return keptAt === null || digests.get(keptAt)?.sha256 === before?.sha256
      ? []
      : [{ target: keptAt, message: `What was kept of "${path}" is not what the report says` }];
  });
  return {
    steps,
    left,
    stale,
    changes: changes.map(({ path, before, after, kept_at: keptAt }) => ({
      change: {
        path,
        before: after,
        after: before,
        kept_at: after === null ? null : keptBefore(undoId, path),
      },
      content: keptAt === null ? null : { kind: "copy", from: keptAt },
    })),
  };
}

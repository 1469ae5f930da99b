/**
 * Repair planning: findings in, steps out. Only rebuildable and disposable state is ever rewritten or removed; durable
 * state is at most appended to or left for a person (design.md, "Repair").
 */
import { temporaryFiles } from "../checks/disposable.ts";
import { isOpenConflict } from "../conflicts.ts";
import type { Diagnosis } from "../diagnosis.ts";
import type { Finding } from "../model/documents/health.ts";
import type { RepairData, RepairReport } from "../model/documents/repair.ts";
import type { RepairPlan, RepairStep } from "../model/repair_plan.ts";
import type { StateSnapshot, StoreSnapshot } from "../model/snapshot.ts";
import { plural } from "../render/words.ts";
import { isAllowed, type Scope, scopeText } from "./scope.ts";

type Draft = Omit<RepairStep, "order" | "scope"> & { readonly finding: Finding; readonly needs: Scope };

export interface PlanRequest {
  readonly snapshot: StateSnapshot;
  readonly diagnosis: Diagnosis;
  /** Empty means everything. */
  readonly scopes: readonly Scope[];
  readonly generatedAt: string;
  readonly sha256Hex: (text: string) => string;
}

/** The dry run's document: the report, the plan of what is in scope, and what is left out and why. */
export function planRepair(request: PlanRequest): Omit<RepairData, "saved_to"> {
  const { diagnosis, scopes } = request;
  const possible = distinctSteps(
    diagnosis.findings.flatMap((finding) => draftStep(finding, request.snapshot.store) ?? []),
  );
  const blocked = possible.filter((draft) => draft.kind === "rebuild" && isHistoryInDoubt(diagnosis));
  const drafts = possible.filter((draft) => !blocked.includes(draft));
  const inScope = drafts.filter((draft) => scopes.length === 0 || isAllowed(draft.needs, scopes));
  const outside = drafts.filter((draft) => !inScope.includes(draft));
  const steps = inScope.map(({ finding: _finding, needs, ...step }, index) => ({
    order: index + 1,
    ...step,
    scope: scopeText(needs),
  }));
  const review = diagnosis.findings.filter((finding) =>
    finding.recommendation.needs_review && finding.severity !== "info"
  );
  return {
    mode: "dry_run",
    health: diagnosis.health,
    scopes: scopes.map(scopeText),
    required_scopes: [...new Set(drafts.map((draft) => scopeText(draft.needs)))],
    report: buildReport(inScope, review, diagnosis),
    plan: buildPlan(request, steps, { blocked, review }),
    not_applied: outside.map((draft) => ({
      id: draft.id,
      scope: scopeText(draft.needs),
      reason: `Outside the given scopes; it needs --scope ${scopeText(draft.needs)}`,
    })),
    needs_review: review.map((finding) => ({
      finding: finding.id,
      target: finding.target,
      message: finding.message,
      choices: [finding.recommendation.action],
    })),
  };
}

/** A rebuild would make a changed history the accepted one, and overwrite the checkpoint that tells of the change. */
function isHistoryInDoubt({ findings }: Diagnosis): boolean {
  return findings.some((finding) => finding.id === "journal.history-rewritten");
}

/** The step that answers a finding, or null where only a person can. */
function draftStep(finding: Finding, store: StoreSnapshot | null): Draft | null {
  const { target } = finding;
  switch (finding.id) {
    case "journal.torn-tail":
    case "journal.unsealed-tail":
      return {
        finding,
        needs: { kind: "journal" },
        id: "seal-journal",
        kind: "seal",
        destructive: false,
        description: "Append a newline to the journal, so that its last line cannot run into the next event",
        expected_result: "Every byte of the journal stays, and it ends with a newline",
        durability: "durable",
        paths: ["journal.jsonl"],
      };
    case "index.corrupt":
    case "index.stale":
    case "index.missing":
      return rebuildStep(finding, target);
    case "layout.unfinished-write":
      return dropStep(finding, [target], {
        description: `Drop the unfinished write "${target}"`,
        expected_result: "The file is gone; the file that it should have replaced is untouched",
      });
    case "disposable.stale-lock":
      return dropStep(finding, [target], {
        description: `Drop the lock "${target}", whose owner is gone`,
        expected_result: "The lock is gone, and whoever respects it can work again",
      });
    case "disposable.leftover":
      return dropStep(finding, leftoverFiles(store, target), {
        description: `Drop "${target}", which interrupted work left behind`,
        expected_result: "The temporary files are gone; nothing durable was among them",
      });
    default:
      return null;
  }
}

function dropStep(
  finding: Finding,
  paths: readonly string[],
  words: Pick<Draft, "description" | "expected_result">,
): Draft {
  return {
    finding,
    needs: { kind: "disposable" },
    id: `drop-${finding.target}`,
    kind: "drop",
    destructive: false,
    ...words,
    durability: "disposable",
    paths,
  };
}

function leftoverFiles(store: StoreSnapshot | null, target: string): readonly string[] {
  const files = store === null ? [] : temporaryFiles(store);
  return files.map(({ path }) => path).filter((path) => path === target || path.startsWith(`${target}/`));
}

function rebuildStep(finding: Finding, target: string): Draft {
  const [kind, id = ""] = target.split(/:(.*)/s);
  const isCheckpoint = kind === "checkpoint";
  return {
    finding,
    needs: { kind: isCheckpoint ? "checkpoint" : "index", id },
    id: `rebuild-${target}`,
    kind: "rebuild",
    destructive: false,
    description: `Rebuild ${isCheckpoint ? "the checkpoint" : "the index"} "${id}" from the journal`,
    expected_result: `${target} is healthy and covers the whole journal`,
    durability: "rebuildable",
    paths: isCheckpoint ? [`checkpoints/${id}.json`] : [`indexes/${id}.json`, `indexes/${id}.entries.ndjson`],
  };
}

/** Two findings can ask for the same step: it is carried out once. */
function distinctSteps(drafts: readonly Draft[]): readonly Draft[] {
  return [...new Map(drafts.map((draft) => [draft.id, draft])).values()];
}

function buildReport(steps: readonly Draft[], review: readonly Finding[], { catalog }: Diagnosis): RepairReport {
  const paths = (kind: string) => steps.filter((step) => step.kind === kind).flatMap((step) => step.paths);
  const [rebuilt, dropped, appended] = [paths("rebuild"), paths("drop"), paths("seal")];
  const targets = (prefix: string) =>
    [
      ...new Set([...steps.map((step) => step.finding), ...review].map(({ target }) => target)),
    ].filter((target) => target.startsWith(prefix));
  return {
    sentences: [
      "This is a preview: nothing was modified",
      steps.length === 0
        ? "There is nothing that repair would change"
        : `Repair would carry out ${plural(steps.length, "step")} and would not modify user data`,
      ...(review.length === 0
        ? []
        : [`${plural(review.length, "finding needs", "findings need")} a person and would be left alone`]),
    ],
    failed: steps.map((step) => step.finding.id),
    affected_objects: targets("object:"),
    affected_actors: targets("actor:"),
    preserved: ["Every durable record and every byte of the journal"],
    rebuilt,
    quarantined: [],
    appended,
    dropped,
    unresolved_conflicts: catalog.ofKind("conflict").filter(({ record }) => isOpenConflict(record)).flatMap(({ id }) =>
      id ?? []
    ),
    policy_decisions: [],
    next_actions: [...new Set(review.map((finding) => finding.recommendation.action))],
  };
}

const NO_OP: Omit<RepairStep, "order"> = {
  id: "no_op",
  kind: "control",
  destructive: false,
  description: "Nothing needs a repair that could be carried out automatically",
  expected_result: "The store stays as it is",
  scope: null,
  durability: "disposable",
  paths: [],
};

/** What the plan leaves out until a person has decided. */
interface LeftOut {
  readonly blocked: readonly Draft[];
  readonly review: readonly Finding[];
}

function buildPlan(request: PlanRequest, steps: readonly RepairStep[], { blocked, review }: LeftOut): RepairPlan {
  const { diagnosis, generatedAt, snapshot } = request;
  const journal = snapshot.store?.journal;
  const identity = JSON.stringify([snapshot.store?.root, journal?.bytes, journal?.sha256, steps]);
  return {
    schema: "sourceos.repair-plan/v1alpha1",
    generated_at: generatedAt,
    source_report: { schema: "sourceos.cli.sync-doctor/v1", component: "sourceos-sync", generated_at: generatedAt },
    plan_id: `repair-plan-${request.sha256Hex(identity).slice(0, 16)}`,
    status: "preview",
    severity: diagnosis.health.severity,
    summary: steps.length === 0
      ? "No repair that could be carried out automatically is needed"
      : `${plural(steps.length, "step")}, none of them destructive`,
    policy: {
      engine: "policy-fabric",
      required_grants: ["sourceos.repair/preview"],
      destructive_grants_required: ["sourceos.repair/apply", "sourceos.purge/apply"],
      destructive_actions_present: false,
    },
    preconditions: [{
      id: "journal-unchanged",
      status: "expected",
      check: `The journal's first ${journal?.bytes ?? 0} bytes hash to sha256 ${journal?.sha256 ?? "unknown"}`,
    }],
    checkpoint: { required: steps.length > 0, type: "copy-before-write", write_audit_record: steps.length > 0 },
    steps: steps.length === 0 ? [{ order: 1, ...NO_OP }] : steps,
    blocked_steps: [
      ...blocked.map(({ id }) => ({
        id,
        reason:
          "The journal's history was rewritten or cut short: nothing is rebuilt from it until a person has decided",
      })),
      ...review.map((finding) => ({
        id: `${finding.id}:${finding.target}`,
        reason: `A person has to decide: ${finding.recommendation.action}`,
      })),
    ],
    rollback: { available: true, strategy: "restore-checkpoint", requires_operator_approval: false },
    postconditions: steps.map((step) => step.expected_result),
  };
}

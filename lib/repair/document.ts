/** A predicted repair as the documents that others read: the plan and the dry run's answer around it. */
import { canonicalJson } from "../text/stringify_json.ts";
import { changeText } from "../change/standing.ts";
import type { ChangeIntent, FileChange } from "../model/change.ts";
import type { Finding } from "../model/documents/health.ts";
import type { RepairData, RepairOutcome } from "../model/documents/repair.ts";
import type { RepairPlan, RepairStep } from "../model/repair_plan.ts";
import { plural } from "../text/words.ts";
import { type Draft, pathsOf } from "./drafts.ts";
import { type PlanRequest, type PredictedStep, type PredictedSteps, predictSteps, type RepairDraft } from "./plan.ts";
import type { StoreBytes } from "./predict.ts";
import { type Recording, storeId } from "../change/recording.ts";
import { buildReport } from "./report.ts";
import { type Scope, scopeText } from "../change/scope.ts";
import type { Sha256Hex } from "../text/sha256.ts";

/** The scopes that apply all that was planned: what lies outside the given ones is no part of it. */
export function scopesToApply(
  { plan, required_scopes: required }: Pick<RepairData, "plan" | "required_scopes">,
): readonly string[] {
  const isRecovery = plan?.steps.some(({ kind }) => kind === "recover") === true;
  return isRecovery ? required : [...new Set(plan?.steps.flatMap(({ scope }) => scope ?? []))];
}

/** The dry run's document. Without the store's bytes the plan tells what would be done, and cannot be applied. */
export function planDocument(
  request: PlanRequest,
  draft: RepairDraft,
  bytes: StoreBytes | null,
): Omit<RepairData, "saved_to"> {
  const { diagnosis, scopes } = request;
  const { steps, outside, review, recovers } = draft;
  return {
    mode: "dry_run",
    health: diagnosis.health,
    scopes: scopes.map(scopeText),
    required_scopes: draft.requiredScopes,
    report: {
      ...buildReport({ done: false, steps, review, diagnosis, journal: bytes?.folded?.summary ?? null }),
      ...(recovers === null ? {} : { sentences: recoverySentences(recovers) }),
    },
    plan: buildPlan(request, draft, bytes === null ? null : predictSteps(request, draft, bytes)),
    outcome: null,
    not_applied: outside.map(notInScope),
    needs_review: review.map(reviewItem),
  };
}

/** A finding that is left for a person. */
export function reviewItem({ id, target, message, recommendation }: Finding): RepairData["needs_review"][number] {
  return { finding: id, target, message, choices: [recommendation.action] };
}

/** The answer of a change that did nothing, which one that did something goes on from. */
export function changeData(
  { mode, health, scopes, report, outcome }: Pick<RepairData, "mode" | "health" | "report"> & {
    readonly scopes: readonly Scope[];
    readonly outcome: RepairOutcome;
  },
): RepairData {
  return {
    mode,
    health,
    scopes: scopes.map(scopeText),
    required_scopes: [],
    report,
    plan: null,
    outcome,
    not_applied: [],
    needs_review: [],
    saved_to: null,
  };
}

/** A step that no given scope allows. */
export function notInScope({ id, needs }: Draft): RepairData["not_applied"][number] {
  const scope = scopeText(needs);
  return { id, scope, reason: `Outside the given scopes; it needs --scope ${scope}` };
}

const NO_OP: Omit<RepairStep, "order"> = {
  id: "no_op",
  kind: "control",
  destructive: false,
  description: "Nothing needs a repair that could be applied automatically",
  expected_result: "The store stays as it is",
  scope: null,
  durability: "disposable",
  paths: [],
  changes: [],
  inverse: "There is nothing to undo",
};

/** The plan, whose id is a hash of all else in it; what was not predicted is bound to no store. */
export function buildPlan(request: PlanRequest, draft: RepairDraft, predicted: PredictedSteps | null): RepairPlan {
  const { diagnosis, generatedAt, scopes, snapshot: { store }, sha256Hex } = request;
  const steps = predicted === null ? draft.steps.map((step) => ({ draft: step, changes: [] })) : predicted.steps;
  const { recording } = draft;
  const record = recording === null ? [] : [recordStep(recording, predicted?.manifest?.change ?? null)];
  const recovery = draft.recovers === null ? [] : [recoverStep(draft.recovers)];
  const all = [...recovery, ...steps.map(stepOf), ...record];
  const journal = {
    existed: store?.journal.state === "present",
    bytes: store?.journal.bytes ?? 0,
    sha256: store?.journal.sha256 ?? sha256Hex(""),
  };
  const touched = all.flatMap(({ changes }) => changes);
  const plan: Omit<RepairPlan, "plan_id"> = {
    schema: "sourceos.repair-plan/v1alpha1",
    generated_at: generatedAt,
    source_report: {
      schema: "sourceos.cli.sync-doctor/v1",
      component: "sourceos-sync",
      generated_at: generatedAt,
      scopes: scopes.map(scopeText),
      report_id: recording?.reportId ?? "",
      binding: predicted === null || recording === null || store === null ? null : {
        store_id: storeId(store, sha256Hex),
        root: store.real_root,
        journal,
        appended: {
          text: recording.appended,
          event_id: recording.eventId,
          image: recording.append.range.appended,
        },
      },
    },
    status: "preview",
    severity: diagnosis.health.severity,
    summary: draft.recovers !== null
      ? "An interrupted change is finished or taken back before anything else"
      : draft.steps.length === 0
      ? "No repair that could be applied automatically is needed"
      : `${plural(draft.steps.length, "step")}, none of them destructive`,
    policy: {
      engine: "policy-fabric",
      required_grants: ["sourceos.repair/preview"],
      destructive_grants_required: ["sourceos.repair/apply", "sourceos.purge/apply"],
      destructive_actions_present: false,
    },
    preconditions: [
      {
        id: "journal-unchanged",
        status: "expected",
        check: `The journal has ${journal.bytes} bytes, and they hash to sha256 ${journal.sha256}`,
        path: "journal.jsonl",
        image: journal.existed ? { sha256: journal.sha256, bytes: journal.bytes } : null,
      },
      ...touched.map(({ path, before }) => ({
        id: `file-unchanged:${path}`,
        status: "expected",
        check: before === null ? `There is no "${path}"` : `"${path}" hashes to sha256 ${before.sha256}`,
        path,
        image: before,
      })),
    ],
    checkpoint: { required: steps.length > 0, type: "copy-before-write", write_audit_record: steps.length > 0 },
    steps: (all.length === 0 ? [NO_OP] : all).map((step, index) => ({ order: index + 1, ...step })),
    blocked_steps: [
      ...draft.blocked,
      ...draft.review.map((finding) => ({
        id: `${finding.id}:${finding.target}`,
        reason: `A person has to decide: ${finding.recommendation.action}`,
      })),
    ],
    rollback: { available: true, strategy: "restore-checkpoint", requires_operator_approval: false },
    postconditions: all.map((step) => step.expected_result),
  };
  return { ...plan, plan_id: planIdOf(plan, sha256Hex) };
}

/** The id that a plan with this content has: whoever edits a plan changes it. */
export function planIdOf(plan: Omit<RepairPlan, "plan_id">, sha256Hex: Sha256Hex): string {
  return `repair-plan-${sha256Hex(canonicalJson(plan)).slice(0, 32)}`;
}

function recoverySentences(intent: ChangeIntent): readonly string[] {
  return [
    "This is a preview: nothing was modified",
    `${
      changeText(intent)
    } was interrupted. Repair would complete it where all of its new files are there, and take it ` +
    "back where they are not",
    "User data would not be modified, and nothing else can be planned until then",
  ];
}

/** What an interrupted change needs; its own scopes are what it is finished with. */
function recoverStep(intent: ChangeIntent): Omit<RepairStep, "order"> {
  return {
    id: `recover-${intent.change_id}`,
    kind: "recover",
    destructive: false,
    description: `Complete the interrupted ${intent.kind} "${intent.change_id}", or take it back`,
    expected_result: "Every file is as that change planned it, or every file is as it was before",
    scope: intent.scopes[0] ?? null,
    durability: "rebuildable",
    paths: intent.changes.map(({ path }) => path),
    changes: [],
    inverse: "Where it was completed, its report can be undone",
  };
}

function stepOf({ draft, changes }: PredictedStep): Omit<RepairStep, "order"> {
  const { id, action, description, expected_result, durability, needs } = draft;
  return {
    id,
    kind: KINDS[action.kind],
    destructive: false,
    description,
    expected_result,
    scope: scopeText(needs),
    durability,
    paths: [...pathsOf(action)],
    changes: changes.map(({ change }) => change),
    inverse: INVERSES[action.kind],
  };
}

const KINDS: Readonly<Record<Draft["action"]["kind"], string>> = {
  seal: "seal",
  rebuild_index: "rebuild",
  rebuild_checkpoint: "rebuild",
  drop: "drop",
  quarantine: "quarantine",
  resume: "resume",
};

const PUT_BACK = "Put back the earlier file, which is kept with the report, or remove the new one where there was none";
const INVERSES: Readonly<Record<Draft["action"]["kind"], string>> = {
  seal: "None: the journal is only ever appended to",
  rebuild_index: PUT_BACK,
  rebuild_checkpoint: PUT_BACK,
  drop: "Put back the file, which is kept with the report",
  quarantine: "Put back the file from quarantine",
  resume: PUT_BACK,
};

/** Every repair ends with it, whatever its scopes: what is not recorded is not done. */
function recordStep(
  { reportId, eventId, activeGeneration }: Recording,
  manifest: FileChange | null,
): Omit<RepairStep, "order"> {
  return {
    id: "record-repair",
    kind: "record",
    destructive: false,
    description:
      `Append event ${eventId} to the journal, count it as generation ${activeGeneration}, and write the report`,
    expected_result: `The journal, the manifest and repair-reports/${reportId}.json tell of the repair`,
    scope: null,
    durability: "durable",
    paths: ["journal.jsonl", "manifest.json", `repair-reports/${reportId}.json`],
    changes: manifest === null ? [] : [manifest],
    inverse: "None: an undo is recorded by an event of its own",
  };
}

/** A predicted repair as the plan that others read, and what of a plan follows from its own steps. */
import { integrityEventPath, keepsIntegrityEvents, REPAIRED } from "../change/integrity_events.ts";
import { pathsOfIntent } from "../change/intent.ts";
import { JOURNAL_PATH, MANIFEST_PATH, reportPath } from "../change/paths.ts";
import { type EventRecording, type Recording, storeId } from "../change/recording.ts";
import { scopeText } from "../change/scope.ts";
import { INVENTORY_PATH } from "../derived/inventory.ts";
import type { ChangeIntent, FileChange } from "../model/change.ts";
import type { PlanBinding, RepairPlan, RepairStep } from "../model/repair_plan.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { TOOL } from "../model/tool.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import { listText, plural } from "../text/words.ts";
import { type Draft, pathsOf } from "./drafts.ts";
import type { PlanRequest, PredictedStep, PredictedSteps, RepairDraft } from "./plan.ts";

/** A step that does not know its place yet. */
export type Unordered = Omit<RepairStep, "order">;

const NO_OP: Unordered = {
  id: "no_op",
  kind: "control",
  destructive: false,
  description: "There is nothing that repair can do by itself",
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
  const record = recording === null || store === null ? [] : [recordStep(recording, {
    work: "repair",
    manifest: predicted?.manifest?.change ?? null,
    events: keepsIntegrityEvents(store) ? [integrityEventPath(recording.reportId, REPAIRED)] : [],
  })];
  const recovery = draft.recovers === null ? [] : [recoverStep(draft.recovers)];
  return completePlan({
    generatedAt,
    store,
    recording,
    isBound: predicted !== null,
    steps: [...recovery, ...steps.map(stepOf), ...record],
    source: {
      schema: "sourceos.cli.sync-doctor/v1",
      scopes: scopes.map(scopeText),
      basis_sha256: basisOf(request, draft, predicted),
    },
    severity: diagnosis.health.severity,
    blocked: [
      ...draft.blocked,
      ...draft.review.map((finding) => ({
        id: `${finding.id}:${finding.target}`,
        reason: `A person has to decide: ${finding.recommendation.action}`,
      })),
    ],
  }, sha256Hex);
}

interface PlanParts {
  readonly generatedAt: string;
  readonly store: StoreSnapshot | null;
  readonly recording: EventRecording | null;
  /** Whether the store's bytes were looked at. */
  readonly isBound: boolean;
  readonly steps: readonly Unordered[];
  readonly source: Pick<RepairPlan["source_report"], "schema" | "scopes" | "basis_sha256" | "decision">;
  readonly severity: RepairPlan["severity"];
  readonly blocked: RepairPlan["blocked_steps"];
}

/** The plan of these steps, bound to the store as it is; whatever is planned is put together here. */
export function completePlan(
  { generatedAt, store, recording, isBound, steps, source, severity, blocked }: PlanParts,
  sha256Hex: Sha256Hex,
): RepairPlan {
  const journal = {
    existed: store?.journal.state === "present",
    bytes: store?.journal.bytes ?? 0,
    sha256: store?.journal.sha256 ?? sha256Hex(""),
  };
  const frame = frameOf(steps, journal);
  const { schema, scopes, ...further } = source;
  const plan: Omit<RepairPlan, "plan_id"> = {
    schema: "sourceos.repair-plan/v1alpha1",
    generated_at: generatedAt,
    source_report: {
      schema,
      component: "sourceos-sync",
      generated_at: generatedAt,
      scopes,
      report_id: recording?.reportId ?? "",
      binding: !isBound || recording === null || store === null ? null : {
        store_id: storeId(store, sha256Hex),
        root: store.real_root,
        journal,
        appended: {
          text: recording.appended,
          event_id: recording.eventId,
          image: recording.append.range.appended,
        },
      },
      ...further,
    },
    status: "preview",
    severity,
    summary: frame.summary,
    policy: {
      engine: "policy-fabric",
      required_grants: ["sourceos.repair/preview"],
      destructive_grants_required: ["sourceos.repair/apply", "sourceos.purge/apply"],
      destructive_actions_present: false,
    },
    preconditions: frame.preconditions,
    checkpoint: frame.checkpoint,
    steps: frame.steps,
    blocked_steps: blocked,
    rollback: { available: true, strategy: "restore-checkpoint", requires_operator_approval: false },
    postconditions: frame.postconditions,
  };
  return { ...plan, plan_id: planIdOf(plan, sha256Hex) };
}

/** What of a plan follows from its steps, and from the journal that it is bound to. */
export function frameOf(
  all: readonly Unordered[],
  journal: PlanBinding["journal"],
): Pick<RepairPlan, "summary" | "preconditions" | "checkpoint" | "steps" | "postconditions"> {
  const count = all.filter(({ kind }) => kind !== "recover" && kind !== "record").length;
  return {
    summary: all.some(({ kind }) => kind === "recover")
      ? "An interrupted change is finished or taken back before anything else"
      : count === 0
      ? "There is nothing that repair can do by itself"
      : `${plural(count, "step")}, none of them destructive`,
    preconditions: [
      {
        id: "journal-unchanged",
        status: "expected",
        check: `The journal has ${journal.bytes} bytes, and they hash to sha256 ${journal.sha256}`,
        path: JOURNAL_PATH,
        image: journal.existed ? { sha256: journal.sha256, bytes: journal.bytes } : null,
      },
      ...all.flatMap(({ changes }) => changes).map(({ path, before }) => ({
        id: `file-unchanged:${path}`,
        status: "expected",
        check: before === null ? `There is no "${path}"` : `"${path}" hashes to sha256 ${before.sha256}`,
        path,
        image: before,
      })),
    ],
    checkpoint: { required: count > 0, type: "copy-before-write", write_audit_record: count > 0 },
    steps: (all.length === 0 ? [NO_OP] : all).map((step, index) => ({ order: index + 1, ...step })),
    postconditions: all.map((step) => step.expected_result),
  };
}

/** The id that a plan with this content has: whoever edits a plan changes it. */
export function planIdOf(plan: Omit<RepairPlan, "plan_id">, sha256Hex: Sha256Hex): string {
  return `repair-plan-${sha256Hex(canonicalJson(plan)).slice(0, 32)}`;
}

/** The digest of all that a plan rests on but the bytes of the store, each of which it is bound to by itself. */
function basisOf(
  { diagnosis, sha256Hex }: PlanRequest,
  { steps, outside, blocked }: RepairDraft,
  predicted: PredictedSteps | null,
): string {
  const drafts = [...steps, ...outside].map(({ id, needs, description, expected_result: result, durability }) => [
    id,
    scopeText(needs),
    description,
    result,
    durability,
  ]);
  const findings = diagnosis.findings.map(({ id, target, severity, recommendation }) => [
    id,
    target,
    severity,
    recommendation.action,
  ]);
  return sha256Hex(canonicalJson([
    TOOL.version,
    diagnosis.health.severity,
    findings,
    drafts,
    blocked.map(({ id, reason }) => [id, reason]),
    // The one file whose bytes follow from records that the plan is not bound to.
    predicted?.steps.flatMap(({ changes }) => changes).find(({ change }) => change.path === INVENTORY_PATH)
      ?.change.after ?? null,
  ]));
}

/** What an interrupted change needs; its own scopes are what it is finished with. */
function recoverStep(intent: ChangeIntent): Unordered {
  return {
    id: `recover-${intent.change_id}`,
    kind: "recover",
    destructive: false,
    description: `Complete the interrupted ${intent.kind} "${intent.change_id}", or take it back`,
    expected_result: "Every file is as that change planned it, or every file is as it was before",
    scope: intent.scopes[0] ?? null,
    durability: "rebuildable",
    paths: [...pathsOfIntent(intent)],
    changes: [],
    inverse: "Where it was completed, its report can be undone",
  };
}

/** The step as the plan has it. */
export function stepOf({ draft, changes }: PredictedStep): Unordered {
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

export const PUT_BACK =
  "Put back the earlier file, which is kept with the report, or remove the new one where there was none";
const INVERSES: Readonly<Record<Draft["action"]["kind"], string>> = {
  seal: "None: the journal is only ever appended to",
  rebuild_index: PUT_BACK,
  rebuild_checkpoint: PUT_BACK,
  drop: "None: what is disposable is deleted, and its name, size and digest stay in the report",
  quarantine: "Put back the file from quarantine",
  resume: PUT_BACK,
};

/** Every plan ends with it, whatever its scopes: what is not recorded is not done. */
export function recordStep(
  { reportId, eventId, activeGeneration }: Recording,
  { work, manifest, events }: {
    readonly work: "repair" | "decision";
    readonly manifest: FileChange | null;
    /** The files of its integrity events. */
    readonly events: readonly string[];
  },
): Unordered {
  const told = [reportPath(reportId), ...events];
  const written = events.length === 0
    ? "the report"
    : `the report and ${events.length === 1 ? "an integrity event" : plural(events.length, "integrity event")}`;
  return {
    id: `record-${work}`,
    kind: "record",
    destructive: false,
    description:
      `Append event ${eventId} to the journal, count it as generation ${activeGeneration}, and write ${written}`,
    expected_result: `${listText(["The journal", "the manifest", ...told])} tell of the ${work}`,
    scope: null,
    durability: "durable",
    paths: [JOURNAL_PATH, MANIFEST_PATH, ...told],
    changes: manifest === null ? [] : [manifest],
    inverse: "None: an undo is recorded by an event of its own",
  };
}

/**
 * A change of the store as one piece: its work, the manifest that counts its events, the report and the integrity events
 * that tell of it, and the lines for the journal. Repair, undo, import and the record of a trial are put together here and nowhere else.
 */
import type { ChangeRequest, ChangeWithContent, FileChange, FileDigest } from "../model/change.ts";
import type { ChangeKind } from "../model/change_kinds.ts";
import type { RepairReport } from "../model/documents/repair.ts";
import type { RepairPlan } from "../model/repair_plan.ts";
import { REPORT_SCHEMA, type StoredReport } from "../model/repair_report.ts";
import type { RestoreTrial } from "../model/restore_trial.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { TOOL } from "../model/tool.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { type IntegrityEvent, integrityEventFiles, keepsIntegrityEvents } from "./integrity_events.ts";
import { reportPath } from "./paths.ts";
import { manifestChange, type Recording } from "./recording.ts";
import { type Scope, scopeText } from "./scope.ts";
import { writtenFile } from "./text_file.ts";
import type { Sha256Hex } from "../text/sha256.ts";

/** What repair, undo and import each say of the change that they make. */
interface ChangeWork {
  readonly kind: ChangeKind;
  readonly planId: string | null;
  /** The report whose changes this one takes back. */
  readonly undoes: string | null;
  /** When it is applied. */
  readonly at: string;
  readonly scopes: readonly Scope[];
  readonly report: RepairReport;
  readonly steps: StoredReport["steps"];
  /** What it does to the store's files. */
  readonly changes: readonly ChangeWithContent[];
  /** Those of them that the report names beside its steps. */
  readonly named?: readonly FileChange[];
  /** What the readers of integrity events are told of it, where the store keeps any. */
  readonly told: readonly IntegrityEvent[];
}

interface RecordedChange {
  readonly report: StoredReport;
  readonly request: ChangeRequest;
}

/** The change of the store with all that it records; `manifest` is the manifest's file as it is now. */
export function recordChange(
  work: ChangeWork,
  recording: Recording,
  { store, manifest: before, sha256Hex }: {
    readonly store: StoreSnapshot;
    readonly manifest: FileDigest | null;
    readonly sha256Hex: Sha256Hex;
  },
): RecordedChange {
  const manifest = manifestChange(recording, before, sha256Hex);
  const told = keepsIntegrityEvents(store) ? work.told : [];
  const report: StoredReport = {
    schema: REPORT_SCHEMA,
    record_id: recording.reportId,
    kind: work.kind,
    tool: TOOL,
    plan_id: work.planId,
    undoes: work.undoes,
    created_at: work.at,
    updated_at: work.at,
    event_id: recording.eventId,
    scopes: work.scopes.map(scopeText),
    report: work.report,
    steps: work.steps,
    changes: [...work.named ?? [], manifest.change],
  };
  return {
    report,
    request: {
      id: report.record_id,
      kind: report.kind,
      planId: report.plan_id,
      scopes: report.scopes,
      startedAt: report.created_at,
      changes: [
        ...work.changes,
        manifest,
        reportChange(report, sha256Hex),
        ...integrityEventFiles(told, { reportId: report.record_id, at: work.at, sha256Hex }),
      ],
      append: recording.append,
    },
  };
}

/** The change that keeps the record of a trial, which changed nothing that the journal or the manifest could tell of. */
export function recordTrial(record: RestoreTrial, sha256Hex: Sha256Hex): ChangeRequest {
  return {
    id: record.record_id,
    kind: "import",
    planId: null,
    scopes: [],
    startedAt: record.created_at,
    changes: [reportChange(record, sha256Hex)],
    append: null,
  };
}

/** The report as a new file of the store. */
function reportChange(report: StoredReport | RestoreTrial, sha256Hex: Sha256Hex): ChangeWithContent {
  const id = report.record_id;
  return writtenFile({ path: reportPath(id), text: `${stringifyJson(report, 2)}\n`, before: null }, id, sha256Hex);
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

/** A drafted decision as a plan: the files as it will leave them, the event, the report, and what all of it rests on. */
import { integrityEventPath, keepsIntegrityEvents } from "../change/integrity_events.ts";
import { type EventRecording, manifestChange, recordingOf } from "../change/recording.ts";
import { MANIFEST_PATH } from "../change/paths.ts";
import { scopeText } from "../change/scope.ts";
import { writtenFile } from "../change/text_file.ts";
import type { ChangeWithContent, FileDigest } from "../model/change.ts";
import type { RepairPlan } from "../model/repair_plan.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { TOOL } from "../model/tool.ts";
import type { ConflictDecision } from "../model/conflict_decision.ts";
import { textOf } from "../model/fields.ts";
import { importPath } from "../import/paths.ts";
import type { NewEvent } from "../journal/append.ts";
import { isHidden } from "../policy/redaction.ts";
import { completePlan, PUT_BACK, recordStep, type Unordered } from "../repair/build_plan.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import { decisionTold } from "./told.ts";
import { importedConflict } from "../store/open_conflicts.ts";
import { writtenRecordText } from "./written.ts";
import { decidedRecordText, type DecisionDraft } from "./draft.ts";

/** What a plan is made from beside the draft. */
interface PlanFacts {
  readonly store: StoreSnapshot;
  /** Of each of filesOf(); null where there is none. */
  readonly digests: ReadonlyMap<string, FileDigest | null>;
  readonly generatedAt: string;
  readonly sha256Hex: Sha256Hex;
}

export interface PlannedDecision {
  readonly plan: RepairPlan;
  readonly recording: EventRecording;
  readonly changes: readonly ChangeWithContent[];
}

/** The files that a plan of the decision looks at. */
export function filesOf(draft: DecisionDraft): readonly string[] {
  const { conflict, object } = draft;
  return [
    ...new Set([conflict.path, ...(object === null ? [] : [object.path]), ...writtenPaths(draft), MANIFEST_PATH]),
  ];
}

/** The plan. The same draft on the same store gives the same plan, and the bytes that it predicts. */
export function planDecision(draft: DecisionDraft, facts: PlanFacts): PlannedDecision {
  const { decision, conflict, needs } = draft;
  const { store, digests, generatedAt: at, sha256Hex } = facts;
  const { conflict_id, object_id, option, actor_id } = decision;
  const recording = recordingOf(store, {
    kind: "decision",
    at,
    identity: [canonicalJson(decision)],
    producer: actor_id,
    payload: { decision: { conflict_id, object_id, option } },
    objectEvents: (reportId) => objectEvents(decision, { reportId, at }),
    sha256Hex,
  });
  const written = (path: string, text: string): ChangeWithContent =>
    writtenFile({ path, text, before: digests.get(path) ?? null }, recording.reportId, sha256Hex);
  const changes = [
    written(conflict.path, decidedRecordText(conflict.record, decision, at)),
    ...writtenPaths(draft).map((path) => ({ ...written(path, objectText(draft, at)), isSecret: isSecretOf(decision) })),
  ];
  const step: Unordered = {
    id: `decide-${conflict_id}`,
    kind: "decide",
    destructive: false,
    description: `Select "${option}" on the decision card of conflict "${conflict_id}", for ${actor_id}${
      alsoText(decision)
    }`,
    expected_result: `Conflict "${conflict_id}" is resolved, and nothing else in its record has changed`,
    scope: scopeText(needs),
    durability: "durable",
    paths: changes.map(({ change }) => change.path),
    changes: changes.map(({ change }) => change),
    inverse: option === "fork" ? "The new object is taken away, where nothing rests on it" : PUT_BACK,
  };
  const record = recordStep(recording, {
    work: "decision",
    manifest: manifestChange(recording, digests.get(MANIFEST_PATH) ?? null, sha256Hex).change,
    events: keepsIntegrityEvents(store)
      ? decisionTold(decision).map(({ name }) => integrityEventPath(recording.reportId, name))
      : [],
  });
  const plan = completePlan({
    generatedAt: at,
    store,
    recording,
    isBound: true,
    steps: [step, record],
    source: {
      schema: "sourceos.cli.sync-conflicts-decide/v1",
      scopes: [],
      basis_sha256: basisOf(draft, facts),
      decision,
    },
    severity: textOf(conflict.record, "severity") === "blocking" ? "error" : "warning",
    blocked: [],
  }, sha256Hex);
  return { plan, recording, changes };
}

/** Where the object's record lies that it writes; none for skip. */
function writtenPaths({ decision: { option, written }, object }: DecisionDraft): readonly string[] {
  if (written === undefined) return [];
  const path = option === "merge" ? object?.path ?? null : importPath("object", written.object_id);
  return path === null ? [] : [path];
}

function objectText({ decision, conflict }: DecisionDraft, at: string): string {
  return writtenRecordText(decision.written?.record ?? {}, {
    decision,
    imported: importedConflict(conflict.record),
    at,
  });
}

function isSecretOf({ written }: ConflictDecision): boolean {
  return written !== undefined && isHidden("object", written.record);
}

function alsoText({ option, written }: ConflictDecision): string {
  if (written === undefined) return "";
  return option === "fork"
    ? `, and write the other side as object "${written.object_id}"`
    : `, and write the merged record of object "${written.object_id}"`;
}

/** What the journal tells of the object that is written, before it tells of the decision. */
function objectEvents(
  { conflict_id, object_id, option, actor_id, written }: ConflictDecision,
  { reportId, at }: { readonly reportId: string; readonly at: string },
): readonly NewEvent[] {
  if (written === undefined) return [];
  return [{
    event_type: option === "fork" ? "add" : "update",
    lane: "normal",
    object_id: written.object_id,
    producer: actor_id,
    created_at: at,
    payload: { decision: { report_id: reportId, conflict_id, object_id, option } },
  }];
}

/** The digest of what the decision rests on and does not change: the object as it is, and who decides. */
function basisOf({ object, actor }: DecisionDraft, { digests, sha256Hex }: PlanFacts): string {
  return sha256Hex(canonicalJson([
    TOOL.version,
    object === null ? null : digests.get(object.path) ?? null,
    actor.record,
  ]));
}

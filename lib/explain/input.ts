/** What the answers about a subject are made from. */
import type { CheckpointJudgement, Finding } from "../model/documents/health.ts";
import type { RecordKind } from "../model/kinds.ts";
import type { RestoreTrial } from "../model/restore_trial.ts";
import type { Policy } from "../policy/decisions.ts";
import type { PlanBlockers } from "../policy/plan_blockers.ts";
import type { Catalog } from "../store/catalog.ts";
import type { JsonObject } from "../text/json.ts";
import type { History } from "./history.ts";
import type { Subject } from "./subject.ts";

export interface ExplainInput {
  readonly subject: Subject;
  readonly history: History;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly blockers: PlanBlockers;
  readonly findings: readonly Finding[];
  readonly checkpoints: readonly CheckpointJudgement[];
  /** The newest trial of a restore from which this very record came back. */
  trialOf(kind: RecordKind, id: string, record: JsonObject): RestoreTrial | null;
}

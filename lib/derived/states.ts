/** The state of derived data by the names that plans use for it. */
import type { CheckpointJudgement, IndexJudgement } from "../model/documents/health.ts";

interface JudgedDerived {
  readonly indexes: readonly IndexJudgement[];
  readonly checkpoints: readonly CheckpointJudgement[];
}

/** The state of each `index:ID` and `checkpoint:ID` that anything here knows of. */
export function derivedStates({ indexes, checkpoints }: JudgedDerived): ReadonlyMap<string, IndexJudgement["state"]> {
  return new Map([
    ...indexes.map(({ index_id: id, state }) => [`index:${id}`, state] as const),
    ...checkpoints.map(({ checkpoint_id: id, state }) => [`checkpoint:${id}`, state] as const),
  ]);
}

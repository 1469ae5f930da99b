/**
 * Sync plans that wait only for derived state which the repair makes whole. Their status is rebuildable state
 * (docs/domain.md, "Durability classes"); all else in their records stays as it is.
 */
import { textOf } from "../model/fields.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { derivedTargets } from "../store/named_ids.ts";
import { lookupOf } from "../store/lookup.ts";
import type { Policy } from "../policy/decisions.ts";
import { createPlanBlockers } from "../policy/plan_blockers.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import type { JsonObject } from "../text/json.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Draft } from "./drafts.ts";
import { type Refusal, refusalOfPlan } from "../policy/repair_refusals.ts";

export interface ResumeFacts {
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** The state of derived data once the repair is done, by its target (`index:ID`, `checkpoint:ID`). */
  readonly derived: ReadonlyMap<string, string>;
}

/**
 * The blocked plans that would wait for nothing more, and what policy has against some of them, by the step's id.
 */
export function resumeDrafts(
  store: StoreSnapshot,
  { catalog, policy, derived }: ResumeFacts,
): { readonly drafts: readonly Draft[]; readonly refusals: ReadonlyMap<string, Refusal> } {
  const lookup = lookupOf(store, catalog);
  const blockers = createPlanBlockers({ lookup, policy, derived });
  const drafts: Draft[] = [];
  const refusals = new Map<string, Refusal>();
  for (const plan of lookup.ofKind("plan")) {
    const waitsFor = derivedTargets(plan.record);
    if (textOf(plan.record, "status") !== "blocked" || waitsFor.length === 0) continue;
    const found = blockers.of(plan);
    if (found.some(({ target }) => waitsFor.includes(target))) continue;
    const refusal = refusalOfPlan(plan.record, policy);
    if (refusal === null && found.length > 0) continue;
    const draft = draftOf(plan, waitsFor);
    drafts.push(draft);
    if (refusal !== null) refusals.set(draft.id, refusal);
  }
  return { drafts, refusals };
}

function draftOf(plan: ReadableRecord, waitsFor: readonly string[]): Draft {
  const planId = plan.id ?? plan.path;
  return {
    finding: null,
    needs: { kind: "derived" },
    action: { kind: "resume", path: plan.path, record: plan.record },
    id: `resume-${planId}`,
    description: `Set plan "${planId}" from blocked to planned: it waited only for ${waitsFor.join(", ")}`,
    expected_result: `Plan "${planId}" is planned, and nothing else in it has changed`,
    durability: "rebuildable",
  };
}

/** The plan's record as it is once it may go on. */
export function resumedRecordText(record: JsonObject, at: string): string {
  return `${stringifyJson({ ...record, status: "planned", updated_at: at }, 2)}\n`;
}

/** Planning a decision on the state that was loaded: the pure draft, and the bytes that only the host can look at. */
import { type DecisionDraft, type DecisionRequest, draftDecision } from "../../lib/decide/draft.ts";
import { shownDecision } from "../../lib/decide/written.ts";
import type { RepairPlan } from "../../lib/model/repair_plan.ts";
import { filesOf, planDecision, type PlannedDecision } from "../../lib/decide/plan.ts";
import type { StoreBytes } from "../../lib/repair/predict.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { Host } from "../host/types/host.ts";
import type { LoadedState } from "../state/load.ts";

interface Planning extends PlannedDecision {
  readonly draft: DecisionDraft;
  readonly bytes: StoreBytes;
}

/** @throws CliError as draftDecision() does; io, denied or stale where the store's bytes cannot be looked at */
export async function planDecisionOf(
  { snapshot, catalog }: Pick<LoadedState, "snapshot" | "catalog">,
  { store, request, generatedAt }: {
    readonly store: StoreSnapshot;
    readonly request: DecisionRequest;
    readonly generatedAt: string;
  },
  host: Host,
): Promise<Planning> {
  const draft = draftDecision(request, { store, catalog, now: snapshot.taken_at, sha256Hex: host.sha256Hex });
  const bytes = await host.stores.readBytes(store, {
    paths: filesOf(draft),
    appended: "",
    folds: false,
    inventory: null,
  });
  const planned = planDecision(draft, { store, digests: bytes.digests, generatedAt, sha256Hex: host.sha256Hex });
  return { draft, bytes, ...planned };
}

/** The plan as an answer shows it, see shownDecision(): the saved one holds all that it writes. */
export function shownPlan(plan: RepairPlan): RepairPlan {
  const { decision, ...source } = plan.source_report;
  return decision === undefined ? plan : { ...plan, source_report: { ...source, decision: shownDecision(decision) } };
}

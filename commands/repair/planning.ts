/** Planning a repair of the state that was diagnosed: what the pure planner needs, and what only the host can look at. */
import { requireStateStore } from "../../lib/answers/absence.ts";
import { draftRepair, type PlanRequest, type RepairDraft } from "../../lib/repair/plan.ts";
import { pathsOfInventory } from "../../lib/repair/inventory.ts";
import type { StoreBytes } from "../../lib/repair/predict.ts";
import type { Scope } from "../../lib/change/scope.ts";
import type { DiagnosedState } from "../state/diagnose.ts";
import type { Host } from "../host/types/host.ts";

export interface Planning {
  readonly request: PlanRequest;
  readonly draft: RepairDraft;
  /** Null for a saved snapshot, which holds no bytes, and for what only a daemon shows. */
  readonly bytes: StoreBytes | null;
}

interface PlanningOptions {
  readonly scopes: readonly Scope[];
  readonly generatedAt: string;
  /** Files to look at beside those that are planned for. */
  readonly alsoLooksAt?: readonly string[];
}

/** @throws CliError no_state without a store; io, denied or stale where its bytes cannot be looked at */
export async function planRepairOf(
  state: DiagnosedState,
  { scopes, generatedAt, alsoLooksAt = [] }: PlanningOptions,
  host: Host,
): Promise<Planning> {
  const store = requireStateStore(state, "plan a repair");
  const request: PlanRequest = {
    snapshot: state.snapshot,
    diagnosis: state.diagnosis,
    scopes,
    generatedAt,
    sha256Hex: host.sha256Hex,
  };
  await host.begin("planning");
  const draft = draftRepair(request);
  const isOnDisk = store.origin === "disk" && state.source.kind === "store";
  const bytes = isOnDisk
    ? await host.stores.readBytes(store, {
      paths: [...new Set([...draft.looksAt, ...alsoLooksAt])],
      appended: draft.recording?.appended ?? "",
      folds: draft.folds,
      inventory: draft.inventory === null ? null : { paths: pathsOfInventory(draft.inventory), at: generatedAt },
    })
    : null;
  return { request, draft, bytes };
}

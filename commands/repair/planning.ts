/** Planning a repair of the state that was gathered: what the pure planner needs, and what only the host can look at. */
import { draftRepair, type PlanRequest, type RepairDraft } from "../../lib/repair/plan.ts";
import type { StoreBytes } from "../../lib/repair/predict.ts";
import type { Scope } from "../../lib/change/scope.ts";
import { type Gathered, requireStore } from "../state/load.ts";
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
  gathered: Gathered,
  { scopes, generatedAt, alsoLooksAt = [] }: PlanningOptions,
  host: Host,
): Promise<Planning> {
  const store = requireStore(gathered);
  const request: PlanRequest = {
    snapshot: gathered.snapshot,
    diagnosis: gathered.diagnosis,
    scopes,
    generatedAt,
    sha256Hex: host.sha256Hex,
  };
  const draft = draftRepair(request);
  const isOnDisk = store.origin === "disk" && gathered.source.kind === "store";
  const bytes = isOnDisk
    ? await host.stores.readBytes(store, {
      paths: [...new Set([...draft.looksAt, ...alsoLooksAt])],
      appended: draft.recording?.appended ?? "",
      folds: draft.folds,
    })
    : null;
  return { request, draft, bytes };
}

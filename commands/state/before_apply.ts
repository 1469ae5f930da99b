/** What a preview tells of what would keep its plan from being applied. */
import { requireStore } from "../../lib/answers/absence.ts";
import type { Warning } from "../../lib/model/envelope.ts";
import type { Host } from "../host/types/host.ts";
import type { LoadedState } from "./load.ts";
import { ownershipRefusal, type Retyping } from "./owner.ts";
import { servedStore } from "./served_store.ts";

/** That a daemon serves the store. */
export async function servedWarnings(state: LoadedState, host: Host): Promise<readonly Warning[]> {
  const store = requireStore(state);
  const { daemon } = state.snapshot;
  if (state.source.kind !== "store" || await servedStore(daemon, store, host) === "another") return [];
  const message = "Nothing can be changed while the daemon runs: stop sourceos-syncd first";
  return [{ code: "served", message, target: daemon.endpoint }];
}

/** That somebody else has to apply the plan that was saved, and how. */
export async function ownershipWarnings(
  state: LoadedState,
  retyping: Retyping,
  host: Host,
): Promise<readonly Warning[]> {
  if (state.source.kind !== "store") return [];
  const { root, real_root: realRoot } = requireStore(state);
  const refusal = await ownershipRefusal(realRoot, retyping, host);
  if (refusal === null) return [];
  return [{ code: refusal.code, message: `${refusal.message}. ${refusal.hint ?? ""}`, target: root }];
}

/** Diagnosing the state that was loaded, for those commands that judge it. */
import { diagnose, type Diagnosis } from "../../lib/checks/diagnosis.ts";
import { disagreeingObjects } from "../../lib/checks/journal_events.ts";
import { ALL_CHECKS, type Selection } from "../../lib/checks/selection.ts";
import type { StateSnapshot } from "../../lib/model/snapshot.ts";
import type { Host } from "../host/types/host.ts";
import type { LoadedState } from "./load.ts";

export interface DiagnosedState extends LoadedState {
  readonly diagnosis: Diagnosis;
}

/** The state with what the selected checks say of it; its snapshot is the one that was judged. */
export async function diagnoseState(
  state: LoadedState,
  host: Host,
  selection: Selection = ALL_CHECKS,
): Promise<DiagnosedState> {
  const snapshot = await withMovingObjects(state, host);
  const diagnosis = diagnose(snapshot, host.sha256Hex, {
    selection,
    catalog: state.catalog,
    beforeCheck: (done, total) => host.deadline.note({ label: "Running checks", done, total, unit: "count" }),
  });
  return { ...state, snapshot, diagnosis };
}

/** An object whose record and journal disagree may be written to right now: it is looked at again before it is judged. */
async function withMovingObjects({ snapshot, isLive }: LoadedState, host: Host): Promise<StateSnapshot> {
  const { store } = snapshot;
  if (!isLive || store?.origin !== "disk") return snapshot;
  const suspects = disagreeingObjects(store);
  const moving = suspects.length === 0 ? [] : await host.stores.findMoving(store, suspects);
  return moving.length === 0 ? snapshot : { ...snapshot, store: { ...store, moving_objects: moving } };
}

/** Diagnosing the state that was loaded, for those commands that judge it. */
import { diagnosing, type Diagnosis } from "../../lib/checks/frame/diagnosis.ts";
import { disagreeingObjects } from "../../lib/checks/journal_events.ts";
import { objectsWithoutRecord } from "../../lib/checks/objects_without_record.ts";
import { ALL_CHECKS, type Selection } from "../../lib/checks/frame/selection.ts";
import type { LookNote } from "../../lib/model/look_note.ts";
import type { StateSnapshot } from "../../lib/model/snapshot.ts";
import type { Catalog } from "../../lib/store/catalog.ts";
import { lookupOf } from "../../lib/store/lookup.ts";
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
  return {
    ...state,
    snapshot,
    diagnosis: await diagnoseInSteps(snapshot, { selection, catalog: state.catalog, note: state.note, host }),
  };
}

/** As diagnose(), telling how far it is. */
export async function diagnoseInSteps(
  snapshot: StateSnapshot,
  { selection, catalog, note = null, host }: {
    readonly selection: Selection;
    readonly catalog: Catalog;
    readonly note?: LookNote | null;
    readonly host: Host;
  },
): Promise<Diagnosis> {
  await host.begin("derived");
  const steps = diagnosing(snapshot, host.sha256Hex, { selection, catalog, note });
  let checked: (() => Promise<void>) | null = null;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (checked === null) checked = host.steps("checks", step.value);
    else await checked();
  }
}

/** An object whose record and journal disagree, or that has no record while others have one, may be written to right now: it is looked at again before it is judged. */
async function withMovingObjects({ snapshot, catalog, isLive, note }: LoadedState, host: Host): Promise<StateSnapshot> {
  const { store } = snapshot;
  // Nothing was written since a note was made that still holds.
  if (!isLive || store?.origin !== "disk" || note !== null) return snapshot;
  const lookup = lookupOf(store, catalog);
  const records = disagreeingObjects(store, lookup);
  const without = lookup.keeps("object") ? objectsWithoutRecord(store, lookup).map(({ object_id: id }) => id) : [];
  if (records.length === 0 && without.length === 0) return snapshot;
  const moving = await host.stores.findMoving(store, { records, without });
  return moving.length === 0 ? snapshot : { ...snapshot, store: { ...store, moving_objects: moving } };
}

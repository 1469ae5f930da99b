/** Snapshots of stores that are data, read from a real disk as the program reads them. */
import { createStoreReader } from "../../commands/host/store/store_reader.ts";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import type { StateSnapshot } from "../../lib/model/snapshot.ts";
import { disabledProbe } from "./probes.ts";
import { healthySnapshot, ROOT } from "./snapshots.ts";
import { withStore } from "./stores.ts";
import { NO_PROGRESS } from "./no_progress.ts";

/** What the program would gather of the store, called ROOT wherever it was written. @throws Error where it is no store. */
export function snapshotOf(files: StoreFiles): Promise<StateSnapshot> {
  return withStore(files, async (root) => {
    const reader = createStoreReader(() => null, NO_PROGRESS);
    const reading = await reader.read({ root, selectedBy: "option" });
    if (!reading.found) throw new Error(reading.absence.message);
    const store = { ...reading.store, root: ROOT, real_root: ROOT };
    return healthySnapshot({ store, daemon: disabledProbe("option") });
  });
}

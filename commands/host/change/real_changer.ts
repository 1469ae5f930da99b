/** The changer of stores on this disk. */
import { endBySignal } from "../terminal/end_by_signal.ts";
import { processSignals } from "../terminal/signals.ts";
import type { ProgressTaker } from "../types/progress.ts";
import type { StoreChanger } from "../types/store_changer.ts";
import { realOperations } from "./real_operations.ts";
import { createStoreChanger } from "./store_changer.ts";

/** One that tells how far it is, and by that command who holds a lock; a signal ends the program. */
export function createRealChanger(by: { readonly command: string; readonly progress: ProgressTaker }): StoreChanger {
  return createStoreChanger({ files: realOperations, signals: processSignals, exit: endBySignal, ...by });
}

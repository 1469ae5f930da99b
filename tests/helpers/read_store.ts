/** Stores that are data, as the real reader sees them: written to a folder of their own, read, and removed. */
import { createStoreReader } from "../../commands/host/store/store_reader.ts";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { withStore } from "./stores.ts";
import { NO_PROGRESS } from "./no_progress.ts";

/** The snapshot of the store at `root`. @throws Error where there is none. */
export async function readStoreAt(root: string): Promise<StoreSnapshot> {
  const reading = await createStoreReader(() => null, NO_PROGRESS).read({ root, selectedBy: "option" });
  if (!reading.found) throw new Error(reading.absence.message);
  return reading.store;
}

/** The snapshot of these files on a disk, as it would be wherever temporary files lie: who may enter the folders above is not asked. */
export async function readStore(files: StoreFiles): Promise<StoreSnapshot> {
  return { ...await withStore(files, readStoreAt), above: [] };
}

/** Files of content sync that an inventory lists and that are gone (docs/formats.md, "Inventory"). */
import { isQueueFile, queueStateOf } from "../content_sync/queue.ts";
import { QUEUE_FOLDER, type QueueState } from "../model/content_sync_names.ts";
import type { InventoryFile } from "../model/derived.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog } from "../store/catalog.ts";
import { foldersAbove } from "./paths.ts";

interface MissingFiles {
  /** Nothing takes them away lawfully. */
  readonly lost: readonly InventoryFile[];
  /** What waits to be taken, and was: nobody has to say so. */
  readonly taken: readonly InventoryFile[];
  /** Nobody looked into their folder. */
  readonly unseen: readonly InventoryFile[];
}

/** By itself nothing moves an item out of these. */
const RESTING: readonly (QueueState | null)[] = ["blocked", "dead-letter"];

/** What is missing, but for what lies elsewhere in the queue's folder. */
export function missingFiles(store: StoreSnapshot, catalog: Catalog): MissingFiles {
  const missing = store.missing_content_sync?.files ?? [];
  if (missing.length === 0) return { lost: [], taken: [], unseen: [] };
  const closed = new Set(store.files.map(({ path }) => path));
  const names = new Set(
    [...store.files, ...store.records.map(({ file }) => file)].map(({ path }) => path)
      .filter((path) => path.startsWith(`${QUEUE_FOLDER}/`)).map(nameOf),
  );
  const isUnseen = ({ path }: InventoryFile) => foldersAbove(path).some((folder) => closed.has(folder));
  const isElsewhere = ({ id, path }: InventoryFile) =>
    isQueueFile(path) && (names.has(nameOf(path)) || (id !== null && catalog.find("queue", id).length > 0));
  const gone = missing.filter((entry) => !isUnseen(entry) && !isElsewhere(entry));
  const isTaken = ({ path }: InventoryFile) => isQueueFile(path) && !RESTING.includes(queueStateOf(path));
  return {
    lost: gone.filter((entry) => !isTaken(entry)),
    taken: gone.filter(isTaken),
    unseen: missing.filter(isUnseen),
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

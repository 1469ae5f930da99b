/** The daemon's queue of events, as its items tell it (docs/domain.md, "Content-sync state"). */
import { QUEUE_FOLDER, QUEUE_STATES, type QueueState, REPLAY_FOLDER } from "../model/content_sync_names.ts";
import type { RecordEntry, StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { isJsonObject, type JsonObject, stringField } from "../text/json.ts";
import { compareCodePoints } from "../text/order.ts";

export interface QueueItem {
  readonly item: ReadableRecord;
  /** By the folder in which it lies, which is all that the daemon goes by. */
  readonly state: QueueState | null;
  readonly queuedAt: string | null;
}

/** The items that could be read, in the order of their files. */
export function queueItems(catalog: Catalog): readonly QueueItem[] {
  return catalog.ofKind("queue").map((item) => ({
    item,
    state: queueStateOf(item.path),
    queuedAt: stringField(item.record, "queued_at"),
  }));
}

/** The state of which items lie there; null for no folder of the queue. */
export function queueStateOf(path: string): QueueState | null {
  return QUEUE_STATES.find((state) => path.startsWith(`${QUEUE_FOLDER}/${state}/`)) ?? null;
}

const FOLDERS = [...QUEUE_STATES.map((state) => `${QUEUE_FOLDER}/${state}`), REPLAY_FOLDER];

/** Whether the path is that of an item of the queue, or of a replay of it. */
export function isQueueFile(path: string): boolean {
  const end = path.lastIndexOf("/");
  return path.endsWith(".json") && FOLDERS.includes(path.slice(0, end));
}

/** What the daemon decided about an item when it took it in; null where the item does not say. */
export function decisionOf(item: JsonObject): JsonObject | null {
  const decision = Object.hasOwn(item, "decision") ? item["decision"] : null;
  return isJsonObject(decision) ? decision : null;
}

/** How many items lie in each state, readable or not. */
export function queueCounts({ records }: StoreSnapshot): Readonly<Record<QueueState, number>> {
  const items = records.filter((entry: RecordEntry) => entry.kind === "queue");
  const count = (state: QueueState) => items.filter(({ file }) => queueStateOf(file.path) === state).length;
  return {
    "pending": count("pending"),
    "waiting-approval": count("waiting-approval"),
    "blocked": count("blocked"),
    "dead-letter": count("dead-letter"),
  };
}

/** States in which an item waits for something that is still to come. */
const WAITING: readonly (QueueState | null)[] = ["pending", "waiting-approval"];

/** The items that wait, the oldest first; one without a time comes last. */
export function waitingItems(catalog: Catalog): readonly QueueItem[] {
  return queueItems(catalog).filter(({ state }) => WAITING.includes(state))
    .toSorted((left, right) => compareCodePoints(left.queuedAt ?? "~", right.queuedAt ?? "~"));
}

/** The durability report of doctor: everything in the store, by class, with records and bytes. */
import { classifyPath, type PathClass } from "./path_class.ts";
import type { DurabilityItem, DurabilityReport } from "../model/documents/health.ts";
import { RECEIPTS_FOLDER } from "../model/content_sync.ts";
import { countText } from "../text/numbers.ts";
import { receiptBytes } from "./receipt_bytes.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { DURABILITY_CLASSES, type DurabilityClass } from "../model/vocabulary.ts";

interface Tally {
  readonly path: string;
  readonly bytes: number;
  readonly records: number;
  /** What is not as exact as the rest. */
  readonly note?: string;
}

/** Every file of the store in exactly one class; `records` counts registry records, index records and journal events. */
export function classifyStore(store: StoreSnapshot | null): DurabilityReport {
  const groups = new Map<string, DurabilityItem & { readonly class: DurabilityClass }>();
  for (const tally of store === null ? [] : tallies(store)) {
    const found: PathClass = classifyPath(tally.path);
    const key = `${found.durability} ${found.group}`;
    const before = groups.get(key);
    groups.set(key, {
      class: found.durability,
      path: found.group,
      kind: found.kind,
      records: (before?.records ?? 0) + tally.records,
      bytes: (before?.bytes ?? 0) + tally.bytes,
      reason: tally.note === undefined ? before?.reason ?? found.reason : `${found.reason}; ${tally.note}`,
    });
  }
  const sorted = [...groups.values()].sort((left, right) => left.path < right.path ? -1 : 1);
  const group = (durability: DurabilityClass) => {
    const items = sorted.filter((item) => item.class === durability).map(({ class: _, ...item }) => item);
    return {
      items,
      records: items.reduce((sum, item) => sum + item.records, 0),
      bytes: items.reduce((sum, item) => sum + item.bytes, 0),
    };
  };
  const [durable, rebuildable, disposable, unclassified] = DURABILITY_CLASSES;
  return {
    durable: group(durable),
    rebuildable: group(rebuildable),
    disposable: group(disposable),
    unclassified: group(unclassified),
  };
}

function* tallies(store: StoreSnapshot): Iterable<Tally> {
  if (store.manifest.file !== null) {
    yield { path: "manifest.json", bytes: store.manifest.file.bytes, records: store.manifest.record === null ? 0 : 1 };
  }
  if (store.journal.state !== "absent") {
    yield { path: "journal.jsonl", bytes: store.journal.bytes, records: store.journal.events };
  }
  for (const entry of store.records) {
    yield { path: entry.file.path, bytes: entry.file.bytes, records: entry.record === null ? 0 : 1 };
  }
  for (const entry of store.derived) {
    yield { path: entry.file.path, bytes: entry.file.bytes, records: entry.record === null ? 0 : 1 };
    if (entry.entries !== null) yield { path: entry.entries.file.path, bytes: entry.entries.file.bytes, records: 0 };
  }
  const unread = store.content_sync?.receipts?.unread ?? 0;
  if (unread > 0) {
    const seen = store.records.filter(({ kind }) => kind === "receipt").reduce((sum, { file }) => sum + file.bytes, 0);
    const note = `${countText(unread)} of them were not opened, and are taken to be as large as the others`;
    yield { path: `${RECEIPTS_FOLDER}/`, bytes: (receiptBytes(store).bytes ?? seen) - seen, records: unread, note };
  }
  for (const file of store.files) {
    yield { path: file.path, bytes: file.type === "file" ? file.bytes : 0, records: 0 };
  }
}

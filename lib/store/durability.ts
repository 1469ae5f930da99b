/** The durability report of doctor: everything in the store, by class, with records and bytes. */
import { classifyPath, type PathClass } from "./path_class.ts";
import type { DurabilityItem, DurabilityReport } from "../model/documents/health.ts";
import type { ClassBytes } from "../model/documents/status.ts";
import { KINDS } from "../model/kinds.ts";
import type { NotedRegistry } from "../model/look_note.ts";
import { RECEIPTS_FOLDER } from "../model/content_sync_names.ts";
import { countText } from "../text/numbers.ts";
import { receiptBytes } from "./receipt_bytes.ts";
import type { FileEntry, StoreSnapshot } from "../model/snapshot.ts";
import { deniedPaths } from "./known.ts";
import { DURABILITY_CLASSES, type DurabilityClass } from "../model/vocabulary.ts";

interface Tally {
  readonly path: string;
  /** Null where nobody here can tell. */
  readonly bytes: number | null;
  readonly records: number | null;
  /** What is not as exact as the rest. */
  readonly note?: string;
}

/** Every file of the store in exactly one class, with those registries that were not read; `records` counts registry records, index records and journal events. */
export function classifyStore(
  store: StoreSnapshot | null,
  noted: readonly NotedRegistry[] = [],
): DurabilityReport {
  const groups = new Map<string, DurabilityItem & { readonly class: DurabilityClass }>();
  for (const tally of store === null ? [] : [...tallies(store), ...noted.map(ofRegistry)]) {
    const found: PathClass = classifyPath(tally.path);
    const key = `${found.durability} ${found.group}`;
    const before = groups.get(key);
    groups.set(key, {
      class: found.durability,
      path: found.group,
      kind: found.kind,
      ...sumOf(before === undefined ? [tally] : [before, tally]),
      reason: tally.note === undefined ? before?.reason ?? found.reason : `${found.reason}; ${tally.note}`,
    });
  }
  const sorted = [...groups.values()].sort((left, right) => left.path < right.path ? -1 : 1);
  const group = (durability: DurabilityClass) => {
    const items = sorted.filter((item) => item.class === durability).map(({ class: _, ...item }) => item);
    return { items, ...sumOf(items) };
  };
  const [durable, rebuildable, disposable, unclassified] = DURABILITY_CLASSES;
  return {
    durable: group(durable),
    rebuildable: group(rebuildable),
    disposable: group(disposable),
    unclassified: group(unclassified),
  };
}

/** How many bytes each class has; null where not all of them are known, nor whether there are any. */
export function classBytes(report: DurabilityReport): ClassBytes {
  const isWhole = DURABILITY_CLASSES.every((name) => report[name].bytes !== null);
  const of = (name: DurabilityClass) => report[name].items.length === 0 && !isWhole ? null : report[name].bytes;
  return {
    durable: of("durable"),
    rebuildable: of("rebuildable"),
    disposable: of("disposable"),
    unclassified: of("unclassified"),
  };
}

/** What they come to together; null where that of one is not known. */
export function sumOf(
  items: readonly Pick<DurabilityItem, "records" | "bytes">[],
): Pick<DurabilityItem, "records" | "bytes"> {
  return {
    records: items.reduce((sum: number | null, item) => added(sum, item.records), 0),
    bytes: items.reduce((sum: number | null, item) => added(sum, item.bytes), 0),
  };
}

function added(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}

function ofRegistry({ kind, records, bytes }: NotedRegistry): Tally {
  return { path: `${KINDS[kind].folder}/`, bytes, records };
}

function* tallies(store: StoreSnapshot): Iterable<Tally> {
  const denied = new Set(deniedPaths(store));
  const ofFile = ({ path, bytes }: FileEntry, records: number) => ({
    path,
    bytes,
    records: denied.has(path) ? null : records,
  });
  if (store.manifest.file !== null) yield ofFile(store.manifest.file, store.manifest.record === null ? 0 : 1);
  const { journal, journal_file: journalFile } = store;
  if (journalFile !== null && denied.has(journalFile.path)) yield ofFile(journalFile, 0);
  else if (journal.state !== "absent") {
    yield { path: "journal.jsonl", bytes: journal.bytes, records: journal.events };
  }
  for (const entry of store.records) yield ofFile(entry.file, entry.record === null ? 0 : 1);
  for (const entry of store.derived) {
    yield ofFile(entry.file, entry.record === null ? 0 : 1);
    if (entry.entries !== null) yield { path: entry.entries.file.path, bytes: entry.entries.file.bytes, records: 0 };
  }
  const unread = store.content_sync?.receipts?.unread ?? 0;
  if (unread > 0) {
    const seen = store.records.filter(({ kind }) => kind === "receipt").reduce((sum, { file }) => sum + file.bytes, 0);
    const note = `${countText(unread)} of them were not opened, and are taken to be as large as the others`;
    yield { path: `${RECEIPTS_FOLDER}/`, bytes: (receiptBytes(store).bytes ?? seen) - seen, records: unread, note };
  }
  for (const file of store.files) {
    // What lies in a folder that cannot be listed is not nothing.
    if (file.type === "directory" && denied.has(file.path)) yield { path: file.path, bytes: null, records: null };
    else yield { path: file.path, bytes: file.type === "file" ? file.bytes : 0, records: 0 };
  }
}

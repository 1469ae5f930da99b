/** The inventory that goes with the checkpoint: the durable files of the store as they were last seen. */
import { isQueueFile } from "../content_sync/queue.ts";
import { createLineCutter, visitLines } from "../journal/lines.ts";
import { AUDIT_PATH, QUEUE_MANIFEST_PATH, VERSION_PATH } from "../model/content_sync_names.ts";
import { type CheckpointRecord, InventoryEntry, InventoryFile, InventoryReceipts } from "../model/derived.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { stringField } from "../text/json.ts";
import { compareCodePoints } from "../text/order.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import { canonicalJson, joinedLines } from "../text/stringify_json.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { holds } from "../model/quick_check.ts";

/** Where it is, relative to the store's root. */
export const INVENTORY_PATH = "checkpoints/journal.records.ndjson";

/** A longer one is not read: a hundred thousand records have a tenth of it. */
export const INVENTORY_LIMIT_BYTES = 256 * 1024 * 1024;

/** What the checkpoint says of it. */
export type InventoryReference = Pick<CheckpointRecord, "entries_file" | "entry_count" | "entries_sha256">;

/** What an inventory lists. */
export interface Inventory {
  readonly records: readonly InventoryEntry[];
  readonly files: readonly InventoryFile[];
  readonly receipts: readonly InventoryReceipts[];
}

/** The file's text, one piece behind the other: a line a record and then a line a file, each ascending by path, and the receipts at the end. */
export function inventoryTexts({ records, files, receipts }: Inventory): Iterable<string> {
  return joinedLines(lines([...byPath(records), ...byPath(files), ...receipts]));
}

function* lines(all: Iterable<InventoryEntry | InventoryFile | InventoryReceipts>): Generator<string> {
  for (const line of all) yield canonicalJson(line);
}

function byPath<Line extends { readonly path: string }>(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted((left, right) => compareCodePoints(left.path, right.path));
}

/** What the checkpoint says of the inventory, whose text has that hash. */
export function referenceOf({ records, files, receipts }: Inventory, sha256: string): InventoryReference {
  const count = records.length + files.length + receipts.length;
  return { entries_file: INVENTORY_PATH, entry_count: count, entries_sha256: sha256 };
}

/** Whether records of the kind are listed: those that nothing makes again, in registries that are read whole. */
export function isInventoried(kind: RecordKind): boolean {
  return KINDS[kind].registry && KINDS[kind].durability === "durable";
}

/** Whether the file of content sync is listed by itself: what nobody here knows the life of is not. */
export function isInventoriedFile(path: string): boolean {
  return path === VERSION_PATH || path === QUEUE_MANIFEST_PATH || path === AUDIT_PATH || isQueueFile(path);
}

interface InventoryReader {
  /** Takes the next bytes of the file, cut anywhere; the chunk may be filled again afterwards. */
  add(chunk: Uint8Array): void;
  /** The records whose file is not there, and all that is listed of content sync. To be called once. */
  finish(): Inventory;
}

/**
 * A reader of the file. Each line stands by itself, whether or not a checkpoint vouches for the file: that something was
 * seen once stays true. Lines of the kinds that it passes over need not be parsed.
 */
export function createInventoryReader(
  isThere: (path: string) => boolean,
  passesOver: readonly RecordKind[] = [],
): InventoryReader {
  const marks = passesOver.map((kind) => `"kind":"${kind}"`);
  const cutter = createLineCutter();
  const records = new Map<string, InventoryEntry>();
  const files: InventoryFile[] = [];
  const receipts: InventoryReceipts[] = [];

  function addLine(line: string | null): void {
    if (line === null || marks.some((mark) => line.includes(mark))) return;
    const parsed = parseJsonObject(line);
    if (!parsed.ok) return;
    const { value } = parsed;
    switch (value["kind"]) {
      case "receipts":
        if (holds(InventoryReceipts, value) && areReceipts(value)) receipts.push(value);
        return;
      case "content-sync":
        if (holds(InventoryFile, value) && isInventoriedFile(value.path)) files.push(value);
        return;
      default: {
        const path = stringField(value, "path");
        if (path === null || isThere(path) || !holds(InventoryEntry, value)) return;
        if (isPlaceOf(value)) records.set(path, value);
      }
    }
  }

  return {
    add(chunk) {
      for (const block of cutter.add(chunk)) {
        if (block.kind === "lines") visitLines(block.bytes, decodeUtf8(block.bytes), addLine);
      }
    },
    finish: () => ({ records: [...records.values()], files, receipts }),
  };
}

function areReceipts({ names, sha256 }: InventoryReceipts): boolean {
  return names.length === sha256.length && !names.some((name) => name.includes("/"));
}

/** Whether such a record can have its file there. */
function isPlaceOf({ kind, path }: InventoryEntry): boolean {
  const { folder } = KINDS[kind];
  const name = path.slice(folder.length + 1);
  return isInventoried(kind) && path.startsWith(`${folder}/`) && name.endsWith(".json") && !name.includes("/");
}

/** The inventory that goes with the checkpoint: the durable records of the store as they were last seen. */
import { Value } from "@sinclair/typebox/value";
import { createLineCutter, visitLines } from "../journal/lines.ts";
import { type CheckpointRecord, InventoryEntry } from "../model/derived.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { stringField } from "../text/json.ts";
import { compareCodePoints } from "../text/order.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import { decodeUtf8 } from "../text/utf8.ts";

/** Where it is, relative to the store's root. */
export const INVENTORY_PATH = "checkpoints/journal.records.ndjson";

/** What the checkpoint says of it. */
export type InventoryReference = Pick<CheckpointRecord, "entries_file" | "entry_count" | "entries_sha256">;

/** The file's text: a line an entry, ascending by path. */
export function inventoryText(entries: readonly InventoryEntry[]): string {
  return entries.toSorted((left, right) => compareCodePoints(left.path, right.path))
    .map((entry) => `${canonicalJson(entry)}\n`).join("");
}

/** What the checkpoint says of an inventory with that text. */
export function referenceOf(text: string, count: number, sha256Hex: Sha256Hex): InventoryReference {
  return { entries_file: INVENTORY_PATH, entry_count: count, entries_sha256: sha256Hex(text) };
}

/** Whether records of the kind are listed: those that nothing makes again, in registries that are read whole. */
export function isInventoried(kind: RecordKind): boolean {
  return KINDS[kind].registry && KINDS[kind].durability === "durable";
}

interface InventoryReader {
  /** Takes the next bytes of the file, cut anywhere; the chunk may be filled again afterwards. */
  add(chunk: Uint8Array): void;
  /** The entries whose file is not there. To be called once. */
  finish(): readonly InventoryEntry[];
}

/**
 * A reader that keeps what is missing. Each line stands by itself, whether or not a checkpoint vouches for the file: that a
 * record was seen once stays true.
 */
export function readMissing(isThere: (path: string) => boolean): InventoryReader {
  const cutter = createLineCutter();
  const missing = new Map<string, InventoryEntry>();

  function addLine(line: string | null): void {
    const parsed = line === null ? null : parseJsonObject(line);
    if (parsed?.ok !== true) return;
    const path = stringField(parsed.value, "path");
    if (path === null || isThere(path) || !Value.Check(InventoryEntry, parsed.value)) return;
    if (isPlaceOf(parsed.value)) missing.set(path, parsed.value);
  }

  return {
    add(chunk) {
      for (const block of cutter.add(chunk)) {
        if (block.kind === "lines") visitLines(block.bytes, decodeUtf8(block.bytes), addLine);
      }
    },
    finish: () => [...missing.values()],
  };
}

/** Whether such a record can have its file there. */
function isPlaceOf({ kind, path }: InventoryEntry): boolean {
  const { folder } = KINDS[kind];
  const name = path.slice(folder.length + 1);
  return isInventoried(kind) && path.startsWith(`${folder}/`) && name.endsWith(".json") && !name.includes("/");
}

/** Reads indexes and checkpoints: their records before the journal, and after it what takes the journal to measure. */
import { join } from "@std/path/posix";
import { compareEntries, type EntriesComparison } from "../../../lib/derived/compare_entries.ts";
import { entriesLimit } from "../../../lib/derived/entries.ts";
import { INVENTORY_LIMIT_BYTES } from "../../../lib/derived/inventory.ts";
import { INDEX_KINDS } from "../../../lib/model/derived.ts";
import { integerField, isJsonObject, stringField } from "../../../lib/text/json.ts";
import type { DerivedEntry, FileEntry } from "../../../lib/model/snapshot.ts";
import { collectFile, type Found, listFolder } from "./folder_reader.ts";
import { createRunningHash } from "../files/hashing.ts";
import { ioReason } from "../files/io_reason.ts";
import type { JournalReading } from "./journal_reading.ts";
import { readJsonFile } from "./json_file.ts";

/** A derived record, and the file of its entries where there is one. */
export type DerivedRecord = Omit<DerivedEntry, "prefix_sha256" | "entries"> & {
  readonly entriesFile: FileEntry | null;
};

/** The records of the folder; what else lies there goes to `found`. */
export function readDerivedRecords(
  root: string,
  folder: FileEntry,
  name: DerivedEntry["folder"],
  found: Omit<Found, "records">,
): readonly DerivedRecord[] {
  const listed = listFolder(root, folder, found);
  const derived = listed.filter(({ path }) => path.endsWith(".json")).map((file): DerivedRecord => {
    const reading = readJsonFile(join(root, file.path), file);
    const entriesName = stringField(reading.record, "entries_file");
    const entriesFile = listed.find(({ path }) => path === entriesName || path === `${folder.path}/${entriesName}`);
    return { folder: name, file, ...reading, entriesFile: entriesFile ?? null };
  });
  const owned = new Set(derived.flatMap(({ entriesFile }) => entriesFile?.path ?? []));
  for (const file of listed) {
    if (!file.path.endsWith(".json") && !owned.has(file.path)) collectFile(root, file, found);
  }
  return derived;
}

/** How much of the journal a derived record says that it covers. */
export function coveredBytes({ record }: Pick<DerivedEntry, "record">): number | null {
  const covers = isJsonObject(record) && Object.hasOwn(record, "covers") ? record["covers"] : null;
  return isJsonObject(covers) ? integerField(covers, "journal_bytes") : null;
}

/** The record with all that is needed to judge it against the journal that was read, its entries only where they are wanted. */
export function measureDerived(
  root: string,
  { entriesFile, ...entry }: DerivedRecord,
  { summary, prefixes }: JournalReading,
  wantsEntries: boolean,
): DerivedEntry {
  const covered = coveredBytes(entry);
  const kind = INDEX_KINDS.find((known) => known === stringField(entry.record, "index_kind"));
  // What covers less lacks the newest events lawfully, so there is nothing to hold it against.
  const coversAll = summary.state === "present" && covered === summary.bytes;
  // Heads and activity that come from the index itself would be held against themselves.
  const isIndependent = summary.bytes_parsed === summary.bytes || kind === "lane-counters";
  const comparison = coversAll && isIndependent && kind !== undefined && entry.folder === "indexes"
    ? compareEntries(kind, summary)
    : null;
  return {
    ...entry,
    prefix_sha256: prefixes.get(covered ?? -1) ?? null,
    entries: entriesFile === null || !wantsEntries ? null : readEntries(root, entriesFile, {
      limitBytes: entry.folder === "indexes" ? entriesLimit(summary.bytes) : INVENTORY_LIMIT_BYTES,
      comparison,
    }),
  };
}

const CHUNK_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/** Hash, line count and difference of an index's entries, read in pieces. */
function readEntries(
  root: string,
  file: FileEntry,
  { limitBytes, comparison }: { readonly limitBytes: number; readonly comparison: EntriesComparison | null },
): NonNullable<DerivedEntry["entries"]> {
  const unread = { file, sha256: null, count: 0, difference: null };
  if (file.problem !== null || file.type !== "file") return { ...unread, state: "not_a_file" };
  if (file.bytes > limitBytes) return { ...unread, state: "too_large" };
  try {
    using entries = Deno.openSync(join(root, file.path), { read: true });
    const hash = createRunningHash();
    const buffer = new Uint8Array(CHUNK_BYTES);
    let count = 0;
    for (let read = entries.readSync(buffer); read !== null; read = entries.readSync(buffer)) {
      const chunk = buffer.subarray(0, read);
      hash.update(chunk);
      comparison?.add(chunk);
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) count++;
    }
    return { file, state: "ok", sha256: hash.digest(), count, difference: comparison?.finish() ?? null };
  } catch (error) {
    return { ...unread, state: ioReason(error).exit === "denied" ? "denied" : "io_error" };
  }
}

/** What lies below one folder of a store: the records of a registry, every other file, every folder on the way. */
import { join } from "@std/path/posix";
import { UNWANTED } from "../../../lib/derived/record_cache.ts";
import { KINDS, type RecordKind } from "../../../lib/model/kinds.ts";
import type { FileEntry, RecordEntry } from "../../../lib/model/snapshot.ts";
import { oneText } from "../../../lib/text/own_text.ts";
import { describeListed, lookAtListed, sortedNames } from "./file_entry.ts";
import { ioReason } from "../files/io_reason.ts";
import { readJsonFile } from "./json_file.ts";
import type { KeptRecords } from "./kept_records.ts";
import { createTurns } from "../files/next_turn.ts";
import type { ProgressTaker } from "../types/progress.ts";
import { type CachedRecords, takeCached } from "./record_cache_reader.ts";
import { createSharedTexts } from "./shared_texts.ts";

/** Filled while the store is read. */
export interface Found {
  readonly records: RecordEntry[];
  readonly files: FileEntry[];
  readonly folders: FileEntry[];
}

/** The folder's entries; a folder that cannot be listed is a file entry with its problem. */
export function listFolder(root: string, folder: FileEntry, found: Omit<Found, "records">): readonly FileEntry[] {
  return listPaths(root, folder, found).flatMap((path) => lookAtListed(`${root}/${path}`, path) ?? []);
}

function listPaths(root: string, folder: FileEntry, found: Omit<Found, "records">): readonly string[] {
  try {
    const names = sortedNames(join(root, folder.path));
    found.folders.push(folder);
    return names.map((name) => oneText([folder.path, "/", name]));
  } catch (error) {
    found.files.push({ ...folder, problem: ioReason(error).reason });
    return [];
  }
}

/** Files that are read before progress is reported. */
const BATCH = 500;

const WHOLE = { state: "ok", error: null, oddities: [] } as const;

/**
 * The records of the registry, and what else lies in it; what `cached` has need not be opened, and those of it that are not
 * wanted are left out; `kept` takes those that are opened.
 */
export async function readRegistry(
  root: string,
  folder: FileEntry,
  kind: RecordKind,
  { found, cached, kept, progress }: {
    readonly found: Found;
    readonly cached: CachedRecords | null;
    readonly kept: KeptRecords | null;
    readonly progress: ProgressTaker;
  },
): Promise<void> {
  const nextTurn = createTurns();
  const listed = listPaths(root, folder, found);
  const texts = createSharedTexts(KINDS[kind].idField);
  for (const [index, path] of listed.entries()) {
    if (index % BATCH === 0 && listed.length >= BATCH) {
      progress.report({ phase: kind, done: index, total: listed.length, unit: "count" });
      await nextTurn();
    }
    const absolute = `${root}/${path}`;
    const look = describeListed(absolute, path);
    if (look === null) continue;
    if (!path.endsWith(".json")) {
      collectFile(root, look.file(), found);
      continue;
    }
    const known = cached === null || look.info === null ? null : takeCached(cached, path, look.info);
    if (known === UNWANTED) continue;
    const file = look.file();
    const { state, error, oddities, record } = known === null
      ? readJsonFile(absolute, file, { take: (bytes, open) => kept?.take(path, look.info, bytes, open) })
      : { ...WHOLE, record: known };
    if (record !== null) texts.share(record, file);
    // Each by its name: what is spread into an entry is kept in a list beside it.
    found.records.push({ kind, file, state, error, oddities, record });
  }
}

/** The file, or every file below the folder; empty folders are no files, folders that cannot be listed are. */
export function collectFile(root: string, file: FileEntry, found: Omit<Found, "records">): void {
  if (file.type !== "directory" || file.problem !== null) found.files.push(file);
  else for (const inner of listFolder(root, file, found)) collectFile(root, inner, found);
}

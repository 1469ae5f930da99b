/** Telling an object that is written to right now from one whose record and journal disagree for good. */
import { join } from "@std/path";
import { recordId } from "../../../lib/store/catalog.ts";
import { createJournalFold } from "../../../lib/journal/fold.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";
import { KINDS } from "../../../lib/model/kinds.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { safeRecordName } from "../../../lib/text/safe_name.ts";
import type { SuspectObjects } from "../types/host.ts";
import { lookAt, lookAtListed } from "./file_entry.ts";
import { readJsonFile } from "./json_file.ts";

const WAIT_MS = 60;
const CHUNK_BYTES = 1 << 16;

/**
 * The ids of those objects whose record was written, or who have new events, a moment after the store was read. Its
 * journal was read before its records, so that a change in between looks like one.
 */
export async function findMovingObjects(
  { real_root: root, journal }: StoreSnapshot,
  { records, without }: SuspectObjects,
): Promise<readonly string[]> {
  await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  const appended = appendedObjects(join(root, "journal.jsonl"), journal.bytes);
  const disagreeing = records.flatMap(({ kind, file, record }) => {
    const id = record === null ? null : recordId(kind, record);
    if (id === null) return [];
    const path = join(root, file.path);
    const now = readJsonFile(path, lookAt(path, file.path)).record;
    return appended.has(id) || stringifyJson(now) !== stringifyJson(record) ? [id] : [];
  });
  return [...disagreeing, ...without.filter((id) => hasRecord(root, id))];
}

function hasRecord(root: string, id: string): boolean {
  const name = safeRecordName(id);
  const path = `${KINDS.object.folder}/${name}.json`;
  return name !== null && lookAtListed(join(root, path), path) !== null;
}

/** The objects of the events behind that length. */
function appendedObjects(path: string, from: number): ReadonlySet<string> {
  const ids = new Set<string>();
  const fold = createJournalFold({
    onEvent({ object_id: id }) {
      if (id !== null) ids.add(id);
    },
  });
  try {
    using file = Deno.openSync(path, { read: true });
    file.seekSync(from, Deno.SeekMode.Start);
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (let count = file.readSync(buffer); count !== null; count = file.readSync(buffer)) {
      fold.add(buffer.slice(0, count));
    }
  } catch (error) {
    // A journal that is gone by now appends nothing; what it said before still stands.
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied)) throw error;
  }
  return ids;
}

/** Telling an object that is written to right now from one whose record and journal disagree for good. */
import { join } from "@std/path/posix";
import { recordId } from "../../../lib/store/catalog.ts";
import { createJournalFold } from "../../../lib/journal/fold.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { recordPathOf } from "../../../lib/store/record_path.ts";
import type { SuspectObjects } from "../types/store_reader.ts";
import { parseTimestamp } from "../../../lib/text/time.ts";
import { lookAt, lookAtListed } from "./file_entry.ts";
import { readJsonFile } from "./json_file.ts";
import { untilQuiet } from "./until_quiet.ts";

const CHUNK_BYTES = 1 << 16;

/**
 * The ids of those objects whose record was written, or who have new events, a moment after the store was read. Its
 * journal was read before its records, so that a change in between looks like one. Whoever was written to just now is
 * looked at until it has been quiet for a while: between the record and the event a writer reads its whole journal.
 */
export async function findMovingObjects(
  { real_root: root, journal }: StoreSnapshot,
  { records, without }: SuspectObjects,
): Promise<readonly string[]> {
  const disagreeing = records.flatMap(({ kind, file, record }) => {
    const id = record === null ? null : recordId(kind, record);
    return id === null ? [] : [{ id, path: file.path, before: stringifyJson(record), modified_at: file.modified_at }];
  });
  const wanted = new Set([...disagreeing.map(({ id }) => id), ...without]);
  const eventTimes = new Map(
    journal.objects.flatMap(({ object_id: id, last_event_at: at }) => wanted.has(id) ? [[id, at] as const] : []),
  );
  const writtenAt = disagreeing.map(({ id, modified_at: at }) => ({ id, at }));
  const times = [...writtenAt, ...[...eventTimes].map(([id, at]) => ({ id, at }))];
  let moving: readonly string[] = [];
  await untilQuiet(() => {
    const appended = appendedObjects(join(root, "journal.jsonl"), journal.bytes);
    const changed = disagreeing.filter(({ id, path, before }) => {
      const absolute = join(root, path);
      return appended.has(id) || stringifyJson(readJsonFile(absolute, lookAt(absolute, path)).record) !== before;
    });
    moving = [...changed.map(({ id }) => id), ...without.filter((id) => hasRecord(root, id))];
    const settled = new Set(moving);
    return times.filter(({ id }) => !settled.has(id)).map(({ at }) => parseTimestamp(at));
  });
  return moving;
}

function hasRecord(root: string, id: string): boolean {
  const path = recordPathOf("object", id);
  return path !== null && lookAtListed(join(root, path), path) !== null;
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

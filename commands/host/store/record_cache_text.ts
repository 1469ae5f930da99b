/** Reads the records of a store for the cache of them, each with the state that its file had before and after. */
import {
  CACHED_KINDS,
  cacheHeader,
  cacheLine,
  isUnsettled,
  MOST_CACHED_BYTES,
} from "../../../lib/derived/record_cache.ts";
import { KINDS } from "../../../lib/model/kinds.ts";
import { decodeUtf8 } from "../../../lib/text/utf8.ts";
import { ioReason } from "../files/io_reason.ts";
import { sortedNames } from "./file_entry.ts";
import { parseRecord } from "./json_file.ts";
import { stampOfFile } from "./record_cache_reader.ts";

/** The lines of a cache that is begun now; what is not plainly a record, or was changed just now, is left to every look. */
export function* recordCacheText(root: string, now: Date): Generator<string> {
  yield cacheHeader(now);
  const buffer = new Uint8Array(MOST_CACHED_BYTES + 1);
  for (const folder of CACHED_KINDS.map((kind) => KINDS[kind].folder)) {
    for (const name of namesIn(`${root}/${folder}`)) {
      if (!name.endsWith(".json")) continue;
      const path = [folder, name].join("/");
      const line = lineOf(root, path, { now, buffer });
      if (line !== null) yield line;
    }
  }
}

/** None where there is no such folder, or only a link to one. */
function namesIn(folder: string): readonly string[] {
  return orNull(() => Deno.lstatSync(folder).isDirectory ? sortedNames(folder) : []) ?? [];
}

function lineOf(
  root: string,
  path: string,
  { now, buffer }: { readonly now: Date; readonly buffer: Uint8Array },
): string | null {
  return orNull(() => {
    const before = Deno.lstatSync(`${root}/${path}`);
    const stamp = stampOfFile(before);
    const state = { inode: before.ino, bytes: before.size, modified: before.mtime, changed: before.ctime };
    if (stamp === null || before.size > MOST_CACHED_BYTES || isUnsettled(state, now)) return null;
    using file = Deno.openSync(`${root}/${path}`, { read: true });
    const count = file.readSync(buffer) ?? 0;
    const after = file.statSync();
    if (after.dev !== before.dev || stampOfFile(after) !== stamp || count !== before.size) return null;
    const text = decodeUtf8(buffer.subarray(0, count));
    const { record, oddities } = text === null ? { record: null, oddities: [] } : parseRecord(text);
    return record === null || oddities.length > 0 ? null : cacheLine(path, stamp, record);
  });
}

/** Null where the disk does not let it: the look at the store is what tells of that. A bug is thrown on. */
function orNull<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch (error) {
    ioReason(error);
    return null;
  }
}

/** Opens the cache of records, where it is the store's own and whole. */
import { join } from "@std/path/posix";
import {
  type FileState,
  type LineFilter,
  openRecordCache,
  readRecordCache,
  type ReadStates,
  RECORD_CACHE_PATH,
  type RecordCache,
  stampOf,
} from "../../../lib/derived/record_cache.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { recordFileAt } from "../../../lib/store/lookup.ts";
import { openSealed } from "./sealed_file.ts";

/** A hundred thousand records of the usual size have a fifth of it. */
export const CACHE_LIMIT_BYTES = 256 * 1024 * 1024;

/** What was taken from a cache while a store was read. */
export interface CachedRecords extends Disposable {
  readonly cache: RecordCache;
  /** How many records of it stood for a file that was not opened. */
  used: number;
}

/** All of its state that is compared. */
export function stateOf(info: Deno.FileInfo): FileState {
  return { inode: info.ino, bytes: info.size, modified: info.mtime, changed: info.ctime };
}

/** The state of a file as the cache has it; null where the file system does not tell, and for what is no file. */
export function stampOfFile(info: Deno.FileInfo): string | null {
  if (!info.isFile) return null;
  return stampOf(stateOf(info));
}

/** What the file says, where it is as the cache lists it; else null. */
export function takeCached(
  cached: CachedRecords,
  path: string,
  info: Deno.FileInfo,
): ReturnType<RecordCache["find"]> {
  const stamp = stampOfFile(info);
  const record = stamp === null ? null : cached.cache.find(path, stamp);
  if (record !== null) cached.used++;
  return record;
}

/** What stands for the cache in the process that has read the records itself. */
export function overRead({ records }: Pick<StoreSnapshot, "records">, states: ReadStates): CachedRecords {
  const cache = readRecordCache((path) => recordFileAt({ records }, path), states);
  return { cache, used: 0, [Symbol.dispose]: () => {} };
}

/** The cache of the store of that owner; null where there is none, or it is not what the owner's program left there. */
export function openCachedRecords(root: string, owner: number | null, isWanted?: LineFilter): CachedRecords | null {
  const file = openSealed(join(root, RECORD_CACHE_PATH), { owner, limitBytes: CACHE_LIMIT_BYTES });
  const cache = file === null ? null : openRecordCache(() => file.read(), isWanted);
  if (file !== null && cache !== null) return { cache, used: 0, [Symbol.dispose]: () => file[Symbol.dispose]() };
  file?.[Symbol.dispose]();
  return null;
}

/** Opens the cache of records, where it is the store's own and whole: what nobody vouches for is not looked into. */
import { join } from "@std/path";
import {
  type LineFilter,
  openRecordCache,
  RECORD_CACHE_PATH,
  type RecordCache,
  SEAL_BYTES,
  stampOf,
} from "../../../lib/derived/record_cache.ts";
import { createRunningHash } from "../files/hashing.ts";
import { ioReason } from "../files/io_reason.ts";

/** A hundred thousand records of the usual size have a fifth of it. */
export const CACHE_LIMIT_BYTES = 256 * 1024 * 1024;

const CHUNK_BYTES = 256 * 1024;
const GROUP_AND_OTHERS_WRITE = 0o022;

/** What was taken from a cache while a store was read. */
export interface CachedRecords extends Disposable {
  readonly cache: RecordCache;
  /** How many records of it stood for a file that was not opened. */
  used: number;
}

/** The state of a file as the cache has it; null where the file system does not tell, and for what is no file. */
export function stampOfFile(info: Deno.FileInfo): string | null {
  if (!info.isFile) return null;
  return stampOf({ inode: info.ino, bytes: info.size, modified: info.mtime, changed: info.ctime });
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

/** The cache of the store of that owner; null where there is none, or it is not what the owner's program left there. */
export function openCachedRecords(
  root: string,
  owner: number | null,
  isWanted?: LineFilter,
): CachedRecords | null {
  const path = join(root, RECORD_CACHE_PATH);
  try {
    // Links are not followed, and a pipe would be waited for.
    if (!Deno.lstatSync(path).isFile) return null;
    const file = Deno.openSync(path, { read: true });
    try {
      const cache = readSealed(file, owner, isWanted);
      if (cache !== null) return { cache, used: 0, [Symbol.dispose]: () => file.close() };
    } catch (error) {
      ioReason(error);
    }
    file.close();
    return null;
  } catch (error) {
    ioReason(error); // a bug is thrown on; what the disk does only leads to more being opened
    return null;
  }
}

function readSealed(file: Deno.FsFile, owner: number | null, isWanted?: LineFilter): RecordCache | null {
  const { isFile, size, uid, mode } = file.statSync();
  if (!isFile || size <= SEAL_BYTES || size > CACHE_LIMIT_BYTES) return null;
  if (uid !== owner || mode === null || (mode & GROUP_AND_OTHERS_WRITE) !== 0) return null;
  const sealed = size - SEAL_BYTES;
  const hash = createRunningHash();
  const first = readerOf(file, sealed);
  for (let chunk = first(); chunk !== null; chunk = first()) hash.update(chunk);
  const seal = readerOf(file, SEAL_BYTES)();
  if (new TextDecoder().decode(seal ?? new Uint8Array()) !== `${hash.digest()}\n`) return null;
  file.seekSync(0, Deno.SeekMode.Start);
  return openRecordCache(readerOf(file, sealed), isWanted);
}

/** Reads on until so many bytes were read; each chunk is to be used before the next. */
function readerOf(file: Deno.FsFile, bytes: number): () => Uint8Array | null {
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, bytes));
  let left = bytes;
  return () => {
    if (left === 0) return null;
    const count = file.readSync(buffer.subarray(0, Math.min(buffer.length, left)));
    left = count === null ? 0 : left - count;
    return count === null ? null : buffer.subarray(0, count);
  };
}

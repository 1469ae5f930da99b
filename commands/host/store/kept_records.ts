/** What is kept of record files while they are read: their digests for a plan, their states for the cache of a change. */
import { isUnsettled, MOST_CACHED_BYTES, type ReadStates } from "../../../lib/derived/record_cache.ts";
import type { FileDigest } from "../../../lib/model/change.ts";
import { digestOfBytes } from "../files/hashing.ts";
import { ioReason } from "../files/io_reason.ts";
import { stampOfFile, stateOf } from "./record_cache_reader.ts";

export interface KeptRecords {
  /** Of the files that were read, by path. */
  readonly digests: ReadonlyMap<string, FileDigest>;
  /** Null where only a plan is made. */
  readonly states: ReadStates | null;
  /** Takes the bytes that were read, in the state that the file had before; `file` is null where it may have been another by then. */
  take(path: string, before: Deno.FileInfo | null, bytes: Uint8Array, file: Deno.FsFile | null): void;
}

/** Of records that are read from that time on. */
export function keepRecords({ keepsStates, now }: { readonly keepsStates: boolean; readonly now: Date }): KeptRecords {
  const digests = new Map<string, FileDigest>();
  const stamps = new Map<string, string>();
  return {
    digests,
    states: keepsStates ? { asOf: now, stamps } : null,
    take(path, before, bytes, file) {
      digests.set(path, digestOfBytes(bytes));
      if (!keepsStates || before === null || file === null) return;
      const stamp = stampOfFile(before);
      if (stamp === null || before.size > MOST_CACHED_BYTES || isUnsettled(stateOf(before), now)) return;
      const after = infoOf(file);
      if (after !== null && after.dev === before.dev && stampOfFile(after) === stamp) stamps.set(path, stamp);
    },
  };
}

function infoOf(file: Deno.FsFile): Deno.FileInfo | null {
  try {
    return file.statSync();
  } catch (error) {
    ioReason(error); // a bug is thrown on; what the disk does leads to the record being opened at every look
    return null;
  }
}

/** Opens a file that the store's own account left under a seal: what nobody vouches for is not looked into. */
import { SEAL_BYTES } from "../../../lib/derived/record_cache.ts";
import { createRunningHash } from "../files/hashing.ts";
import { ioReason } from "../files/io_reason.ts";

const CHUNK_BYTES = 256 * 1024;
const GROUP_AND_OTHERS_WRITE = 0o022;

interface SealedFile extends Disposable {
  /** The next bytes of what is under the seal, to be used before the next ones; null behind the last. */
  read(): Uint8Array | null;
}

interface Expected {
  /** The account that owns the store. */
  readonly owner: number | null;
  /** A larger one is not opened. */
  readonly limitBytes: number;
}

/** The file; null where there is none, or it is not what the owner's program left there. */
export function openSealed(path: string, expected: Expected): SealedFile | null {
  try {
    // Links are not followed, and a pipe would be waited for.
    if (!Deno.lstatSync(path).isFile) return null;
    const file = Deno.openSync(path, { read: true });
    try {
      const read = underSeal(file, expected);
      if (read !== null) return { read, [Symbol.dispose]: () => file.close() };
    } catch (error) {
      ioReason(error);
    }
    file.close();
    return null;
  } catch (error) {
    ioReason(error); // a bug is thrown on; what the disk does only leads to more being looked at
    return null;
  }
}

function underSeal(file: Deno.FsFile, { owner, limitBytes }: Expected): (() => Uint8Array | null) | null {
  const { isFile, size, uid, mode } = file.statSync();
  if (!isFile || size <= SEAL_BYTES || size > limitBytes) return null;
  if (uid !== owner || mode === null || (mode & GROUP_AND_OTHERS_WRITE) !== 0) return null;
  const sealed = size - SEAL_BYTES;
  const hash = createRunningHash();
  const first = readerOf(file, sealed);
  for (let chunk = first(); chunk !== null; chunk = first()) hash.update(chunk);
  const seal = readerOf(file, SEAL_BYTES)();
  if (new TextDecoder().decode(seal ?? new Uint8Array()) !== `${hash.digest()}\n`) return null;
  file.seekSync(0, Deno.SeekMode.Start);
  return readerOf(file, sealed);
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

/** Putting bytes aside on disk that are more than memory should hold. */
import { join } from "@std/path/posix";
import { CliError } from "../../../lib/model/errors.ts";
import type { Spool } from "../types/bundle.ts";
import { ioReason } from "./io_reason.ts";

const CHUNK_BYTES = 64 * 1024;

/** A spool in this folder. The file loses its name at once: what remains goes away with the last handle of it. */
export function createSpool(folder: string): Spool {
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      const { exit, reason } = ioReason(error);
      throw new CliError(exit === "not_found" ? "io" : exit, `Cannot put data aside in "${folder}": ${reason}`, {
        target: folder,
        hint: "Set TMPDIR to a folder on a disk with more room",
        cause: error,
      });
    }
  };
  const file = attempt(() => {
    const path = join(folder, crypto.randomUUID());
    const opened = Deno.openSync(path, { read: true, write: true, createNew: true, mode: 0o600 });
    Deno.removeSync(path);
    return opened;
  });
  const buffer = new Uint8Array(CHUNK_BYTES);
  let buffered = 0;
  let stored = 0;

  function store(bytes: Uint8Array): void {
    attempt(() => {
      file.seekSync(stored, Deno.SeekMode.Start);
      for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
    });
    stored += bytes.length;
  }

  function flush(): void {
    if (buffered > 0) store(buffer.subarray(0, buffered));
    buffered = 0;
  }

  return {
    bytes: () => stored + buffered,
    write(bytes) {
      if (buffered + bytes.length > CHUNK_BYTES) flush();
      if (bytes.length > CHUNK_BYTES) return store(bytes);
      buffer.set(bytes, buffered);
      buffered += bytes.length;
    },
    *open() {
      flush();
      const buffer = new Uint8Array(CHUNK_BYTES);
      for (let at = 0; at < stored;) {
        const chunk = buffer.subarray(0, Math.min(CHUNK_BYTES, stored - at));
        const count = attempt(() => {
          // Each reader has a place of its own.
          file.seekSync(at, Deno.SeekMode.Start);
          return file.readSync(chunk);
        });
        if (count === null) {
          throw new CliError("io", `Cannot read what was put aside in "${folder}": it ends too early`);
        }
        at += count;
        yield chunk.subarray(0, count);
      }
    },
    close: () => file.close(),
  };
}

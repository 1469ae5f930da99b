/**
 * The stages that a bundle's bytes pass through, as async iterables: nothing is read that nobody asks for.
 *
 * A chunk may be filled again once the next is asked for, so that a bundle of any size passes through the same memory.
 */
import { CliError } from "../../../lib/model/errors.ts";
import { createRunningHash } from "../files/hashing.ts";
import type { FileDigest } from "../../../lib/model/change.ts";

export type Bytes = AsyncIterable<Uint8Array>;

/** The first `count` bytes, or all where they are fewer, and everything from the first byte on. */
export async function peek(bytes: Bytes, count: number): Promise<{ readonly start: Uint8Array; readonly all: Bytes }> {
  const source = bytes[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < count) {
    const next = await source.next();
    if (next.done) break;
    chunks.push(next.value.slice());
    length += next.value.length;
  }
  const start = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    start.set(chunk, at);
    at += chunk.length;
  }
  return { start: start.subarray(0, count), all: continueFrom(start, source) };
}

async function* continueFrom(start: Uint8Array, source: AsyncIterator<Uint8Array>): Bytes {
  try {
    if (start.length > 0) yield start;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

/** The bytes as a stream, which keeps chunks: copies of at most `most` bytes. */
export function streamOf(bytes: Bytes, most = 64 * 1024): ReadableStream<Uint8Array<ArrayBuffer>> {
  async function* copies() {
    for await (const chunk of bytes) {
      for (let at = 0; at < chunk.length; at += most) yield Uint8Array.from(chunk.subarray(at, at + most));
    }
  }
  return ReadableStream.from(copies());
}

/** The bytes; `digest` says, once they have ended, what they were. */
export function measured(bytes: Bytes): { readonly bytes: Bytes; digest(): FileDigest; soFar(): number } {
  const hash = createRunningHash();
  let length = 0;
  async function* pass(): Bytes {
    for await (const chunk of bytes) {
      hash.update(chunk);
      length += chunk.length;
      yield chunk;
    }
  }
  return { bytes: pass(), digest: () => ({ sha256: hash.digest(), bytes: length }), soFar: () => length };
}

/** The bytes, with every error of their own source turned into one for a person; those on purpose stay as they are. */
export async function* failingWith(bytes: Bytes, describe: (cause: unknown) => CliError): Bytes {
  const source = bytes[Symbol.asyncIterator]();
  const pull = async () => {
    try {
      return await source.next();
    } catch (error) {
      throw error instanceof CliError ? error : describe(error);
    }
  };
  try {
    for (let next = await pull(); !next.done; next = await pull()) yield next.value;
  } finally {
    await source.return?.();
  }
}

/** Text onto standard output and standard error, every byte of it; the only place that knows how writing can end. */
import { CliError } from "../../lib/errors.ts";
import type { StreamTraits, TextSink } from "./host.ts";
import { ReaderLeft } from "./reader_left.ts";

/** The part of Deno.stdout and Deno.stderr that is needed. */
export interface ByteStream {
  write(bytes: Uint8Array): Promise<number>;
}

/** UTF-16 units that are encoded at once, so that a long text is not held twice. */
const SLICE_UNITS = 256 * 1024;
/** How long to wait for a full pipe that does not block; doubled up to the longest. */
const FIRST_WAIT_MS = 1;
const LONGEST_WAIT_MS = 32;

/**
 * A sink over a stream. A write ends when every byte is gone, and writes never mix.
 *
 * @throws {ReaderLeft} when the other side is closed. @throws {CliError} `io` when the bytes cannot be stored.
 */
export function createSink(stream: ByteStream, traits: StreamTraits): TextSink {
  let previous: Promise<void> = Promise.resolve();
  return {
    traits,
    write(text) {
      previous = previous.then(() => writeText(stream, text));
      return previous;
    },
  };
}

async function writeText(stream: ByteStream, text: string): Promise<void> {
  const encoder = new TextEncoder();
  for (let start = 0; start < text.length;) {
    const end = sliceEnd(text, start);
    await writeBytes(stream, encoder.encode(text.slice(start, end)));
    start = end;
  }
}

/** Where a slice may end: never between the halves of one character. */
function sliceEnd(text: string, start: number): number {
  const end = Math.min(start + SLICE_UNITS, text.length);
  const isHalf = end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return isHalf ? end - 1 : end;
}

async function writeBytes(stream: ByteStream, bytes: Uint8Array): Promise<void> {
  let waitMs = FIRST_WAIT_MS;
  for (let written = 0; written < bytes.length;) {
    const count = await writeSome(stream, bytes.subarray(written));
    written += count;
    if (count > 0) {
      waitMs = FIRST_WAIT_MS;
    } else {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    }
  }
}

/** The bytes taken; 0 where the stream takes none just now. */
async function writeSome(stream: ByteStream, bytes: Uint8Array): Promise<number> {
  try {
    return await stream.write(bytes);
  } catch (error) {
    if (error instanceof Deno.errors.WouldBlock || error instanceof Deno.errors.Interrupted) return 0;
    if (error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset) {
      throw new ReaderLeft(error);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError("io", `Cannot write the output: ${reason}`, { cause: error });
  }
}

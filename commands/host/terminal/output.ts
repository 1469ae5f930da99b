/** Text onto standard output and standard error, every byte of it; the only place that knows how writing can end. */
import { CliError } from "../../../lib/model/errors.ts";
import type { StreamTraits, TextSink } from "../types/host.ts";
import { ReaderLeft } from "./reader_left.ts";

/** The part of Deno.stdout and Deno.stderr that is needed. */
export interface ByteStream {
  write(bytes: Uint8Array): Promise<number>;
}

/** UTF-16 units that are encoded at once, so that a long text is not held twice. */
const SLICE_UNITS = 256 * 1024;
/** A pipe takes so many bytes whole or not at all (PIPE_BUF). */
const PIECE_BYTES = 4096;
/** Deno.stdout keeps shorter pieces without a newline in a buffer of its own, and then flushes it. */
const BUFFER_BYTES = 1024;
/** How long to wait for a full stream that does not block; doubled up to the longest. */
const FIRST_WAIT_MS = 1;
const LONGEST_WAIT_MS = 32;

const NEWLINE = 0x0a;
const NOTHING = new Uint8Array();

interface Output {
  readonly stream: ByteStream;
  readonly isTerminal: boolean;
  readonly isLineBuffered: boolean;
}

/**
 * A sink over a stream. A write ends when every byte is gone, and writes never mix.
 *
 * Another process may have made the stream non-blocking. Deno then says that it is full without saying how much it took,
 * so what it gets at once is cut such that this is known: a line-buffered stream (Deno.stdout is one, Deno.stderr is
 * not) gets whole lines that a pipe takes whole, or text without a newline; a terminal gets newlines alone.
 *
 * @throws {ReaderLeft} when the other side is closed. @throws {CliError} `io` when the bytes cannot be stored.
 */
export function createSink(
  stream: ByteStream,
  traits: StreamTraits,
  isLineBuffered: boolean = stream === Deno.stdout,
): TextSink {
  const output = { stream, isTerminal: traits.isTerminal, isLineBuffered };
  let previous: Promise<void> = Promise.resolve();
  return {
    traits,
    write(text) {
      previous = previous.then(() => writeText(output, text));
      return previous;
    },
  };
}

/** As createSink(), for bytes. */
export function createByteSink(
  stream: ByteStream,
  { isTerminal }: StreamTraits,
  isLineBuffered: boolean = stream === Deno.stdout,
): (bytes: Uint8Array) => Promise<void> {
  return (bytes) => writeBytes({ stream, isTerminal, isLineBuffered }, bytes);
}

async function writeText(output: Output, text: string): Promise<void> {
  const encoder = new TextEncoder();
  for (let start = 0; start < text.length;) {
    const end = sliceEnd(text, start);
    await writeBytes(output, encoder.encode(text.slice(start, end)));
    start = end;
  }
}

/** Where a slice may end: never between the halves of one character. */
function sliceEnd(text: string, start: number): number {
  const end = Math.min(start + SLICE_UNITS, text.length);
  const isHalf = end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return isHalf ? end - 1 : end;
}

async function writeBytes(output: Output, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const rest = bytes.subarray(written, written + PIECE_BYTES);
    written += await writePiece(output, output.isLineBuffered ? rest.subarray(0, pieceEnd(rest, output)) : rest);
  }
}

function pieceEnd(bytes: Uint8Array, { isTerminal }: Output): number {
  if (!isTerminal) return bytes.lastIndexOf(NEWLINE) + 1 || bytes.length;
  const newline = bytes.indexOf(NEWLINE);
  if (newline === 0) return 1;
  return newline === -1 ? bytes.length : newline;
}

/** The number of bytes taken, at least one, however long it takes. */
async function writePiece({ stream, isLineBuffered }: Output, piece: Uint8Array): Promise<number> {
  const isBuffered = isLineBuffered && piece.length < BUFFER_BYTES && !piece.includes(NEWLINE);
  let isTaken = false;
  for (let waitMs = FIRST_WAIT_MS;; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const count = await writeSome(stream, isTaken ? NOTHING : piece);
    if (count !== null && isTaken) return piece.length;
    if (count !== null && count > 0) return count;
    // A buffered piece was taken before the stream was found full: what is left to do is to flush it.
    isTaken ||= count === null && isBuffered;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

/** The number of bytes taken, or null where the stream was full. */
async function writeSome(stream: ByteStream, bytes: Uint8Array): Promise<number | null> {
  try {
    return await stream.write(bytes);
  } catch (error) {
    if (error instanceof Deno.errors.WouldBlock) return null;
    if (error instanceof Deno.errors.Interrupted) return 0;
    if (error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset) {
      throw new ReaderLeft(error);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError("io", `Cannot write the output: ${reason}`, { cause: error });
  }
}

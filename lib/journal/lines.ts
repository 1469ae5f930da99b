/**
 * Cutting a byte stream into lines, at 0x0A only, in blocks of many lines.
 *
 * Blocks, because decoding many lines at once costs a tenth of decoding them one by one.
 */

import { decodeUtf8 } from "../text/utf8.ts";

/** Longer lines are not kept, only their place and length. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

// Whatever size of chunk is fed: the texts of larger blocks are large objects to the engine, which take it four times as
// long to make, and more memory.
const MAX_BLOCK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

export type LineBlock =
  /** One or more whole lines, each with its newline. The bytes may be a view of the chunk: use them before the next. */
  | { readonly kind: "lines"; readonly offset: number; readonly bytes: Uint8Array }
  /** The end of the stream, without a newline. */
  | { readonly kind: "tail"; readonly offset: number; readonly bytes: Uint8Array }
  /** One line over the limit; `length` is without its newline. */
  | { readonly kind: "too_long"; readonly offset: number; readonly length: number; readonly terminated: boolean };

interface LineCutter {
  /** The lines that end within this chunk, in order. */
  add(chunk: Uint8Array): readonly LineBlock[];
  /** What is left without a newline, or null where the stream ended with one. */
  finish(): LineBlock | null;
  /** Where the line starts that has not ended yet, and its bytes so far; null where the last one has ended. */
  pending(): { readonly offset: number; readonly length: number } | null;
}

/** A cutter for one stream, from `start` on; it holds at most one line, and never more than the limit of it. */
export function createLineCutter(maxLineBytes: number = MAX_LINE_BYTES, start = 0): LineCutter {
  const maxBlockBytes = Math.min(maxLineBytes, MAX_BLOCK_BYTES);
  let offset = start;
  let held: Uint8Array[] = [];
  let heldLength = 0;

  function hold(bytes: Uint8Array): void {
    heldLength += bytes.length;
    // The chunk belongs to the caller, who may fill it again.
    if (heldLength <= maxLineBytes) held.push(bytes.slice());
    else held = [];
  }

  function release(terminated: boolean): LineBlock {
    const start = offset;
    const length = heldLength;
    const bytes = concat(terminated ? [...held, Uint8Array.of(NEWLINE)] : held);
    held = [];
    heldLength = 0;
    offset += length + (terminated ? 1 : 0);
    if (length > maxLineBytes) return { kind: "too_long", offset: start, length, terminated };
    return { kind: terminated ? "lines" : "tail", offset: start, bytes };
  }

  function block(bytes: Uint8Array): LineBlock {
    const start = offset;
    const length = bytes.length - 1;
    offset += bytes.length;
    return length > maxLineBytes
      ? { kind: "too_long", offset: start, length, terminated: true }
      : { kind: "lines", offset: start, bytes };
  }

  return {
    add(chunk) {
      const blocks: LineBlock[] = [];
      let start = 0;
      const last = chunk.lastIndexOf(NEWLINE);
      if (heldLength > 0 && last >= 0) {
        const end = chunk.indexOf(NEWLINE);
        hold(chunk.subarray(0, end));
        blocks.push(release(true));
        start = end + 1;
      }
      while (start <= last) {
        const end = blockEnd(chunk, start, last, maxBlockBytes);
        blocks.push(block(chunk.subarray(start, end + 1)));
        start = end + 1;
      }
      if (start < chunk.length) hold(chunk.subarray(start));
      return blocks;
    },
    finish() {
      return heldLength > 0 ? release(false) : null;
    },
    pending() {
      return heldLength > 0 ? { offset, length: heldLength } : null;
    },
  };
}

interface BlockFeed extends Pick<LineCutter, "pending"> {
  /** Takes the next bytes, cut anywhere. */
  add(chunk: Uint8Array): void;
  /** Takes the end of the stream, and tells whether a line was left without its newline. To be called once. */
  finish(): boolean;
}

/** Has a stream cut into blocks, each of which is taken as it comes, the one without a newline at the end. */
export function feedBlocks(
  take: (block: LineBlock) => void,
  { maxLineBytes, start }: { readonly maxLineBytes?: number | undefined; readonly start?: number } = {},
): BlockFeed {
  const cutter = createLineCutter(maxLineBytes, start);
  return {
    add(chunk) {
      for (const block of cutter.add(chunk)) take(block);
    },
    pending: () => cutter.pending(),
    finish() {
      const tail = cutter.finish();
      if (tail !== null) take(tail);
      return tail !== null;
    },
  };
}

// The newline that ends the largest block within the limit, or the single line that is longer.
function blockEnd(chunk: Uint8Array, start: number, last: number, maxBlockBytes: number): number {
  if (last - start < maxBlockBytes) return last;
  const within = chunk.lastIndexOf(NEWLINE, start + maxBlockBytes - 1);
  return within >= start ? within : chunk.indexOf(NEWLINE, start);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Takes lines of a block before they are cut out of it. */
type TakeLine = (text: string, at: number, start: number) => number;

/**
 * Calls `visit` for each line of a block, with its text (null where it is not UTF-8), its first byte and its length
 * without the newline; `text` is the whole block's, as decodeUtf8() gave it.
 *
 * `take` is asked first, with the block's text, and where in it and in the bytes the line starts. It may take the line,
 * where that is ASCII, and returns its length with the newline; 0 leaves it.
 */
export function visitLines(
  bytes: Uint8Array,
  text: string | null,
  visit: (line: string | null, start: number, length: number) => void,
  take: TakeLine = () => 0,
): void {
  // Where every character is one byte, places in the text are places in the bytes.
  const oneByteEach = text !== null && text.length === bytes.length;
  let start = 0;
  let textStart = 0;
  while (start < bytes.length) {
    const taken = text === null ? 0 : take(text, textStart, start);
    if (taken > 0) {
      start += taken;
      textStart += taken;
      continue;
    }
    const textEnd = text === null ? -1 : lineEnd(text.indexOf("\n", textStart), text.length);
    const end = oneByteEach ? textEnd : lineEnd(bytes.indexOf(NEWLINE, start), bytes.length);
    visit(text === null ? decodeUtf8(bytes.subarray(start, end)) : text.slice(textStart, textEnd), start, end - start);
    start = end + 1;
    textStart = textEnd + 1;
  }
}

function lineEnd(found: number, length: number): number {
  return found < 0 ? length : found;
}

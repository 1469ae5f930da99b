/** One line of a journal by its number, whatever it says. */
import { feedBlocks, type LineBlock } from "./lines.ts";

export interface LineAt {
  readonly offset: number;
  /** Of the line without its newline. */
  readonly bytes: number;
  /** Its beginning, what is no UTF-8 replaced; null where the line is too long to be read. */
  readonly text: string | null;
}

interface LineReader {
  /** Takes the next bytes, cut anywhere. */
  add(chunk: Uint8Array): void;
  /** The line that has not ended yet. */
  pending(): { readonly offset: number; readonly length: number } | null;
  /** The line, or null where the journal has fewer. To be called once. */
  finish(): LineAt | null;
}

const NEWLINE = 0x0a;
/** Enough to see what it is. */
const SHOWN_BYTES = 400;

/** Reads the line with that number, counted from 1 as the fold counts, blank ones too. */
export function createLineReader(wanted: number): LineReader {
  const feed = feedBlocks((block) => found === null && takeBlock(block));
  let lines = 0;
  let found: LineAt | null = null;

  function takeBlock(block: LineBlock): void {
    if (block.kind === "too_long") {
      if (++lines === wanted) found = { offset: block.offset, bytes: block.length, text: null };
      return;
    }
    const { bytes, offset } = block;
    for (let start = 0; start < bytes.length && lines < wanted;) {
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline < 0 ? bytes.length : newline;
      if (++lines === wanted) {
        const text = new TextDecoder().decode(bytes.subarray(start, Math.min(end, start + SHOWN_BYTES)));
        found = { offset: offset + start, bytes: end - start, text: end - start > SHOWN_BYTES ? `${text}…` : text };
      }
      start = end + 1;
    }
  }

  return {
    add: feed.add,
    pending: feed.pending,
    finish() {
      feed.finish();
      return found;
    },
  };
}

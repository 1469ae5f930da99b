/** Looking over a member of JSON lines while it is kept, without parsing it. */
import type { Refuse } from "./refusal.ts";

interface LineCounter {
  add(chunk: Uint8Array): void;
  /** The number of lines. @throws what `refuse` makes where the last one has no end */
  finish(): number;
}

interface LineRules {
  readonly path: string;
  readonly maxLines: number;
  readonly maxLineBytes: number;
}

const NEWLINE = 0x0a;

/** A counter for one member: each line has an end, none is empty or over the limit, and there are not too many. */
export function createLineCounter({ path, maxLines, maxLineBytes }: LineRules, refuse: Refuse): LineCounter {
  let lines = 0;
  let length = 0;
  const grow = (bytes: number) => {
    length += bytes;
    if (length > maxLineBytes) {
      throw refuse(`line ${lines + 1} of its member "${path}" is longer than ${maxLineBytes} bytes`);
    }
  };
  return {
    add(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        grow(end - start);
        if (length === 0) throw refuse(`line ${lines + 1} of its member "${path}" is empty`);
        if (lines === maxLines) throw refuse(`its member "${path}" takes it over the limit of ${maxLines} lines`);
        lines++;
        length = 0;
        start = end + 1;
      }
      grow(chunk.length - start);
    },
    finish() {
      if (length > 0) throw refuse(`the last line of its member "${path}" has no end`);
      return lines;
    },
  };
}

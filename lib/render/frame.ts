/** An answer drawn again and again in the same place of a terminal. */
import { displayWidth } from "./wrap.ts";

/** A size that is not known is no limit. */
interface Size {
  readonly rows: number | null;
  readonly columns: number | null;
}

const HOME = "\x1b[H";
const CLEAR_SCREEN = "\x1b[2J";
const CLEAR_TO_LINE_END = "\x1b[K";
const CLEAR_TO_END = "\x1b[J";

/**
 * What draws the text over the one that was drawn before it, without clearing what stays the same; what has no room is counted
 * in the last line. The cursor ends below it, where whatever comes next is written.
 */
export function frameText(text: string, size: Size, isFirst: boolean): string {
  const drawn = fitting(text.replace(/\n$/, "").split("\n"), size)
    // Behind the last column there is nothing to clear, and terminals clear that column itself.
    .map((line) => `${line}${isFull(line, size) ? "" : CLEAR_TO_LINE_END}\n`);
  return `${isFirst ? CLEAR_SCREEN : ""}${HOME}${drawn.join("")}${CLEAR_TO_END}`;
}

/** The lines that have room above the cursor's own. */
function fitting(lines: readonly string[], size: Size): readonly string[] {
  const room = size.rows === null ? Infinity : Math.max(1, size.rows - 1);
  const rowsOf = (line: string) => Math.max(1, Math.ceil(displayWidth(line) / (size.columns ?? Infinity)));
  const all = lines.map(rowsOf).reduce((sum, rows) => sum + rows, 0);
  if (all <= room) return lines;
  let used = 1;
  const kept = lines.findIndex((line) => (used += rowsOf(line)) > room);
  return [...lines.slice(0, kept), `... ${lines.length - kept} more`];
}

function isFull(line: string, { columns }: Size): boolean {
  const width = displayWidth(line);
  return columns !== null && width > 0 && width % columns === 0;
}

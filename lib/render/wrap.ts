/** Breaking text into lines of a display width; knows wide and combining characters, and the codes of style.ts. */
import { unicodeWidth } from "@std/cli/unicode-width";

// deno-lint-ignore no-control-regex
const STYLE_CODE = /\x1b\[(\d+)m/g;
/** Which code ends the emphasis that a code starts. */
const CLOSERS: ReadonlyMap<string, string> = new Map(
  [["1", "22"], ["2", "22"], ["31", "39"], ["32", "39"], ["33", "39"], ["36", "39"]],
);

/** Keeps two words on one line; to be a space like any other once all is laid out. What is printable has none of its own. */
export const NO_BREAK_SPACE = "\u00a0";

/** Columns that a line of text takes on a terminal; style codes take none. */
export function displayWidth(line: string): number {
  const plain = line.includes("\x1b") ? line.replace(STYLE_CODE, "") : line;
  return /^[\x20-\x7e]*$/.test(plain) ? plain.length : unicodeWidth(plain);
}

/**
 * The text as lines of at most `width` columns, broken at spaces. A longer word stays whole, so that an id or a path can be
 * copied. Null: only at its newlines.
 */
export function wrapText(text: string, width: number | null): readonly string[] {
  const lines = text.split("\n");
  const wrapped = width === null ? lines : lines.flatMap((line) => wrapLine(line, Math.max(width, 1)));
  return text.includes("\x1b") ? closeStyles(wrapped) : wrapped;
}

function wrapLine(line: string, width: number): readonly string[] {
  if (displayWidth(line) <= width) return [line];
  const lines: string[] = [];
  let current = "";
  let used = 0;
  for (const [part, spaces = "", word = ""] of line.matchAll(/( *)([^ ]*)/g)) {
    if (part === "") continue;
    const wordWidth = displayWidth(word);
    if (used + spaces.length + wordWidth <= width) {
      current += part;
      used += part.length - word.length + wordWidth;
      continue;
    }
    if (current !== "") lines.push(current);
    current = word;
    used = wordWidth;
  }
  return current === "" && lines.length > 0 ? lines : [...lines, current];
}

/** Ends every emphasis at the end of its line and takes it up on the next, so that lines can be laid out side by side. */
function closeStyles(lines: readonly string[]): readonly string[] {
  let open: readonly string[] = [];
  return lines.map((line) => {
    const before = open.map((code) => `\x1b[${code}m`).join("");
    for (const [, code = ""] of line.matchAll(STYLE_CODE)) {
      open = CLOSERS.has(code) ? [...open, code] : open.filter((opened) => CLOSERS.get(opened) !== code);
    }
    const after = open.map((code) => `\x1b[${CLOSERS.get(code)}m`).reverse().join("");
    return before + line + after;
  });
}

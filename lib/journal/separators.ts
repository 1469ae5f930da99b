/**
 * Where the reference daemon cuts lines, beyond the newline: its splitter knows more separators (docs/domain.md, "How
 * the reference daemon behaves").
 */

/** What its strip() takes for white space; a line of nothing else is blank, and takes no ordinal. */
// deno-lint-ignore no-control-regex
const ONLY_SPACE = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;

const SEPARATORS = ["\v", "\f", "\r", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"] as const;

/** Whether the line holds nothing but white space. */
export function isBlank(line: string): boolean {
  const first = line.charCodeAt(0);
  // Every usual line starts with a brace.
  return !(first > 0x20 && first < 0x7f) && ONLY_SPACE.test(line);
}

/** False where lines that are JSON surely hold no separator; other lines may hold control characters all the same. */
export function mayHoldSeparator(text: string): boolean {
  return text.includes("\r") || text.includes("\x85") || text.includes("\u2028") || text.includes("\u2029");
}

/** The separators within the text, by name, each once: `U+2028`. */
export function separatorsIn(text: string): readonly string[] {
  return SEPARATORS.filter((separator) => text.includes(separator)).map(codePointName);
}

/** How many lines that are not blank the daemon makes of the text. */
export function countPieces(text: string): number {
  const cuts: ReadonlySet<string> = new Set(SEPARATORS);
  let pieces = 0;
  let counted = false;
  for (const character of text) {
    if (cuts.has(character)) counted = false;
    else if (!counted && !isBlank(character)) {
      counted = true;
      pieces++;
    }
  }
  return pieces;
}

function codePointName(separator: string): string {
  return `U+${separator.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

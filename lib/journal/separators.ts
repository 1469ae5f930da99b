/** Where the reference daemon cuts lines, beyond the newline: its splitter knows more separators (domain.md). */

/** What its strip() takes for white space; a line of nothing else is blank, and takes no ordinal. */
// deno-lint-ignore no-control-regex
const ONLY_SPACE = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;

// deno-lint-ignore no-control-regex
const SEPARATOR = /[\v\f\r\x1c-\x1e\x85\u2028\u2029]/;

/** Whether the line holds nothing but white space. */
export function isBlank(line: string): boolean {
  const first = line.charCodeAt(0);
  // Every usual line starts with a brace.
  return !(first > 0x20 && first < 0x7f) && ONLY_SPACE.test(line);
}

/** False where the text surely has no separator but newlines and, in a line that is not JSON, control characters. */
export function mayHoldSeparator(text: string): boolean {
  return text.includes("\r") || text.includes("\x85") || text.includes("\u2028") || text.includes("\u2029");
}

/** The names of the separators within a line (a carriage return at its end is not within), each once; null for none. */
export function separatorsIn(line: string): { readonly names: readonly string[]; readonly pieces: number } | null {
  const found = line.match(new RegExp(SEPARATOR, "g"));
  if (found === null) return null;
  const pieces = line.split(SEPARATOR).filter((piece) => !isBlank(piece)).length;
  return { names: [...new Set(found.map(nameOf))], pieces };
}

function nameOf(separator: string): string {
  return `U+${separator.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

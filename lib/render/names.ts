/** `-o name`: ids or targets one a line, for a shell to go through. */
import { printable } from "./printable.ts";

/** Each once, in their order; what has none is left out, and a character that a line cannot hold is an escape. */
export function namesText(names: readonly (string | null)[]): string {
  const known = new Set(names.filter((name) => name !== null));
  return [...known].map((name) => `${printable(name, { unicode: true })}\n`).join("");
}

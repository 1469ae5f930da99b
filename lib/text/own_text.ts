/** Texts that are kept while the larger one that they were cut from is not. */

/** The same text in memory of its own: the engine keeps the whole of a text as long as any piece that was cut from it. */
export function ownText(text: string): string {
  // What JSON.parse makes is never a piece of another text.
  const own: string = JSON.parse(JSON.stringify(text));
  return own;
}

/** The pieces as one text, which is kept in a third of the memory of one that a template made: the engine joins those only where they are read. */
export function oneText(pieces: readonly string[]): string {
  return pieces.join("");
}

/** Texts that are kept while the larger one that they were cut from is not. */

/** The same text in memory of its own: the engine keeps the whole of a text as long as any piece that was cut from it. */
export function ownText(text: string): string {
  // What JSON.parse makes is never a piece of another text.
  const own: string = JSON.parse(JSON.stringify(text));
  return own;
}

/** Commands that a recommendation or a refusal prints: they run as printed. */

/** The word as a POSIX shell reads it back; plain words stay plain. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_\-.,:\/@%+=]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A `sourceos sync` command line, its words quoted where a shell needs it. */
export function syncCommand(...words: readonly string[]): string {
  return ["sourceos", "sync", ...words.map(shellWord)].join(" ");
}

/** The flags that make a printed command look at the same store again. */
export function storeFlags(
  store: { readonly root: string; readonly selected_by: string } | null,
): readonly string[] {
  return store === null || store.selected_by === "default" ? [] : ["--store", store.root];
}

/** A command line that was started, for others to read in a lock: without its options, which may be nobody else's business. */
export function withoutOptions(args: readonly string[]): string {
  const end = args.findIndex((word) => word.startsWith("-"));
  return ["sourceos", ...end === -1 ? args : args.slice(0, end)].join(" ");
}

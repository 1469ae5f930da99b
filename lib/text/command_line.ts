/** Commands that a recommendation or a refusal prints: they run as printed. */

/** The word as a POSIX shell reads it back; plain words stay plain. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_\-.,:\/@%+=]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** How the program is called: as `sourceos`, whose group `sync` is, or under the name of the group alone. */
export type ProgramName = "sourceos" | "sourceos-sync";

// Like the program's own file name it holds for the whole process, and is settled before the first command line is made.
let called: ProgramName = "sourceos";

/** From here on command lines are those of a program of this name. For the start of the program alone. */
export function callProgram(name: ProgramName): void {
  called = name;
}

/** Whether it is called by the name of the group alone. */
export function isGroupCalled(): boolean {
  return called === "sourceos-sync";
}

/** What is typed for the words of a command, `sync` first among them where it is one of the group. */
export function typedCommand(words: readonly string[]): readonly string[] {
  const [first, ...rest] = words;
  return isGroupCalled() && first === "sync" ? [called, ...rest] : ["sourceos", ...words];
}

/** A `sourceos sync` command line, its words quoted where a shell needs it. */
export function syncCommand(...words: readonly string[]): string {
  return [...typedCommand(["sync"]), ...words.map(shellWord)].join(" ");
}

/** A text of our own, without anything from a store in it, with the commands in it as they are typed here. */
export function withTypedCommands(text: string): string {
  return text.replaceAll("sourceos sync", syncCommand());
}

/** A part of a text for people: its prose, or a command line that stands in it. */
interface TextPart {
  readonly kind: "prose" | "command";
  readonly text: string;
}

const WORD = String.raw`(?:'[^']*'|\\'|[^\s',;.?()]|[,;.?](?=\S))+`;
const COMMAND = new RegExp(
  // Behind a colon another command may give it its input, and who may not run it becomes who may.
  String.raw`(?:(?<=: )(?:${WORD} )+\| |(?:sudo|runuser|setpriv) (?:${WORD} )*?-- )?` +
    String.raw`(?<![^ ])sourceos(?:-sync| sync)(?![^ ,;.?)])(?: (?!or sourceos)${WORD})*`,
  "g",
);

/** The text in its order, with the command lines of ours in it: one ends at a comma, a semicolon, a bracket, or with its sentence. */
export function commandParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const found of text.matchAll(COMMAND)) {
    parts.push({ kind: "prose", text: text.slice(end, found.index) }, { kind: "command", text: found[0] });
    end = found.index + found[0].length;
  }
  return [...parts, { kind: "prose" as const, text: text.slice(end) }].filter((part) => part.text !== "");
}

/**
 * The flags that make a printed command look at the same store again, and ask the same daemon: without that it would ask another
 * one whether it serves the store.
 */
export function storeFlags(
  store: { readonly root: string; readonly selected_by: string; readonly named_daemon?: string } | null,
): readonly string[] {
  if (store === null) return [];
  return [
    ...store.selected_by === "default" ? [] : ["--store", store.root],
    ...store.named_daemon === undefined ? [] : ["--daemon", store.named_daemon],
  ];
}

/** As storeFlags(), of a document's source. */
export function sourceFlags(source: {
  readonly store: Parameters<typeof storeFlags>[0];
  readonly daemon: { readonly endpoint: string | null; readonly selected_by: string } | null;
}): readonly string[] {
  const { store, daemon } = source;
  return [...storeFlags(store), ...daemon?.selected_by === "option" ? ["--daemon", daemon.endpoint ?? "none"] : []];
}

/** A command line that was started, for others to read in a lock: without its options, which may be nobody else's business. */
export function withoutOptions(args: readonly string[]): string {
  const end = args.findIndex((word) => word.startsWith("-"));
  return typedCommand(end === -1 ? args : args.slice(0, end)).join(" ");
}

/** The commands, as their documents name them (docs/scripting.md, "Commands"). */

/** The commands that answer with a document. */
export const COMMANDS = [
  "sync",
  "sync status",
  "sync doctor",
  "sync doctor checks",
  "sync explain",
  "sync plans",
  "sync actors",
  "sync schemas",
  "sync conflicts",
  "sync conflicts decide",
  "sync profiles",
  "sync devices",
  "sync objects",
  "sync workspaces",
  "sync decisions",
  "sync transactions",
  "sync receipts",
  "sync queue",
  "sync repair",
  "sync repair reports",
  "sync export",
  "sync import",
  "sync init",
  "sync events",
] as const;
export type CommandName = typeof COMMANDS[number];

/** What else is typed for a command, which answers with its document. */
const ALSO_TYPED: ReadonlyMap<string, CommandName> = new Map([["sync reports", "sync repair reports"]]);

/** The command of these words; null where they are none. */
export function commandOf(words: string): CommandName | null {
  return COMMANDS.find((command) => command === words) ?? ALSO_TYPED.get(words) ?? null;
}

/** The document schema's name: `sync status` is `sourceos.cli.sync-status/v1`. */
export function documentSchemaName(command: CommandName): string {
  return `sourceos.cli.${command.replaceAll(" ", "-")}/v1`;
}

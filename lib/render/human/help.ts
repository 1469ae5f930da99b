/** Help pages: they fit the terminal, and every one names the exit codes that its command can give. */
import { createStyle } from "../style.ts";
import type { View } from "../view.ts";
import { commandText, keyValueText, listItem, paragraph } from "../paragraphs.ts";

export interface HelpEntry {
  readonly name: string;
  readonly description: string;
}

/** What is told of a command, on a help page or a man page. */
export interface HelpPage {
  readonly usage: string;
  readonly description: string;
  readonly commands: readonly HelpEntry[];
  readonly examples: readonly HelpEntry[];
  readonly options: readonly HelpEntry[];
  /** Options that every command of the group has, where the page is the one that lists them. */
  readonly sharedOptions: readonly HelpEntry[];
  /** The command line that lists them and their variables, where this page does not. */
  readonly sharedAt: string | null;
  readonly exits: readonly HelpEntry[];
  readonly variables: readonly HelpEntry[];
}

export function helpText(page: HelpPage, view: View): string {
  const style = createStyle(view);
  const entries = (title: string, listed: readonly HelpEntry[]) =>
    listed.length === 0 ? [] : [
      `${style.heading(title)}\n${keyValueText(listed.map(({ name, description }) => [name, description]), view)}`,
    ];
  const examples = page.examples.map(({ name, description }) =>
    `${paragraph(description, view, 2)}\n${commandText(name, view, 4)}`
  );
  return [
    listItem(style.heading("Usage"), style.code(page.usage), { view }),
    paragraph(page.description, view),
    ...entries("Commands", page.commands),
    ...(examples.length === 0 ? [] : [`${style.heading("Examples")}\n${examples.join("\n")}`]),
    ...entries("Options", page.options),
    ...entries("Options of every command", page.sharedOptions),
    ...(page.sharedAt === null ? [] : [
      paragraph(`Options and environment variables of every command: ${style.code(page.sharedAt)}`, view),
    ]),
    ...entries("Environment variables", page.variables),
    ...entries("Exit codes", page.exits),
  ].join("\n\n") + "\n";
}

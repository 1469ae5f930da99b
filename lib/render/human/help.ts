/** Help pages: they fit the terminal, and every one names the exit codes. */
import { EXIT_CODES } from "../../model/exit.ts";
import { createStyle } from "../style.ts";
import type { View } from "../view.ts";
import { commandText, keyValueText, paragraph } from "../paragraphs.ts";

export interface HelpEntry {
  readonly name: string;
  readonly description: string;
}

export interface HelpPage {
  readonly usage: string;
  readonly description: string;
  readonly commands: readonly HelpEntry[];
  readonly options: readonly HelpEntry[];
  /** Options that every command of the group has. */
  readonly sharedOptions: readonly HelpEntry[];
  readonly examples: readonly HelpEntry[];
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
    `${style.heading("Usage")} ${style.code(page.usage)}`,
    paragraph(page.description, view),
    ...entries("Commands", page.commands),
    ...entries("Options", page.options),
    ...entries("Options of every command", page.sharedOptions),
    ...(examples.length === 0 ? [] : [`${style.heading("Examples")}\n${examples.join("\n")}`]),
    `${style.heading("Exit codes")}\n${
      paragraph(EXIT_CODES.map(({ code, name }) => `${code} ${name.replaceAll("_", " ")}`).join(", "), view, 2)
    }`,
  ].join("\n\n") + "\n";
}

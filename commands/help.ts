/** A command's help page, read off the command itself, so that a flag can never be missing from it. */
import type { HelpEntry, HelpPage } from "../lib/render/human/help.ts";

/** The part of a Cliffy command that a help page needs. */
interface Described {
  getPath(): string;
  getDescription(): string;
  getArgsDefinition(): string | undefined;
  getOptions(): readonly DescribedOption[];
  getCommands(): readonly Described[];
  getExamples(): readonly { readonly name: string; readonly description: string }[];
  getName(): string;
}

interface DescribedOption {
  readonly flags: readonly string[];
  readonly description: string;
  readonly typeDefinition?: string;
  readonly global?: boolean;
}

export function helpPage(command: Described): HelpPage {
  const options = command.getOptions();
  const commands = command.getCommands();
  const words = command.getArgsDefinition();
  return {
    usage: [
      command.getPath(),
      ...(words === undefined ? [] : [bareArguments(words)]),
      commands.length > 0 ? "COMMAND" : "[OPTIONS]",
    ]
      .join(" "),
    description: command.getDescription(),
    commands: commands.map((child) => ({
      name: [child.getName(), ...[child.getArgsDefinition() ?? ""].filter((text) => text !== "").map(bareArguments)]
        .join(" "),
      description: child.getDescription(),
    })),
    options: options.filter((option) => option.global !== true).map(optionEntry),
    sharedOptions: options.filter((option) => option.global === true).map(optionEntry),
    examples: command.getExamples().map(({ name, description }) => ({ name: description, description: name })),
  };
}

function optionEntry({ flags, typeDefinition, description }: DescribedOption): HelpEntry {
  const value = typeDefinition === undefined ? "" : ` ${bareArguments(typeDefinition)}`;
  return { name: `${flags.join(", ")}${value}`, description };
}

/** `<file:string>` is shown as `<file>`. */
function bareArguments(definition: string): string {
  return definition.replace(/:[^>\]]+/g, "");
}

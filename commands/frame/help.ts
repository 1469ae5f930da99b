/** A command's help page, read off the command itself, so that a flag can never be missing from it. */
import type { HelpEntry, HelpPage } from "../../lib/render/human/help.ts";

/** The part of a Cliffy command that a help page needs. */
interface Described {
  getPath(): string;
  getDescription(): string;
  /** The arguments as a person reads them; empty where there are none. */
  getUsage(): string;
  getOptions(): readonly DescribedOption[];
  getCommands(): readonly Described[];
  getExamples(): readonly { readonly name: string; readonly description: string }[];
  getName(): string;
}

interface DescribedOption {
  readonly flags: readonly string[];
  readonly description: string;
  readonly typeDefinition?: string;
  /** The value may be left out, and is otherwise written behind an equals sign. */
  readonly equalsSign?: boolean;
  readonly global?: boolean;
}

export function helpPage(command: Described): HelpPage {
  const options = command.getOptions();
  const commands = command.getCommands();
  return {
    usage: joined(command.getPath(), bareArguments(command.getUsage()), commands.length > 0 ? "COMMAND" : "[OPTIONS]"),
    description: command.getDescription(),
    commands: commands.map((child) => ({
      name: joined(child.getName(), bareArguments(child.getUsage())),
      description: child.getDescription(),
    })),
    options: options.filter((option) => option.global !== true).map(optionEntry),
    sharedOptions: options.filter((option) => option.global === true).map(optionEntry),
    examples: command.getExamples().map(({ name, description }) => ({ name: description, description: name })),
  };
}

function joined(...words: readonly string[]): string {
  return words.filter((word) => word !== "").join(" ");
}

function optionEntry({ flags, typeDefinition, equalsSign, description }: DescribedOption): HelpEntry {
  const value = bareArguments(typeDefinition ?? "");
  const name = equalsSign === true ? flags.join(", ") + value.replace("[", "[=") : joined(flags.join(", "), value);
  return { name, description };
}

/** `<file:string>` is shown as `<file>`. */
export function bareArguments(definition: string): string {
  return definition.replace(/:[^>\]]+/g, "");
}

/** What is told of a command, read off the command itself, so that a flag can never be missing from its help or man page. */
import { EXITS_OF } from "../../lib/model/command_exits.ts";
import { commandOf } from "../../lib/model/command_names.ts";
import { EXIT_CODES } from "../../lib/model/exit.ts";
import { syncCommand, withTypedCommands } from "../../lib/text/command_line.ts";
import type { HelpEntry, HelpPage } from "../../lib/render/human/help.ts";
import { bareArguments } from "./option_reader.ts";
import { OWN_VARIABLES, VARIABLES } from "./variables.ts";

/** The part of a Cliffy command that a help page needs. */
export interface Described {
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

const SHARED_BY = "sync" as const;

export function helpPage(command: Described): HelpPage {
  const options = command.getOptions();
  const commands = command.getCommands();
  const path = command.getPath();
  const name = path.split(" ").slice(1).join(" ");
  const answers = name.startsWith(`${SHARED_BY} `);
  const shared = options.filter((option) => option.global === true).map(optionEntry);
  const own = options.filter((option) => option.global !== true).map(optionEntry);
  const rest = commands.length === 0 ? "[OPTIONS]" : answers ? "[COMMAND] [OPTIONS]" : "COMMAND";
  return {
    usage: withTypedCommands(joined(path, bareArguments(command.getUsage()), rest)),
    description: joined(...command.getDescription().split("\n")),
    commands: commands.map((child) => ({
      name: joined(child.getName(), bareArguments(child.getUsage())),
      description: child.getDescription().split("\n")[0] ?? "",
    })),
    examples: command.getExamples().map(({ name, description }) => ({
      name: withTypedCommands(description),
      description: name,
    })),
    options: own,
    sharedOptions: answers ? [] : shared,
    sharedAt: answers ? syncCommand("--help") : null,
    exits: exitEntries(name),
    variables: variableEntries(name),
  };
}

/** All of them where the group tells what its commands share. */
function variableEntries(name: string): readonly HelpEntry[] {
  return VARIABLES.flatMap(({ names, says }) => {
    const told = names.filter((one) => name === SHARED_BY || OWN_VARIABLES[name]?.includes(one));
    return told.length === 0 ? [] : [{ name: told.join(", "), description: says }];
  });
}

/** Every code for the program and its group: a table to look one up in. */
function exitEntries(name: string): readonly HelpEntry[] {
  const command = commandOf(name) ?? SHARED_BY;
  const given = ["", SHARED_BY].includes(name) ? EXIT_CODES.map((row) => row.name) : EXITS_OF[command];
  return EXIT_CODES.filter((row) => given.includes(row.name)).map((row) => ({
    name: `${String(row.code).padStart(3)} ${row.name}`,
    description: row.meaning,
  }));
}

function joined(...words: readonly string[]): string {
  return words.filter((word) => word !== "").join(" ");
}

function optionEntry({ flags, typeDefinition, equalsSign, description }: DescribedOption): HelpEntry {
  const value = bareArguments(typeDefinition ?? "");
  const name = equalsSign === true ? flags.join(", ") + value.replace("[", "[=") : joined(flags.join(", "), value);
  return { name, description };
}

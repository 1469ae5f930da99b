/** A command as it is typed and told of, and how it becomes a Cliffy command; what answers it is read where it is run. */
import { Command } from "@cliffy/command";
import type { TSchema } from "@sinclair/typebox";
import { CliError } from "../../lib/model/errors.ts";
import type { ExitCode } from "../../lib/model/exit.ts";
import type { CommandName } from "../../lib/model/command_names.ts";
import { typedCommand } from "../../lib/text/command_line.ts";
import { failingAs } from "./command_failed.ts";
import type { Caller, Host } from "../host/types/host.ts";
import {
  bareArguments,
  declaredOptions,
  type OptionDeclaration,
  optionName,
  parseOptions,
  type RawOptions,
  rawOptions,
  type ReadOptions,
} from "./option_reader.ts";
import { type CommonOptions, parseCommonOptions } from "./options.ts";

export interface Invocation<Options> {
  readonly common: CommonOptions;
  /** The command's own options. */
  readonly options: Options;
  /** All options that were typed, for a command line that is printed. */
  readonly raw: RawOptions;
  /** The words that are no options. */
  readonly words: readonly string[];
  readonly host: Host;
}

/** The words of a command: all that help needs. */
export interface CommandDeclaration<Options> {
  readonly name: string;
  readonly command: CommandName;
  readonly description: string;
  readonly argument?: string;
  /** Whether with these options the argument may be missing that must be there else. */
  goesWithoutArgument?(options: Options): boolean;
  readonly examples: readonly (readonly [description: string, commandLine: string])[];
  readonly options: ReadOptions<Options>;
}

/** The JSON Schemas of an answer. */
export interface Schemas {
  /** Of the document. */
  readonly schema: TSchema;
  /** Of a line of ndjson, where a line is a record and not the whole document. */
  readonly itemSchema?: TSchema;
}

/** What answers a command. */
export interface Answerer<Options> {
  /** Read only where they are asked for. */
  schemas(): Promise<Schemas>;
  /** @throws CommandFailed */
  act(invocation: Invocation<Options>): Promise<ExitCode>;
}

/** What a command asks for once it is understood. */
interface Running {
  /** Whether it may be asked at all: one that the words do not name need be no more than a line in a list of commands. */
  isAsked(name: string): boolean;
  open(): Promise<Host>;
  finish(code: ExitCode): void;
}

/** A command with its options' type closed over: what the tree is built of. */
export interface CommandDefinition {
  readonly name: string;
  readonly command: CommandName;
  readonly options: readonly OptionDeclaration[];
  readonly subcommands: readonly CommandDefinition[];
  /** The JSON Schema of its usual document. */
  schema(): Promise<TSchema>;
  build(caller: Caller, run: Running): Command;
}

/**
 * The command that is so declared. What answers it is loaded once it is run, as some options ask for another answer, and
 * as most of the program belongs to other commands.
 */
export function defineCommand<Options>(
  declaration: CommandDeclaration<Options>,
  load: (options: Options) => Promise<Answerer<Options>>,
  subcommands: readonly CommandDefinition[] = [],
): CommandDefinition {
  const { name, command: path, description, argument, examples } = declaration;
  const options = declaredOptions(declaration.options);
  return {
    name,
    command: path,
    options,
    subcommands,
    schema: async () => (await (await load(parseOptions(declaration.options, {}))).schemas()).schema,
    build(caller, run) {
      // Where commands are listed or completed, the first line of it stands for them.
      const command = new Command().name(name).description(description.replace(". ", ".\n"));
      if (argument !== undefined) {
        // Optional for the parser, as --print-schema goes without; help shows it as it is.
        command.arguments(argument.replace(/^<(.*)>$/, "[$1]")).usage(bareArguments(argument));
      }
      if (!run.isAsked(name)) return command;
      for (const { flags, description, values, ...more } of options) {
        command.option(flags, description, more);
        if (values !== undefined) command.complete(optionName(flags), () => [...values]);
      }
      for (const [description, commandLine] of examples) command.example(description, commandLine);
      command.action(async (...given: readonly unknown[]) => {
        const [typed, ...rest] = given;
        const raw = rawOptions(typed);
        const words = [...rest.filter((word) => typeof word === "string"), ...command.getLiteralArgs()];
        const [common, own] = await failingAs(
          path,
          () => [parseCommonOptions(raw, caller.environment), parseOptions(declaration.options, raw)] as const,
        );
        const { goesWithoutArgument } = declaration;
        const needsArgument = goesWithoutArgument === undefined || !goesWithoutArgument(own);
        if (common.asksForSchema === null) checkWords({ ...declaration, needsArgument }, words);
        const { act } = await load(own);
        run.finish(await act({ common, options: own, raw, words, host: await run.open() }));
      });
      // Last: what follows a subcommand would be said of that.
      for (const below of subcommands) command.command(below.name, below.build(caller, run));
      return command;
    },
  };
}

/** @throws CliError usage where an argument is missing, and for a word more than the command takes: the parser counts none behind `--` */
function checkWords(
  { command, argument, needsArgument }: Pick<CommandDeclaration<unknown>, "command" | "argument"> & {
    readonly needsArgument: boolean;
  },
  words: readonly string[],
): void {
  const hint = `See ${typedCommand(command.split(" ")).join(" ")} --help`;
  const name = bareArguments(argument ?? "");
  const tooMany = words[name === "" ? 0 : 1];
  if (tooMany !== undefined) {
    const taken = name === "" ? "no argument" : `one argument, ${name}`;
    throw new CliError("usage", `Cannot run ${command} with "${tooMany}": it takes ${taken}`, {
      target: tooMany,
      hint,
    });
  }
  if (words.length > 0 || !name.startsWith("<") || !needsArgument) return;
  throw new CliError("usage", `Cannot run ${command}: its argument ${name} is missing`, { target: name, hint });
}

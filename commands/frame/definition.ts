/** What a command is made of, and how its definition becomes a Cliffy command: flags only, no decisions. */
import { Command } from "@cliffy/command";
import type { TSchema } from "@sinclair/typebox";
import type { Outcome } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { OwnFormat } from "../../lib/model/own_formats.ts";
import type { ExitCode } from "../../lib/model/exit.ts";
import type { CommandName } from "../../lib/model/envelope.ts";
import { type HumanRenderer, showAnswer } from "./answer.ts";
import { bareArguments } from "./help.ts";
import type { Host } from "../host/types/host.ts";
import {
  declaredOptions,
  type OptionDeclaration,
  parseOptions,
  type RawOptions,
  rawOptions,
  type ReadOptions,
} from "./option_reader.ts";
import { type CommonOptions, isOwnFormat, parseCommonOptions, refuseFormat } from "./options.ts";
import { showSchema } from "./schema.ts";

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

/** One kind of answer: its document, how it is made and how people see it. */
interface AnswerParts<Data, Options> {
  readonly command: CommandName;
  /** The JSON Schema of the document. */
  readonly schema: TSchema;
  /** The JSON Schema of a line of ndjson, where a line is a record and not the whole document. */
  readonly itemSchema?: TSchema;
  readonly argument?: string;
  readonly options: ReadOptions<Options>;
  readonly human: HumanRenderer<Data>;
  /** What of the data its text for people names, where that may be far less than all of it. */
  shown?(data: Data, view: { readonly wide: boolean }): Data;
  /** What it writes beside the formats that every command has. */
  readonly own?: readonly OwnFormat[];
  items?(data: Data): readonly unknown[];
  run(invocation: Invocation<Options>): Promise<Outcome<Data>>;
}

interface CommandParts<Data, Options> extends AnswerParts<Data, Options> {
  readonly name: string;
  readonly description: string;
  readonly examples: readonly (readonly [description: string, commandLine: string])[];
  /** Commands below this one. */
  readonly subcommands?: readonly CommandDefinition[];
  /** Another answer altogether, which some options ask for. */
  variant?(options: Options): Act<Options> | null;
}

/** What a command does once its words are parsed. @throws CommandFailed */
type Act<Options> = (invocation: Invocation<Options>) => Promise<ExitCode>;

/** A command with its data type closed over: what the tree is built of. */
export interface CommandDefinition {
  readonly name: string;
  readonly command: CommandName;
  readonly schema: TSchema;
  readonly argument: string | null;
  readonly options: readonly OptionDeclaration[];
  readonly subcommands: readonly CommandDefinition[];
  build(host: Host, finish: (code: ExitCode) => void): Command;
}

/** A command that was understood and then failed: its error is told in its own document. */
export class CommandFailed extends Error {
  constructor(readonly command: CommandName, override readonly cause: unknown) {
    super(`Cannot finish ${command}`, { cause });
  }
}

/** Makes the answer and shows it. */
export function answerWith<Data, Options>(parts: AnswerParts<Data, Options>): Act<Options> {
  return async (invocation) => {
    const { common: { asksForSchema, maxSeconds, output }, words, host } = invocation;
    if (maxSeconds !== null) host.deadline.set(maxSeconds);
    if (asksForSchema !== null) return showSchema(asksForSchema, parts, { output, host });
    if (parts.argument?.startsWith("<") === true && words.length === 0) {
      const name = bareArguments(parts.argument);
      throw new CliError("usage", `Cannot run ${parts.command}: its argument ${name} is missing`, {
        target: name,
        hint: `See sourceos ${parts.command} --help`,
      });
    }
    const { command, human, shown, items, own = [] } = parts;
    const { format } = output;
    if (isOwnFormat(format) && !own.includes(format)) refuseFormat(command, format, own);
    const outcome = await failingAs(command, () => parts.run(invocation));
    const answer = {
      command,
      outcome,
      human,
      ...(shown === undefined ? {} : { shown }),
      ...(items === undefined ? {} : { items }),
    };
    return showAnswer(answer, output, host);
  };
}

async function failingAs<Result>(command: CommandName, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new CommandFailed(command, error);
  }
}

export function defineCommand<Data, Options>(parts: CommandParts<Data, Options>): CommandDefinition {
  const act = answerWith(parts);
  const options = declaredOptions(parts.options);
  return {
    name: parts.name,
    command: parts.command,
    schema: parts.schema,
    argument: parts.argument ?? null,
    options,
    subcommands: parts.subcommands ?? [],
    build(host, finish) {
      const command = new Command().name(parts.name).description(parts.description);
      if (parts.argument !== undefined) {
        // Optional for the parser, as --print-schema goes without; help shows it as it is.
        command.arguments(parts.argument.replace(/^<(.*)>$/, "[$1]")).usage(bareArguments(parts.argument));
      }
      for (const { flags, description, ...more } of options) {
        command.option(flags, description, more);
      }
      for (const [description, commandLine] of parts.examples) command.example(description, commandLine);
      command.action(async (...given: readonly unknown[]) => {
        const [typed, ...words] = given;
        const raw = rawOptions(typed);
        const [common, own] = await failingAs(
          parts.command,
          () => [parseCommonOptions(raw, host.environment), parseOptions(parts.options, raw)] as const,
        );
        const chosen = parts.variant?.(own) ?? act;
        finish(
          await chosen({ common, options: own, raw, words: words.filter((word) => typeof word === "string"), host }),
        );
      });
      // Last: what follows a subcommand would be said of that.
      for (const below of parts.subcommands ?? []) command.command(below.name, below.build(host, finish));
      return command;
    },
  };
}

/** What a command is made of, and how its definition becomes a Cliffy command: flags only, no decisions. */
import { Command } from "@cliffy/command";
import type { TSchema } from "@sinclair/typebox";
import type { Outcome } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { ExitCode } from "../../lib/model/exit.ts";
import type { CommandName } from "../../lib/model/envelope.ts";
import { type HumanRenderer, showAnswer } from "./answer.ts";
import { bareArguments } from "./help.ts";
import type { Host } from "../host/types/host.ts";
import { type CommonOptions, flagOption, parseCommonOptions, type RawOptions } from "./options.ts";
import { asksForSchema, showSchema } from "./schema.ts";

export interface Invocation {
  readonly common: CommonOptions;
  /** The command's own options, as the parser hands them over. */
  readonly raw: RawOptions;
  /** The words that are no options. */
  readonly words: readonly string[];
  readonly host: Host;
}

interface OptionDefinition {
  readonly flags: string;
  readonly description: string;
  readonly collect?: boolean;
}

/** One kind of answer: its document, how it is made and how people see it. */
interface AnswerParts<Data> {
  readonly command: CommandName;
  /** The JSON Schema of the document. */
  readonly schema: TSchema;
  /** The JSON Schema of a line of ndjson, where a line is a record and not the whole document. */
  readonly itemSchema?: TSchema;
  readonly argument?: string;
  readonly human: HumanRenderer<Data>;
  items?(data: Data): readonly unknown[];
  run(invocation: Invocation): Promise<Outcome<Data>>;
}

interface CommandParts<Data> extends AnswerParts<Data> {
  readonly name: string;
  readonly description: string;
  readonly examples: readonly (readonly [description: string, commandLine: string])[];
  readonly options?: readonly OptionDefinition[];
  /** Commands below this one. */
  readonly subcommands?: readonly CommandDefinition[];
  /** Flags with which the command gives another answer altogether, by the name that the parser gives them. */
  readonly variants?: Readonly<Record<string, Act>>;
}

/** What a command does once its words are parsed. */
type Act = (raw: RawOptions, words: readonly string[], host: Host) => Promise<ExitCode>;

/** A command with its data type closed over: what the tree is built of. */
export interface CommandDefinition {
  readonly name: string;
  readonly command: CommandName;
  readonly schema: TSchema;
  readonly argument: string | null;
  readonly subcommands: readonly CommandDefinition[];
  build(host: Host, finish: (code: ExitCode) => void): Command;
}

/** A command that was understood and then failed: its error is told in its own document. */
export class CommandFailed extends Error {
  constructor(readonly command: CommandName, override readonly cause: unknown) {
    super(`Cannot finish ${command}`, { cause });
  }
}

/** Parses the shared options, makes the answer and shows it. @throws CommandFailed */
export function answerWith<Data>(parts: AnswerParts<Data>): Act {
  return async (raw, words, host) => {
    const common = parseCommonOptions(raw, host.environment);
    if (asksForSchema(raw)) return showSchema(raw, parts, { output: common.output, host });
    if (parts.argument?.startsWith("<") === true && words.length === 0) {
      const name = bareArguments(parts.argument);
      throw new CliError("usage", `Cannot run ${parts.command}: its argument ${name} is missing`, {
        target: name,
        hint: `See sourceos ${parts.command} --help`,
      });
    }
    const outcome = await parts.run({ common, raw, words, host }).catch((error: unknown) => {
      throw new CommandFailed(parts.command, error);
    });
    const { command, human } = parts;
    return showAnswer(
      { command, outcome, human, ...(parts.items === undefined ? {} : { items: parts.items }) },
      common.output,
      host,
    );
  };
}

export function defineCommand<Data>(parts: CommandParts<Data>): CommandDefinition {
  const act = answerWith(parts);
  const actOf = (raw: RawOptions) =>
    Object.entries(parts.variants ?? {}).find(([flag]) => flagOption(raw, flag))?.[1] ?? act;
  return {
    name: parts.name,
    command: parts.command,
    schema: parts.schema,
    argument: parts.argument ?? null,
    subcommands: parts.subcommands ?? [],
    build(host, finish) {
      const command = new Command().name(parts.name).description(parts.description);
      if (parts.argument !== undefined) {
        // Optional for the parser, as --print-schema goes without; help shows it as it is.
        command.arguments(parts.argument.replace(/^<(.*)>$/, "[$1]")).usage(bareArguments(parts.argument));
      }
      for (const option of parts.options ?? []) {
        command.option(option.flags, option.description, option.collect === true ? { collect: true } : {});
      }
      for (const [description, commandLine] of parts.examples) command.example(description, commandLine);
      command.action(async (...given: readonly unknown[]) => {
        const [raw, ...words] = given;
        const options = asOptions(raw);
        finish(await actOf(options)(options, words.filter((word) => typeof word === "string"), host));
      });
      // Last: what follows a subcommand would be said of that.
      for (const below of parts.subcommands ?? []) command.command(below.name, below.build(host, finish));
      return command;
    },
  };
}

function asOptions(raw: unknown): RawOptions {
  return typeof raw === "object" && raw !== null ? { ...raw } : {};
}

/** The command tree: `sourceos`, its group `sync`, and the options that every command of the group shares. */
import { Command, EnumType, FileType, ValidationError } from "@cliffy/command";
import { CliError } from "../lib/model/errors.ts";
import type { ExitCode } from "../lib/model/exit.ts";
import { FILE_FORMATS } from "../lib/model/file_format_names.ts";
import { isGroupCalled, type ProgramName, syncCommand } from "../lib/text/command_line.ts";
import { SHELLS } from "../lib/render/completion_script.ts";
import { PROGRESS_MODES } from "../lib/render/progress.ts";
import type { View } from "../lib/render/view.ts";
import { TOOL } from "../lib/model/tool.ts";
import { decideDeclaration } from "./declarations/decide.ts";
import { doctorDeclaration } from "./declarations/doctor.ts";
import { eventsDeclaration } from "./declarations/events.ts";
import { explainDeclaration } from "./declarations/explain.ts";
import { exportDeclaration } from "./declarations/export.ts";
import { importDeclaration } from "./declarations/import.ts";
import { initDeclaration } from "./declarations/init.ts";
import { DECLARED_LISTS } from "./declarations/lists.ts";
import { repairDeclaration } from "./declarations/repair.ts";
import { reportsDeclaration } from "./declarations/reports.ts";
import { statusDeclaration } from "./declarations/status.ts";
import { type CommandDefinition, defineCommand } from "./frame/definition.ts";
import type { Described } from "./frame/help.ts";
import { declaredOptions, rawOptions } from "./frame/option_reader.ts";
import { COLOR_CHOICES, FORMATS, isMachineFormat, parseCommonOptions, readSharedOptions } from "./frame/options.ts";
import { TextRequested, VERSION_FLAGS, versionText } from "./frame/text_requested.ts";
import { wordsToParse } from "./frame/typed_words.ts";
import { type Vocabulary, vocabularyOf } from "./frame/vocabulary.ts";
import type { Caller, Host } from "./host/types/host.ts";

const GROUP_NAME: ProgramName = "sourceos-sync";

/** A list like the others, and beside what it tells of. */
const REPORTS = defineCommand(
  reportsDeclaration,
  async () => (await import("./repair/reports.ts")).repairReportsAnswer,
);

/** Every command, with where its answer comes from: a part of the program that is read only where it is asked for. */
export const COMMAND_DEFINITIONS: readonly CommandDefinition[] = [
  defineCommand(statusDeclaration, async () => (await import("./status.ts")).statusAnswer),
  defineCommand(
    doctorDeclaration,
    async ({ listChecks }) =>
      listChecks ? (await import("./doctor_checks.ts")).checkListAnswer : (await import("./doctor.ts")).doctorAnswer,
  ),
  defineCommand(explainDeclaration, async () => (await import("./explain.ts")).explainAnswer),
  ...DECLARED_LISTS.map((list) =>
    defineCommand(
      list,
      async () => (await import("./lists.ts")).listAnswer(list),
      list.kind === "conflict"
        ? [defineCommand(decideDeclaration, async () => (await import("./conflicts/decide.ts")).decideAnswer)]
        : [],
    )
  ),
  defineCommand(eventsDeclaration, async () => (await import("./events.ts")).eventsAnswer),
  REPORTS,
  defineCommand(repairDeclaration, async () => (await import("./repair/repair.ts")).repairAnswer, [REPORTS]),
  defineCommand(exportDeclaration, async () => (await import("./export/export.ts")).exportAnswer),
  defineCommand(
    importDeclaration,
    async ({ undo }) =>
      undo === null
        ? (await import("./import/import.ts")).importAnswer
        : (await import("./import/undo.ts")).importUndoAnswer,
  ),
  defineCommand(initDeclaration, async () => (await import("./init.ts")).initAnswer),
];

const SHARED_OPTIONS = declaredOptions(readSharedOptions);

export const VOCABULARY: Vocabulary = vocabularyOf(
  [
    { command: "sync", options: [] },
    { command: isGroupCalled() ? "sync completions" : "completions", options: [] },
    ...COMMAND_DEFINITIONS.flatMap(({ name, options, subcommands }) => [
      { command: `sync ${name}`, options },
      ...subcommands.map((below) => ({ command: `sync ${name} ${below.name}`, options: below.options })),
    ]),
  ],
  SHARED_OPTIONS,
);

/** What a build of the tree needs to know beside the host. */
interface TreeOptions {
  /** How help is shown. */
  readonly view: View;
  /** What was typed; null where all is told of every command. */
  readonly words: readonly string[] | null;
  /** Opens the machine, once a command is understood. */
  open(): Promise<Host>;
  finish(code: ExitCode): void;
}

/** The part of the tree that is needed once it stands. @throws ValidationError for words that it does not know. */
interface CommandTree {
  /** The program itself, for what is told of it and its commands. */
  readonly root: Described;
  parse(): Promise<unknown>;
}

export function buildTree(caller: Caller, options: TreeOptions): CommandTree {
  const { view, words } = options;
  const given = words ?? [];
  const argv = isGroupCalled() && given[0] === "sync" ? given.slice(1) : given;
  const root = new Command().description("SourceOS on the command line.");
  root.action(async () => {
    refuseWords(root);
    await showHelp(root, view);
  });
  const group = buildGroup(caller, options);
  const program = asProgram(TOOL.name, root, { caller, view }).command("sync", group).reset();
  (isGroupCalled() ? group : program).command("completions", completionsHelp(view)).reset();
  return {
    root: program,
    async parse() {
      const [first] = argv;
      if (!asksForCompletions(argv)) {
        // Whatever else follows it, its help is what is wanted.
        const isHelpOfIt = isGroupCalled() && first === "completions";
        return await program.parse(isHelpOfIt ? ["sync", first] : wordsToParse(given, VOCABULARY));
      }
      const { completionsText } = await import("./completions.ts");
      const completed = isGroupCalled() || namesGroup(argv)
        ? asProgram(GROUP_NAME, buildGroup(caller, options), { caller, view })
        : program;
      throw new TextRequested(await completionsText(completed, argv, caller.environment));
    },
  };
}

/** The group `sync`, which the name `sourceos-sync` stands for. */
function buildGroup(caller: Caller, { view, words, open, finish }: TreeOptions): Command {
  const group = new Command()
    .description("Look after the durable state of this host: explain it, check it, repair what is derived.")
    .globalType("format", new EnumType([...FORMATS]))
    .globalType("when", new EnumType([...COLOR_CHOICES]))
    .globalType("progress", new EnumType([...PROGRESS_MODES]))
    .globalType("file", new EnumType([...FILE_FORMATS]))
    .globalType("path", new FileType());
  for (const { flags, description, values: _typed, ...more } of SHARED_OPTIONS) {
    group.globalOption(flags, description, more);
  }
  group.action(async (raw) => {
    refuseWords(group);
    const { output, asksForSchema } = parseCommonOptions(rawOptions(raw), caller.environment);
    if (asksForSchema !== null) {
      const { showSchema, NO_COMMAND_DOCUMENT } = await import("./frame/schema.ts");
      return finish(
        await showSchema(asksForSchema, { schema: NO_COMMAND_DOCUMENT }, { output, stdout: caller.stdout }),
      );
    }
    if (!isMachineFormat(output.format)) return await showHelp(group, view);
    throw new CliError("usage", "Cannot tell what to do: no command is given", {
      hint: `See ${syncCommand("--help")}`,
    });
  });
  // Whatever completes a word may be asked of each.
  const isAsked = (name: string) => words === null || words.includes("completions") || words.includes(name);
  for (const definition of COMMAND_DEFINITIONS) {
    group.command(definition.name, definition.build(caller, { isAsked, open, finish }));
  }
  return group.reset();
}

/** The command as a program of that name: with its version, and help for each command. */
function asProgram(
  name: string,
  command: Command,
  { caller, view }: { readonly caller: Caller; readonly view: View },
): Command {
  return command.name(name)
    .version(TOOL.version)
    .noExit()
    .helpOption("-h, --help", "Show this help", {
      global: true,
      // Beside other options too: people append it to the command that they have just typed.
      standalone: false,
      async action() {
        await showHelp(this, view);
      },
    })
    .versionOption(VERSION_FLAGS.join(", "), "Show the version", {
      standalone: true,
      action(): never {
        throw new TextRequested(versionText(caller.build));
      },
    });
}

/** In the place of Cliffy's own command, which is loaded where it is used. */
function completionsHelp(view: View): Command {
  const name = isGroupCalled() ? GROUP_NAME : TOOL.name;
  const help = new Command()
    .noGlobals()
    .description(
      "Prints the script that completes words in a shell.\nIt knows the ids of the store that the words name.",
    )
    .usage("<bash|zsh|fish>")
    .example("Complete words in this bash", `source <(${name} completions bash)`)
    .example("In every zsh", `${name} completions zsh > "\${fpath[1]}/_${name}"`)
    .example("In every fish", `${name} completions fish > ~/.config/fish/completions/${name}.fish`)
    .action(async () => {
      await showHelp(help, view);
    });
  return help;
}

/** @throws ValidationError for words behind `--` where a command has to be named first */
function refuseWords(group: { getLiteralArgs(): readonly string[] }): void {
  const [word] = group.getLiteralArgs();
  if (word !== undefined) throw new ValidationError(`Unknown command "${word}"`);
}

/** Whether a script is asked for, of a program of the group's name. */
function namesGroup([, shell, ...options]: readonly string[]): boolean {
  return shell !== "complete" && options.some((word) => word === GROUP_NAME || word === `--name=${GROUP_NAME}`);
}

function asksForCompletions(argv: readonly string[]): boolean {
  const [first, shell = ""] = argv;
  return first === "completions" && [...SHELLS, "complete"].includes(shell) &&
    !argv.some((word) => word === "-h" || word === "--help");
}

/** @throws TextRequested with the help of the command */
async function showHelp(command: Described, view: View): Promise<never> {
  const [{ helpPage }, { helpText }] = [await import("./frame/help.ts"), await import("../lib/render/human/help.ts")];
  throw new TextRequested(helpText(helpPage(command), view));
}

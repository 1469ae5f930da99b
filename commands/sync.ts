/** The command tree: `sourceos`, its group `sync`, and the options that every command of the group shares. */
import { Command, EnumType } from "@cliffy/command";
import { Type } from "@sinclair/typebox";
import { CliError } from "../lib/model/errors.ts";
import type { ExitCode } from "../lib/model/exit.ts";
import { FILE_SCHEMAS } from "../lib/model/file_formats.ts";
import { documentSchema } from "../lib/model/envelope.ts";
import { helpText } from "../lib/render/human/help.ts";
import type { View } from "../lib/render/view.ts";
import { TOOL } from "../lib/model/tool.ts";
import { LIST_COMMANDS } from "./lists.ts";
import type { CommandDefinition } from "./frame/definition.ts";
import { doctorCommand } from "./doctor.ts";
import { explainCommand } from "./explain.ts";
import { exportCommand } from "./export/export.ts";
import type { Host } from "./host/types/host.ts";
import { helpPage } from "./frame/help.ts";
import { importCommand } from "./import/import.ts";
import { COLOR_CHOICES, DEFAULT_TIMEOUT_MS, FORMATS, isMachineFormat, parseCommonOptions } from "./frame/options.ts";
import { repairCommand } from "./repair/repair.ts";
import { asksForSchema, showSchema } from "./frame/schema.ts";
import { statusCommand } from "./status.ts";

export const COMMAND_DEFINITIONS: readonly CommandDefinition[] = [
  statusCommand,
  doctorCommand,
  explainCommand,
  ...LIST_COMMANDS,
  repairCommand,
  exportCommand,
  importCommand,
];

/** The document of `sourceos sync` itself, which only ever tells of a usage error. */
const NO_COMMAND_DOCUMENT = documentSchema("sync", Type.Null());

/** Help and version are answers like any other: they are thrown to the one place that writes. */
export class TextRequested extends Error {
  constructor(readonly text: string) {
    super("Help or version was asked for");
  }
}

/** What a build of the tree needs to know beside the host. */
interface TreeOptions {
  /** How help is shown. */
  readonly view: View;
  finish(code: ExitCode): void;
}

/** The part of the tree that is needed once it stands. @throws ValidationError for words that it does not know. */
interface CommandTree {
  parse(argv: readonly string[]): Promise<unknown>;
}

export function buildTree(host: Host, { view, finish }: TreeOptions): CommandTree {
  const sync = new Command()
    .description("Look after the durable state of this host: explain it, check it, repair what is derived.")
    .globalType("format", new EnumType([...FORMATS]))
    .globalType("when", new EnumType([...COLOR_CHOICES]))
    .globalType("file", new EnumType([...FILE_SCHEMAS.keys()]))
    .globalOption("-o, --output <format:format>", `Output format: ${FORMATS.join(", ")}`, { conflicts: ["json"] })
    .globalOption("--json", "Short for --output json")
    .globalOption("--query <expression:string>", "Pick from the document with a JMESPath expression")
    .globalOption("--store <dir:string>", "The state store; else SOURCEOS_STATE_DIR, else the default places")
    .globalOption("--snapshot <file:string>", "Look at a saved snapshot instead; - is standard input")
    .globalOption("--daemon <url:string>", "The daemon: http://127.0.0.1:PORT, unix:/path or none")
    .globalOption(
      "--timeout <ms:integer>",
      `How long to wait for an answer of the daemon (default ${DEFAULT_TIMEOUT_MS})`,
    )
    .globalOption("--profile <id:string>", "The profile in force; in lists also a filter")
    .globalOption("--workspace <id:string>", "The workspace in force; in lists also a filter")
    .globalOption("--device <id:string>", "The device in force")
    .globalOption("--color <when:when>", "Colour: auto, always or never")
    .globalOption("--ascii", "Nothing but ASCII characters")
    .globalOption("--exit-code", "Let the exit code tell health, or that a plan is not empty")
    .globalOption(
      "--print-schema=[file:file]",
      "Print the JSON Schema of this command's document, or of a kind of file, such as plan",
    )
    .globalOption("--debug", "Show the stack of an internal error")
    .action(async (raw) => {
      const { output } = parseCommonOptions({ ...raw }, host.environment);
      if (asksForSchema({ ...raw })) {
        return finish(await showSchema({ ...raw }, { schema: NO_COMMAND_DOCUMENT }, { output, host }));
      }
      if (!isMachineFormat(output.format)) throw new TextRequested(helpText(helpPage(sync), view));
      throw new CliError("usage", "Cannot tell what to do: no command is given", { hint: "See sourceos sync --help" });
    });
  for (const definition of COMMAND_DEFINITIONS) sync.command(definition.name, definition.build(host, finish));
  const root = new Command()
    .name(TOOL.name)
    .version(TOOL.version)
    .description("SourceOS on the command line.")
    .noExit()
    .helpOption("-h, --help", "Show this help", {
      global: true,
      // Beside other options too: people append it to the command that they have just typed.
      standalone: false,
      action(): never {
        throw new TextRequested(helpText(helpPage(this), view));
      },
    })
    .versionOption("-V, --version", "Show the version", {
      standalone: true,
      action(): never {
        throw new TextRequested(`${TOOL.name} ${TOOL.version}\n`);
      },
    })
    .action(() => {
      throw new TextRequested(helpText(helpPage(root), view));
    })
    .command("sync", sync);
  return { parse: (argv) => root.parse(wordsToParse(argv)) };
}

/**
 * An unknown first word is told alone: beside it the parser would complain of options that only `sync` has.
 *
 * @throws CliError usage for `--option=` without a value: the parser would take the next word for it.
 */
function wordsToParse(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  const empty = (end === -1 ? argv : argv.slice(0, end)).find((word) => /^--[a-z-]+=$/.test(word));
  if (empty !== undefined) {
    const flag = empty.slice(0, -1);
    throw new CliError("usage", `Cannot use ${flag} without a value: nothing follows the "="`, {
      target: flag,
      hint: `Write ${flag} VALUE or ${empty}VALUE`,
    });
  }
  const [first] = argv;
  return first === undefined || first === "sync" || first.startsWith("-") ? [...argv] : [first];
}

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
import { declaredOptions, rawOptions } from "./frame/option_reader.ts";
import { COLOR_CHOICES, FORMATS, isMachineFormat, parseCommonOptions, readSharedOptions } from "./frame/options.ts";
import { repairCommand } from "./repair/repair.ts";
import { showSchema } from "./frame/schema.ts";
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
    .globalType("file", new EnumType([...FILE_SCHEMAS.keys()]));
  for (const { flags, description, ...more } of declaredOptions(readSharedOptions)) {
    sync.globalOption(flags, description, more);
  }
  sync.action(async (raw) => {
    const { output, asksForSchema } = parseCommonOptions(rawOptions(raw), host.environment);
    if (asksForSchema !== null) {
      return finish(await showSchema(asksForSchema, { schema: NO_COMMAND_DOCUMENT }, { output, host }));
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

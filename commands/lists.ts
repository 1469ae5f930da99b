/** The list commands: each is a kind of record with its filters. */
import { requireStore } from "../lib/answers/absence.ts";
import { answered } from "../lib/answers/outcome.ts";
import { LIST_KINDS, type ListedKind } from "../lib/answers/list_kinds.ts";
import { listRecords } from "../lib/answers/list.ts";
import { gradeHealth } from "../lib/checks/diagnosis.ts";
import { CliError } from "../lib/model/errors.ts";
import type { CommandName, Warning } from "../lib/model/envelope.ts";
import { RecordItem, type RecordListData, recordListDocument } from "../lib/model/documents/record_list.ts";
import { KINDS } from "../lib/model/kinds.ts";
import { recordListText } from "../lib/render/human/record_list.ts";
import { type CommandDefinition, defineCommand } from "./frame/definition.ts";
import { diagnoseState } from "./state/diagnose.ts";
import { loadState } from "./state/load.ts";
import { integerOption, textOption } from "./frame/options.ts";

/** What differs between the lists beside their kind. */
interface ListCommandTexts {
  readonly name: string;
  readonly command: CommandName;
  readonly description: string;
  readonly examples: readonly (readonly [string, string])[];
}

/** `--profile` and `--workspace` are shared options: a list that knows them as filters uses them as such. */
const SHARED_FILTERS = ["profile", "workspace"];

function recordListCommand(kind: ListedKind, texts: ListCommandTexts): CommandDefinition {
  const { filters, columns } = LIST_KINDS[kind];
  return defineCommand<RecordListData>({
    ...texts,
    schema: recordListDocument(texts.command),
    itemSchema: RecordItem,
    argument: "[id:string]",
    options: [
      ...filters.filter((filter) => !SHARED_FILTERS.includes(filter.name)).map((filter) => ({
        flags: `--${filter.name} <value:string>`,
        description: filter.values === null ? filter.description : `${filter.description}: ${filter.values.join(", ")}`,
      })),
      {
        flags: "--sort <column:string>",
        description: `Order by ${columns.map(({ name }) => name).join(", ")}; -column descends`,
      },
      { flags: "--limit <count:integer>", description: "Show at most so many" },
    ],
    human: recordListText(kind),
    items: (data) => data.items,
    async run({ common, raw, words, host }) {
      const limit = integerOption(raw, "limit");
      if (limit !== null && limit < 0) {
        throw new CliError("usage", `Cannot use "${limit}" as --limit: it is below 0`, { target: "--limit" });
      }
      const wanted = new Map<string, string>();
      for (const filter of filters) {
        const value = textOption(raw, filter.name);
        if (value === null) continue;
        if (filter.values !== null && !filter.values.includes(value)) {
          throw new CliError("usage", `Cannot use "${value}" as --${filter.name}: it is not one of the known values`, {
            target: `--${filter.name}`,
            hint: `Give one of ${filter.values.join(", ")}`,
          });
        }
        wanted.set(filter.name, value);
      }
      // Only where the exit code tells health does anything hang on the journal.
      const state = await loadState(common.state, host, { journal: common.gradeExit ? "standard" : "skip" });
      const store = requireStore(state);
      if (store.origin === "daemon") {
        throw new CliError(
          "no_state",
          `Cannot list ${LIST_KINDS[kind].title}: the daemon has no endpoint for registries`,
          {
            target: KINDS[kind].folder,
            hint: "Name the store with --store DIR",
          },
        );
      }
      const data = listRecords(
        { kind, id: words[0] ?? null, filters: wanted, sort: textOption(raw, "sort"), limit },
        state.catalog,
      );
      return answered(state, data, {
        exit: common.gradeExit ? gradeHealth((await diagnoseState(state, host)).diagnosis.health) : "ok",
        warnings: unreadableWarnings(data),
      });
    },
  });
}

function unreadableWarnings({ unreadable }: RecordListData): readonly Warning[] {
  return unreadable.map(({ path, error, state }) => ({
    code: "unreadable_record",
    message: `Cannot read "${path}", which is left out: ${error ?? state}`,
    target: path,
  }));
}

function everyField(name: string): readonly [string, string] {
  return ["Every field, one record a line", `sourceos sync ${name} -o ndjson`];
}

const COMMAND_OF: Readonly<Record<ListedKind, CommandDefinition>> = {
  plan: recordListCommand("plan", {
    name: "plans",
    command: "sync plans",
    description: "Lists the sync plans, or shows one in full. Changes nothing.",
    examples: [["Blocked plans", "sourceos sync plans --status blocked"], everyField("plans")],
  }),
  actor: recordListCommand("actor", {
    name: "actors",
    command: "sync actors",
    description: "Lists the actors: people, apps, agents, devices and services. Changes nothing.",
    examples: [["Agents", "sourceos sync actors --type agent"], everyField("actors")],
  }),
  schema: recordListCommand("schema", {
    name: "schemas",
    command: "sync schemas",
    description: "Lists the schemas that govern objects. Changes nothing.",
    examples: [["Those for notes", "sourceos sync schemas --type note"], everyField("schemas")],
  }),
  conflict: recordListCommand("conflict", {
    name: "conflicts",
    command: "sync conflicts",
    description: "Lists conflicts, open and resolved. Changes nothing.",
    examples: [["What waits for a decision", "sourceos sync conflicts --status open"], everyField("conflicts")],
  }),
  profile: recordListCommand("profile", {
    name: "profiles",
    command: "sync profiles",
    description: "Lists the profiles. Changes nothing.",
    examples: [["Work profiles", "sourceos sync profiles --type work"], everyField("profiles")],
  }),
  device: recordListCommand("device", {
    name: "devices",
    command: "sync devices",
    description: "Lists the devices. Changes nothing.",
    examples: [["Revoked devices", "sourceos sync devices --status revoked"], everyField("devices")],
  }),
};

export const LIST_COMMANDS: readonly CommandDefinition[] = Object.values(COMMAND_OF);

/** The list commands: each is a kind of record with its filters. */
import { requireKnown } from "../lib/answers/access.ts";
import { requireStore, withoutState } from "../lib/answers/absence.ts";
import { answered } from "../lib/answers/outcome.ts";
import { type Filter, LIST_KINDS, type ListedKind } from "../lib/answers/list_kinds.ts";
import { listRecords } from "../lib/answers/list.ts";
import { gradeHealth } from "../lib/checks/frame/diagnosis.ts";
import type { Warning } from "../lib/model/envelope.ts";
import { RecordItem, type RecordListData, recordListDocument } from "../lib/model/documents/record_list.ts";
import { KINDS } from "../lib/model/kinds.ts";
import type { StoreSnapshot } from "../lib/model/snapshot.ts";
import { keepsState } from "../lib/store/halves.ts";
import { plural } from "../lib/text/words.ts";
import { recordListText } from "../lib/render/human/record_list.ts";
import { type CommandDefinition, defineCommand } from "./frame/definition.ts";
import { diagnoseState } from "./state/diagnose.ts";
import { loadState } from "./state/load.ts";
import type { OptionReader } from "./frame/option_reader.ts";
import type { StateOptions } from "./frame/options.ts";

/** What a person reads of a list. */
interface ListTexts {
  readonly name: "plans" | "actors" | "schemas" | "conflicts" | "profiles" | "devices" | "receipts" | "queue";
  readonly description: string;
  /** What the first example shows, and its options. */
  readonly example: readonly [what: string, words: string];
}

/** Filters that every command of the group knows as options. */
const SHARED_FILTERS = ["profile", "workspace"] as const;

function listCommand(
  kind: ListedKind,
  { name, description, example: [what, words] }: ListTexts,
): CommandDefinition {
  const { filters, columns, title } = LIST_KINDS[kind];
  const own = filters.filter((filter) => !SHARED_FILTERS.some((shared) => shared === filter.name));
  const command = `sync ${name}` as const;
  return defineCommand({
    name,
    command,
    description: `${description} Changes nothing.`,
    examples: [
      [what, `sourceos sync ${name} ${words}`],
      ["Every field, one record a line", `sourceos sync ${name} -o ndjson`],
    ],
    schema: recordListDocument(command),
    itemSchema: RecordItem,
    argument: "[id:string]",
    options: (read: OptionReader) => ({
      filters: new Map(own.map((filter) => [filter.name, readFilter(filter, read)])),
      sort: read.text(
        "--sort <column:string>",
        `Order by ${columns.map((column) => column.name).join(", ")}; -column descends`,
      ),
      limit: read.integer("--limit <count:integer>", "Show at most so many"),
      all: kind === "receipt" && read.flag("--all", "Open every receipt, however old; else only the newest"),
    }),
    human: recordListText(kind),
    items: (data) => data.items,
    async run({ common, options, words: [id = null], host }) {
      // Only where the exit code tells health does anything hang on the journal.
      const state = await loadState(common.state, host, {
        journal: common.gradeExit ? "standard" : "skip",
        receipts: { all: options.all, named: kind === "receipt" ? id : null },
      });
      const store = requireStore(state);
      requireKnown(state, `list ${title}`, [kind]);
      const unread = kind === "receipt" ? store.content_sync?.receipts?.unread ?? 0 : 0;
      const data = listRecords(
        {
          kind,
          id,
          filters: givenFilters(filters, options.filters, common.state),
          sort: options.sort,
          limit: options.limit,
        },
        state.catalog,
        unread,
      );
      return answered(state, data, {
        exit: common.gradeExit ? gradeHealth((await diagnoseState(state, host)).diagnosis.health) : "ok",
        warnings: [...unreadableWarnings(data), ...unlistedWarnings(kind, unread, store)],
      });
    },
  });
}

function readFilter({ name, values, description }: Filter, read: OptionReader): string | null {
  const flags = `--${name} <value:string>`;
  return values === null
    ? read.text(flags, description)
    : read.choice(flags, `${description}: ${values.join(", ")}`, values);
}

/** The values of the filters that were given, in the list's own order. */
function givenFilters(
  filters: readonly Filter[],
  own: ReadonlyMap<string, string | null>,
  shared: StateOptions,
): ReadonlyMap<string, string> {
  const values = new Map([...own, ...SHARED_FILTERS.map((name) => [name, shared[name]] as const)]);
  return new Map(filters.flatMap(({ name }) => {
    const value = values.get(name) ?? null;
    return value === null ? [] : [[name, value] as const];
  }));
}

function unreadableWarnings({ unreadable }: RecordListData): readonly Warning[] {
  return unreadable.map(({ path, error, state }) => ({
    code: "unreadable_record",
    message: `Cannot read "${path}", which is left out: ${error ?? state}`,
    target: path,
  }));
}

/** What a list cannot show, so that nobody takes an empty one for the whole truth. */
function unlistedWarnings(kind: ListedKind, unread: number, store: StoreSnapshot): readonly Warning[] {
  const target = KINDS[kind].folder;
  if (unread > 0) {
    const message = `${plural(unread, "older receipt")} were not opened: --all opens them`;
    return [{ code: "unread_receipts", message, target }];
  }
  if (!KINDS[kind].registry || keepsState(store)) return [];
  const message = `There can be no ${LIST_KINDS[kind].title}: ${withoutState(store)}`;
  return [{ code: "no_state_store", message, target }];
}

const COMMAND_OF: Readonly<Record<ListedKind, CommandDefinition>> = {
  plan: listCommand("plan", {
    name: "plans",
    description: "Lists the sync plans, or shows one in full.",
    example: ["Blocked plans", "--status blocked"],
  }),
  actor: listCommand("actor", {
    name: "actors",
    description: "Lists the actors: people, apps, agents, devices and services.",
    example: ["Agents", "--type agent"],
  }),
  schema: listCommand("schema", {
    name: "schemas",
    description: "Lists the schemas that govern objects.",
    example: ["Those for notes", "--type note"],
  }),
  conflict: listCommand("conflict", {
    name: "conflicts",
    description: "Lists conflicts, open and resolved.",
    example: ["What waits for a decision", "--status open"],
  }),
  profile: listCommand("profile", {
    name: "profiles",
    description: "Lists the profiles.",
    example: ["Work profiles", "--type work"],
  }),
  device: listCommand("device", {
    name: "devices",
    description: "Lists the devices.",
    example: ["Revoked devices", "--status revoked"],
  }),
  receipt: listCommand("receipt", {
    name: "receipts",
    description: "Lists the receipts of content sync, the newest first, or shows one in full.",
    example: ["What was refused", "--outcome blocked"],
  }),
  queue: listCommand("queue", {
    name: "queue",
    description: "Lists the items of the daemon's queue of events, or shows one in full.",
    example: ["What waits for an approval", "--state waiting-approval"],
  }),
};

export const LIST_COMMANDS: readonly CommandDefinition[] = Object.values(COMMAND_OF);

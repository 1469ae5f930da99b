/** How the lists are typed: each is a kind of record with its filters. */
import type { Filter } from "../../lib/answers/list_columns.ts";
import { LIST_KINDS, type ListedKind } from "../../lib/answers/list_kinds.ts";
import type { CommandDeclaration } from "../frame/definition.ts";
import type { OptionReader } from "../frame/option_reader.ts";
import { readColumns } from "../frame/columns_option.ts";
import { readWatch } from "../frame/watch_option.ts";
import { type GivenBundle, NO_BUNDLE, readGivenBundle } from "./given_bundle.ts";

/** Filters that every command of the group knows as options. */
export const SHARED_FILTERS = ["profile", "workspace"] as const;

export interface ListOptions {
  /** By the filter's name; null where it is not given. */
  readonly filters: ReadonlyMap<string, string | null>;
  readonly sort: string | null;
  readonly limit: number | null;
  /** Names of columns between commas. */
  readonly columns: string | null;
  /** As readWatch() gives it. */
  readonly watch: number | null;
  /** Of receipts: every one is opened. */
  readonly all: boolean;
  /** Of conflicts: the bundle with the other side. */
  readonly bundle: GivenBundle;
  /** Of a conflict: where the record to begin a merge with goes. */
  readonly template: string | null;
}

type ListName =
  | ("plans" | "actors" | "schemas" | "conflicts" | "profiles" | "devices")
  | ("objects" | "workspaces" | "decisions" | "transactions")
  | ("receipts" | "queue");

/** What a person reads of a list. */
interface ListTexts {
  readonly name: ListName;
  readonly description: string;
  /** What the first example shows, and its options. */
  readonly example: readonly [what: string, words: string];
}

export interface DeclaredList extends CommandDeclaration<ListOptions> {
  readonly kind: ListedKind;
}

function declareList(
  kind: ListedKind,
  { name, description, example: [what, words] }: ListTexts,
): DeclaredList {
  const { filters, columns } = LIST_KINDS[kind];
  const own = filters.filter((filter) => !SHARED_FILTERS.some((shared) => shared === filter.name));
  return {
    kind,
    name,
    command: `sync ${name}`,
    description: `${description} Changes nothing.`,
    examples: [
      [what, `sourceos sync ${name} ${words}`],
      ["Every field, one record a line", `sourceos sync ${name} -o ndjson`],
    ],
    argument: `[id:string:${kind}]`,
    options: (read) => ({
      filters: new Map(own.map((filter) => [filter.name, readFilter(filter, read)])),
      sort: read.text(
        "--sort <column:string>",
        `Order by ${columns.map((column) => column.name).join(", ")}; -column descends`,
      ),
      columns: readColumns(read, "those of --sort"),
      limit: read.integer("--limit <count:integer>", "Show at most so many"),
      watch: readWatch(read),
      bundle: kind === "conflict" ? readGivenBundle(read) : NO_BUNDLE,
      template: kind === "conflict"
        ? read.text("--template <file:path>", "Of a conflict: write the record to begin a merge with in a new file")
        : null,
      all: kind === "receipt" && read.flag("--all", "Open every receipt, however old; else only the newest"),
    }),
  };
}

function readFilter({ name, values, description }: Filter, read: OptionReader): string | null {
  const flags = `--${name} <value:string:${name}>`;
  return values === null
    ? read.text(flags, description)
    : read.choice(flags, `${description}: ${values.join(", ")}`, values);
}

const LIST_OF: Readonly<Record<ListedKind, DeclaredList>> = {
  plan: declareList("plan", {
    name: "plans",
    description: "Lists the sync plans, or shows one in full.",
    example: ["Blocked plans", "--status blocked"],
  }),
  actor: declareList("actor", {
    name: "actors",
    description: "Lists the actors: people, apps, agents, devices and services.",
    example: ["Agents", "--type agent"],
  }),
  schema: declareList("schema", {
    name: "schemas",
    description: "Lists the schemas that govern objects.",
    example: ["Those for notes", "--type note"],
  }),
  conflict: declareList("conflict", {
    name: "conflicts",
    description: "Lists conflicts, open and resolved, or shows one with both its sides.",
    example: ["What waits for a decision", "--status open"],
  }),
  profile: declareList("profile", {
    name: "profiles",
    description: "Lists the profiles.",
    example: ["Work profiles", "--type work"],
  }),
  device: declareList("device", {
    name: "devices",
    description: "Lists the devices.",
    example: ["Revoked devices", "--status revoked"],
  }),
  object: declareList("object", {
    name: "objects",
    description: "Lists the objects; of secret and regulated ones what they are, not what they say.",
    example: ["What waits in quarantine", "--state quarantined"],
  }),
  workspace: declareList("workspace", {
    name: "workspaces",
    description: "Lists the workspaces.",
    example: ["Those of the work profile", "--profile work"],
  }),
  decision: declareList("decision", {
    name: "decisions",
    description: "Lists the recorded policy decisions.",
    example: ["What was denied", "--effect deny"],
  }),
  transaction: declareList("transaction", {
    name: "transactions",
    description: "Lists the transactions of agents.",
    example: ["Those of one agent", "--actor agent-one"],
  }),
  receipt: declareList("receipt", {
    name: "receipts",
    description: "Lists the receipts of content sync, the newest first, or shows one in full.",
    example: ["What was refused", "--outcome blocked"],
  }),
  queue: declareList("queue", {
    name: "queue",
    description: "Lists the items of the daemon's queue of events, or shows one in full.",
    example: ["What waits for an approval", "--state waiting-approval"],
  }),
};

export const DECLARED_LISTS: readonly DeclaredList[] = Object.values(LIST_OF);

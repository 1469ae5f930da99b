/** What is measured of the program: its commands, as they are run on a store. */
import { DECLARED_LISTS } from "../../commands/declarations/lists.ts";
import { writeStore } from "../../fixtures/store_files.ts";
import { isJsonObject, stringField } from "../../lib/text/json.ts";
import { parseJsonObject } from "../../lib/text/parse_json.ts";
import { emptyStore } from "../helpers/import_stores.ts";
import type { Command } from "./measure.ts";

/** A store, and what the commands leave beside it. */
export interface Place {
  readonly root: string;
  /** The id of one of its objects. */
  readonly object: string;
  readonly plan: string;
  readonly bundle: string;
  /** The store that the bundle is imported into. */
  readonly restored: string;
}

export interface BenchedCommand {
  /** As the table shows it. */
  readonly title: string;
  readonly words: (place: Place) => readonly string[];
  /** Done before each run, and not measured. */
  readonly before?: (place: Place) => void;
}

/** One that keeps little back, so that nearly all of a store which lies in it may leave. */
export const WORKSPACE = "workspace:commons";

function onStore(title: string, ...more: readonly string[]): BenchedCommand {
  const words = title.split(" ");
  return { title, words: ({ root }) => [...words, ...more, "--store", root] };
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** The commands that rows of the table name. */
export const COMMANDS = {
  status: onStore("status"),
  standard: onStore("doctor --level standard"),
  full: onStore("doctor --level full"),
  explain: {
    title: "explain of one object",
    words: ({ root, object }) => ["explain", object, "--store", root],
  },
  actors: onStore("actors"),
  undo: {
    title: "repair --undo",
    words: ({ root, plan }) => ["repair", "--undo", reportOf(plan), "--scope", "derived", "--store", root],
  },
  plan: {
    title: "repair --dry-run --save",
    words: ({ root, plan }) => ["repair", "--dry-run", "--scope", "derived", "--save", plan, "--store", root],
    before: ({ plan }) => removeIfThere(plan),
  },
  preview: onStore("repair --dry-run"),
  apply: {
    title: "repair --apply",
    words: ({ root, plan }) => ["repair", "--apply", "--plan", plan, "--scope", "derived", "--store", root],
  },
  export: {
    title: "export --out",
    words: ({ root, bundle }) => ["export", WORKSPACE, "--out", bundle, "--store", root],
    before: ({ bundle }) => removeIfThere(bundle),
  },
} as const satisfies Readonly<Record<string, BenchedCommand>>;

/**
 * Every command, in an order in which each can be run again: undo takes away the indexes that the last rebuild made, of
 * which the next one makes all anew.
 */
export const EVERY_COMMAND: readonly BenchedCommand[] = [
  COMMANDS.status,
  onStore("doctor --level quick"),
  COMMANDS.standard,
  COMMANDS.full,
  onStore("doctor --level full -o json"),
  COMMANDS.explain,
  ...DECLARED_LISTS.map(({ name }) => onStore(name)),
  onStore("repair reports"),
  COMMANDS.undo,
  COMMANDS.plan,
  COMMANDS.apply,
  {
    title: "export, its preview",
    words: ({ root }) => ["export", WORKSPACE, "--store", root],
  },
  COMMANDS.export,
  {
    title: "import, its preview",
    words: ({ bundle, restored }) => ["import", bundle, "--store", restored],
    before: ({ restored }) => {
      removeIfThere(restored);
      writeStore(emptyStore(), restored);
    },
  },
  {
    title: "import --apply",
    words: ({ bundle, restored }) => ["import", bundle, "--apply", "--scope", WORKSPACE, "--store", restored],
  },
  {
    title: "import --verify",
    words: ({ bundle }) => ["import", bundle, "--verify"],
  },
];

/** The report of the repair that applied the plan. @throws TypeError for what is no plan */
function reportOf(plan: string): string {
  const parsed = parseJsonObject(Deno.readTextFileSync(plan));
  const source = parsed.ok ? parsed.value["source_report"] : null;
  const report = isJsonObject(source) ? stringField(source, "report_id") : null;
  if (report === null) throw new TypeError(`"${plan}" names no report`);
  return report;
}

/** Graded exit codes are answers too: a trap is full of faults, and a machine with little space left gives a warning. */
const ANSWERED = [0, 3, 4];

/** The command line that runs it there, with what has to be done before done. */
export function prepared({ words, before }: BenchedCommand, program: string, place: Place): Command {
  before?.(place);
  return { command: program, args: ["sync", ...words(place), "--daemon", "none"], ok: ANSWERED };
}

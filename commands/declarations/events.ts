/** How `sourceos sync events` is typed. */
import { EVENT_COLUMNS } from "../../lib/answers/event_columns.ts";
import type { CommandDeclaration } from "../frame/definition.ts";
import type { OptionReader } from "../frame/option_reader.ts";
import { readColumns } from "../frame/columns_option.ts";
import { readWatch } from "../frame/watch_option.ts";

export const eventsDeclaration: CommandDeclaration<EventsOptions> = {
  name: "events",
  command: "sync events",
  description: "Lists the events of the journal, the newest first, or shows one in full. Changes nothing.",
  argument: "[id:string]",
  examples: [
    ["What happened last", "sourceos sync events --limit 10"],
    ["What one agent did since yesterday", "sourceos sync events --actor actor:scribe --since 1d"],
  ],
  options: readEventsOptions,
};

export interface EventsOptions {
  readonly object: string | null;
  readonly actor: string | null;
  readonly lane: string | null;
  readonly since: string | null;
  readonly limit: number | null;
  /** Names of columns between commas. */
  readonly columns: string | null;
  /** As readWatch() gives it. */
  readonly watch: number | null;
}

function readEventsOptions(read: OptionReader): EventsOptions {
  return {
    object: read.text("--object <id:string:object>", "Of this object"),
    actor: read.text("--actor <id:string:actor>", "By this actor"),
    lane: read.text("--lane <lane:string>", "In this lane"),
    since: read.text(
      "--since <moment:string>",
      "Not before 2026-05-05, 2026-05-05T02:42:39Z, or so long ago: 90m, 2h, 7d",
    ),
    limit: read.integer("--limit <count:integer>", "Show at most so many (default 20)", { least: 1, most: 100_000 }),
    columns: readColumns(read, EVENT_COLUMNS.map(({ name }) => name).join(", ")),
    watch: readWatch(read),
  };
}

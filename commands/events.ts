/** `sourceos sync events`: the newest events of the journal, which is read from its end. */
import { requireStore } from "../lib/answers/absence.ts";
import { EVENT_COLUMNS } from "../lib/answers/event_columns.ts";
import { eventsData } from "../lib/answers/events.ts";
import { answered } from "../lib/answers/outcome.ts";
import type { EventFilters } from "../lib/journal/newest.ts";
import type { EventsData } from "../lib/model/documents/events.ts";
import { CliError } from "../lib/model/errors.ts";
import { parseSince } from "../lib/text/since.ts";
import { eventsText } from "../lib/render/human/events.ts";
import { namesText } from "../lib/render/names.ts";
import type { EventsOptions } from "./declarations/events.ts";
import { chosenColumns } from "../lib/answers/list_columns.ts";
import { columnsCsv, columnsToShow } from "./frame/columns_option.ts";
import { answerWith } from "./frame/answerer.ts";
import type { Answerer } from "./frame/definition.ts";
import { loadState } from "./state/load.ts";

const SHOWN = 20;

export const eventsAnswer: Answerer<EventsOptions> = answerWith<EventsData, EventsOptions>({
  command: "sync events",
  async schemas() {
    const { EventsDocument, EventItem } = await import("../lib/model/documents/events.ts");
    return { schema: EventsDocument, itemSchema: EventItem };
  },
  human: (document, view, { columns }) =>
    eventsText(document, { ...view, columns: chosenColumns(columns, EVENT_COLUMNS) }),
  own: ["name", "csv"],
  items: (data) => data.item === null ? data.items : [data.item],
  watch: ({ watch }) => watch,
  async run({ common, options, words: [id = null], host }) {
    const filters = filtersOf(options, id, host.clock.now());
    const columns = columnsToShow(options.columns, EVENT_COLUMNS, common);
    const limit = id === null ? options.limit ?? SHOWN : 1;
    const state = await loadState(common.state, host, { journal: "skip", kinds: [] });
    const store = requireStore(state);
    if (state.source.kind !== "store") {
      throw new CliError("unsupported", "Cannot list events: the journal itself is not at hand", {
        target: "journal.jsonl",
        hint: "Name the store on disk with --store DIR",
      });
    }
    // One more than is shown, to know whether there are more.
    const found = await host.stores.newestEvents(store, { filters, limit: id === null ? limit + 1 : 1 });
    const { state: journal, error, events } = found;
    if (journal === "unreadable") {
      const message = `Cannot list events: the journal cannot be read: ${error ?? "no reason given"}`;
      throw state.access === null
        ? new CliError("io", message, { target: "journal.jsonl", hint: "See", command: ["doctor"] })
        : new CliError("denied", message, { target: "journal.jsonl", hint: state.access });
    }
    const data = eventsData(
      { id, filters: givenFilters(options), limit },
      events,
      (object) => host.stores.readRecord(store, "object", object),
    );
    return answered(state, data, {
      texts: {
        name: () => namesText(data.items.map((item) => item.event_id)),
        csv: () => columnsCsv(data.items, EVENT_COLUMNS, columns),
      },
    });
  },
});

/** @throws CliError usage for a moment that is none, or filters beside an id */
function filtersOf(options: EventsOptions, event: string | null, now: Date): EventFilters {
  const { object, actor, lane, since } = options;
  const [filter] = givenFilters(options).keys();
  if (event !== null && filter !== undefined) {
    throw new CliError("usage", `Cannot use --${filter} beside an id: one event is shown in full`, {
      target: `--${filter}`,
      hint: "Leave out one of the two",
    });
  }
  const moment = since === null ? null : parseSince(since, now);
  if (since !== null && moment === null) {
    throw new CliError("usage", `Cannot use "${since}" as --since: it is no moment`, {
      target: "--since",
      hint: "Give a day or a time, such as 2026-05-05 or 2026-05-05T02:42:39Z, or how long ago, such as 90m, 2h or 7d",
    });
  }
  return { event, object, actor, lane, since: moment };
}

function givenFilters({ object, actor, lane, since }: EventsOptions): ReadonlyMap<string, string> {
  return new Map(
    Object.entries({ object, actor, lane, since }).flatMap(([name, value]) =>
      value === null ? [] : [[name, value] as const]
    ),
  );
}

/** `sync events` for people: a line an event, the newest first, or one in full. */
import { EVENT_COLUMNS } from "../../answers/event_columns.ts";
import type { Column } from "../../answers/list_columns.ts";
import type { EventItem, EventsData } from "../../model/documents/events.ts";
import type { Document } from "../../model/envelope.ts";
import { foldableJson } from "../../text/stringify_json.ts";
import { plural } from "../../text/words.ts";
import { type ColumnsView, shownColumns } from "../columns.ts";
import { keyValueText, paragraph } from "../paragraphs.ts";
import { createStyle } from "../style.ts";
import { tableText } from "../table.ts";
import type { View } from "../view.ts";

export function eventsText({ data }: Document<EventsData>, view: ColumnsView<EventItem>): string {
  if (data === null) return "";
  if (data.item !== null && view.columns === null) return `${itemText(data.item, view)}\n`;
  if (data.items.length === 0) {
    const isFiltered = Object.keys(data.filters).length > 0;
    return `${paragraph(isFiltered ? "No event of the journal fits" : "There are no events", view)}\n`;
  }
  const shown = shownColumns(EVENT_COLUMNS, view);
  const tellsApplied = shown.some(({ name }) => name === "applied");
  const cell = (item: EventItem, { name, text }: Column<EventItem>) => {
    // Not every event is about an object; the others were to be told.
    const told = text(item) || (name === "object_id" ? "" : "?");
    return name === "event_type" && !item.applied && !tellsApplied ? `${told}, waiting` : told;
  };
  const table = tableText(
    shown.map(({ title }) => ({ title })),
    data.items.map((item) => shown.map((column) => cell(item, column))),
    view,
  );
  const note = `Shown: the newest ${plural(data.returned, "event")}; --limit asks for more`;
  return `${[table, ...(data.more ? ["", paragraph(note, view)] : [])].join("\n")}\n`;
}

function itemText(item: EventItem, view: View): string {
  const payload = item.hidden === true
    ? "hidden, as its object is secret, regulated or gone"
    : (item.payload ?? null) === null
    ? "none"
    : foldableJson(item.payload);
  return [
    createStyle(view).heading(item.event_id),
    keyValueText([
      ["Type", item.event_type],
      ["When", item.created_at ?? "not told"],
      ["Object", item.object_id ?? "none"],
      ["By", item.producer ?? "not told"],
      ["Lane", item.lane ?? "not told"],
      ["Applied", item.applied ? "yes" : "no, it waits"],
      ["Payload", payload],
      ["(journal)", `byte ${item.offset}`],
    ], view),
  ].join("\n");
}

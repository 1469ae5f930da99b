/** The columns of the list of events. */
import type { EventItem } from "../model/documents/events.ts";
import type { Column } from "./list_columns.ts";

type EventField = "created_at" | "event_id" | "event_type" | "lane" | "object_id" | "producer" | "applied";

/** Empty where the event's line does not tell. */
const field = (name: EventField, title: string, wide = false): Column<EventItem> => ({
  name,
  title,
  wide,
  text: (item) => String(item[name] ?? ""),
});

export const EVENT_COLUMNS: readonly Column<EventItem>[] = [
  field("created_at", "WHEN"),
  field("event_id", "EVENT"),
  field("event_type", "TYPE"),
  field("lane", "LANE"),
  field("object_id", "OBJECT"),
  field("producer", "BY"),
  field("applied", "APPLIED", true),
];

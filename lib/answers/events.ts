/** A list of the newest events of the journal, or one in full. */
import type { NewestEvent } from "../journal/newest.ts";
import type { EventItem, EventsData } from "../model/documents/events.ts";
import { CliError } from "../model/errors.ts";
import { isHidden } from "../policy/redaction.ts";
import type { Catalog } from "../store/catalog.ts";

interface EventsRequest {
  /** Of one event in full; null for the list. */
  readonly id: string | null;
  readonly filters: ReadonlyMap<string, string>;
  readonly limit: number;
}

/** @throws CliError not_found where one was asked for and no event has its id */
export function eventsData(
  { id, filters, limit }: EventsRequest,
  events: readonly NewestEvent[],
  catalog: Catalog,
): EventsData {
  const [first] = events;
  if (id !== null && first === undefined) {
    throw new CliError("not_found", `Cannot show "${id}": the journal has no such event`, {
      target: id,
      hint: "See",
      command: ["events"],
    });
  }
  return {
    filters: Object.fromEntries(filters),
    limit,
    returned: events.length,
    more: id === null && events.length === limit,
    items: events.map(toItem),
    item: id === null || first === undefined ? null : inFull(first, catalog),
  };
}

function toItem({ payload: _, ...item }: NewestEvent): EventItem {
  return item;
}

/** What an event says of a hidden object is as hidden as the object, and so is what nobody can class any more. */
function inFull(event: NewestEvent, catalog: Catalog): EventItem {
  const { object_id: id } = event;
  const records = id === null ? [] : catalog.find("object", id);
  const isUnclassed = records.length === 0 && id !== null && id.startsWith("object:");
  const hidden = isUnclassed || records.some(({ record }) => isHidden("object", record));
  return { ...toItem(event), payload: hidden ? null : event.payload, hidden };
}

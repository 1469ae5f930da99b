/** A list of the newest events of the journal, or one in full. */
import type { NewestEvent } from "../journal/newest.ts";
import type { EventItem, EventsData } from "../model/documents/events.ts";
import { CliError } from "../model/errors.ts";
import { KINDS, RECORD_KINDS } from "../model/kinds.ts";
import { isHidden } from "../policy/redaction.ts";
import type { JsonObject } from "../text/json.ts";

interface EventsRequest {
  /** Of one event in full; null for the list. */
  readonly id: string | null;
  readonly filters: ReadonlyMap<string, string>;
  readonly limit: number;
}

/** The record of an object; null where there is none under the name that its id makes. */
type FindObject = (id: string) => JsonObject | null;

/** Of the events, the newest first, those that are shown. @throws CliError not_found where one was asked for and no event has its id */
export function eventsData(
  { id, filters, limit }: EventsRequest,
  events: readonly NewestEvent[],
  findObject: FindObject,
): EventsData {
  const [first] = events;
  if (id !== null && first === undefined) {
    throw new CliError("not_found", `Cannot show "${id}": the journal has no such event`, {
      target: id,
      hint: "See",
      command: ["events"],
    });
  }
  const items = events.slice(0, limit).map(toItem);
  return {
    filters: Object.fromEntries(filters),
    limit,
    returned: items.length,
    more: events.length > limit,
    items,
    item: id === null || first === undefined ? null : inFull(first, findObject),
  };
}

function toItem({ payload: _, ...item }: NewestEvent): EventItem {
  return item;
}

/** What an event says of a hidden object is as hidden as the object, and so is what nobody can class any more. */
function inFull(event: NewestEvent, findObject: FindObject): EventItem {
  const { object_id: id } = event;
  const record = id === null ? null : findObject(id);
  const hidden = record === null ? mayNameObject(event) : isHidden("object", record);
  return { ...toItem(event), payload: hidden ? null : event.payload, hidden };
}

/** Not where it names another kind, or has the id that the daemon makes up for an event of nothing. */
function mayNameObject({ event_id: event, object_id: id }: NewestEvent): boolean {
  return id !== null && id !== `object-${event}` &&
    !RECORD_KINDS.some((kind) => kind !== "object" && KINDS[kind].prefixes.some((one) => id.startsWith(`${one}:`)));
}

/** The newest events that fit, from a journal that is read from its end: nothing is held but them and one line. */
import { parseJsonObject } from "../text/parse_json.ts";
import { parseTimestamp } from "../text/time.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { type JournalEvent, readEvent } from "./event.ts";
import { MAX_LINE_BYTES } from "./lines.ts";
import { createIdFilter } from "./search.ts";

/** What an event has to fit; null asks for nothing. */
export interface EventFilters {
  readonly event: string | null;
  readonly object: string | null;
  readonly actor: string | null;
  readonly lane: string | null;
  /** In milliseconds since 1970: events that say no such moment, or an earlier one, do not fit. */
  readonly since: number | null;
}

/** An event by where it lies: the number of its line is known only to who has read all lines before it. */
export type NewestEvent = Omit<JournalEvent, "line">;

interface NewestSearch {
  /** Takes the bytes before those that were taken last. The chunk is not kept. */
  addBefore(chunk: Uint8Array): void;
  /** Whether there are as many events as were asked for. */
  isFull(): boolean;
  /** The newest first. To be called once, when nothing is before what was taken, or it is full. */
  finish(): readonly NewestEvent[];
}

const NEWLINE = 0x0a;

/** A search for the last `limit` events of a journal of so many bytes. */
export function createNewestSearch(
  filters: EventFilters,
  { limit, journalBytes, maxLineBytes = MAX_LINE_BYTES }: {
    readonly limit: number;
    readonly journalBytes: number;
    readonly maxLineBytes?: number;
  },
): NewestSearch {
  const { mayHold, eventOf } = createFit(filters);
  const found: NewestEvent[] = [];
  /** Of the first byte that was taken. */
  let offset = journalBytes;
  /** The end of a line whose beginning was not taken yet; in their order. */
  let held: Uint8Array[] = [];
  let heldBytes = 0;

  function hold(bytes: Uint8Array): void {
    heldBytes += bytes.length;
    held = heldBytes <= maxLineBytes ? [bytes.slice(), ...held] : [];
  }

  /** The line that begins at the offset. */
  function takeLine(at: number): void {
    const bytes = joined(held);
    const isRead = heldBytes > 0 && heldBytes <= maxLineBytes;
    held = [];
    heldBytes = 0;
    const event = isRead ? eventOf(decodeUtf8(bytes), at) : null;
    if (event !== null && found.length < limit) found.push(event);
  }

  return {
    addBefore(chunk) {
      const start = offset - chunk.length;
      const [first, last] = [chunk.indexOf(NEWLINE), chunk.lastIndexOf(NEWLINE)];
      let end = chunk.length;
      for (let at = last; at >= 0; at = at === 0 ? -1 : chunk.lastIndexOf(NEWLINE, at - 1)) {
        hold(chunk.subarray(at + 1, end));
        takeLine(start + at + 1);
        if (found.length >= limit) return;
        end = at;
        // Lines that lie in it as a whole are looked over together: most hold nothing that is asked for.
        if (at === last && first < last && !mayHold(decodeUtf8(chunk.subarray(first + 1, last)))) {
          end = first;
          break;
        }
      }
      hold(chunk.subarray(0, end));
      offset = start;
    },
    isFull: () => found.length >= limit,
    finish() {
      if (found.length < limit) takeLine(0);
      return found;
    },
  };
}

interface Fit {
  /** Whether the text of one or more lines may hold an event that fits; null is text that cannot be read as a whole. */
  mayHold(text: string | null): boolean;
  /** The event of a line, where it is one and fits. */
  eventOf(line: string | null, offset: number): NewestEvent | null;
}

function createFit({ event: eventId, object, actor, lane, since }: EventFilters): Fit {
  const filters = [eventId, object, actor, lane].flatMap((id) => id === null ? [] : [createIdFilter(id)]);
  const isWanted = (wanted: string | null, value: string | null) => wanted === null || wanted === value;
  const mayHold = (text: string | null) => text === null || filters.every((may) => may(text));
  const eventOf = (text: string | null, offset: number) => {
    if (text === null || !mayHold(text)) return null;
    const parsed = parseJsonObject(text);
    const read = parsed.ok ? readEvent(parsed.value, 0, offset) : null;
    if (read === null) return null;
    const { line: _, ...event } = read;
    const fits = isWanted(eventId, event.event_id) && isWanted(object, event.object_id) &&
      isWanted(actor, event.producer) && isWanted(lane, event.lane) &&
      (since === null || (parseTimestamp(event.created_at) ?? -Infinity) >= since);
    return fits ? event : null;
  };
  return { mayHold, eventOf };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

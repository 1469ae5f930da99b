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
  const fits = createFit(filters);
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
    const event = isRead ? fits(decodeUtf8(bytes), at) : null;
    if (event !== null && found.length < limit) found.push(event);
  }

  return {
    addBefore(chunk) {
      const start = offset - chunk.length;
      let end = chunk.length;
      for (let at = chunk.lastIndexOf(NEWLINE); at >= 0; at = at === 0 ? -1 : chunk.lastIndexOf(NEWLINE, at - 1)) {
        hold(chunk.subarray(at + 1, end));
        takeLine(start + at + 1);
        if (found.length >= limit) return;
        end = at;
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

/** Gives the event of a line, where it is one and fits. */
function createFit(
  { event: eventId, object, actor, lane, since }: EventFilters,
): (line: string | null, offset: number) => NewestEvent | null {
  const mayHold = [eventId, object, actor, lane].flatMap((id) => id === null ? [] : [createIdFilter(id)]);
  const isWanted = (wanted: string | null, value: string | null) => wanted === null || wanted === value;
  return (text, offset) => {
    if (text === null || !mayHold.every((may) => may(text))) return null;
    const parsed = parseJsonObject(text);
    const read = parsed.ok ? readEvent(parsed.value, 0, offset) : null;
    if (read === null) return null;
    const { line: _, ...event } = read;
    const fits = isWanted(eventId, event.event_id) && isWanted(object, event.object_id) &&
      isWanted(actor, event.producer) && isWanted(lane, event.lane) &&
      (since === null || (parseTimestamp(event.created_at) ?? -Infinity) >= since);
    return fits ? event : null;
  };
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

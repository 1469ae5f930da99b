/**
 * An event's id and time as numbers.
 *
 * Who keeps those of the newest event is given other ones with every event. As texts they would each outlive the young
 * generation, and hold the block of the journal that they were cut from.
 */
import { ownText } from "../text/own_text.ts";
import { clockDigits, dateDigits, isTimestamp, timestampOfDigits } from "../text/time.ts";
import type { JournalEvent } from "./event.ts";
import { formatEventId, parseEventId } from "./ordinals.ts";

export interface EventMark {
  /** 0 where the id is no ordinal's, which then stands in `oddId`. */
  readonly ordinal: number;
  readonly oddId: string;
  /** The time as digits; 0 where it is none of the store's form, and then stands in `oddTime`. */
  readonly date: number;
  readonly clock: number;
  readonly oddTime: string | null;
}

export function markOf({ event_id: id, created_at: at }: Pick<JournalEvent, "event_id" | "created_at">): EventMark {
  const ordinal = parseEventId(id);
  const isSound = at !== null && isTimestamp(at);
  return {
    ordinal: ordinal ?? 0,
    oddId: ordinal === null ? ownText(id) : "",
    date: isSound ? dateDigits(at) : 0,
    clock: isSound ? clockDigits(at) : 0,
    oddTime: isSound || at === null ? null : ownText(at),
  };
}

export function markedId({ ordinal, oddId }: Pick<EventMark, "ordinal" | "oddId">): string {
  return ordinal === 0 ? oddId : formatEventId(ordinal);
}

/** Null where the event has no time. */
export function markedTime({ date, clock, oddTime }: Pick<EventMark, "date" | "clock" | "oddTime">): string | null {
  return date === 0 ? oddTime : timestampOfDigits(date, clock);
}

/**
 * Cutting the journal into segments for its checkpoint, at line ends (docs/formats.md, "Checkpoint").
 *
 * A segment ends with the first line that brings it to SEGMENT_BYTES, so its end always lies in the bytes that the host
 * has just fed: the host hashes those up to each end that it is told, and the rest into the next segment. The last
 * segment is what is left, and ends where the journal does.
 */
import { ownText } from "../text/own_text.ts";

export const SEGMENT_BYTES = 4 * 1024 * 1024;

/** A run of lines; first and last event id are null where it has no readable event. */
export interface JournalSegment {
  readonly offset: number;
  readonly bytes: number;
  readonly events: number;
  readonly first_event_id: string | null;
  readonly last_event_id: string | null;
}

interface Segmenter {
  /** Takes a line by the offset of the byte after it and its newline, with its event's id where it is one. */
  add(end: number, eventId: string | null): void;
  /** The segments completed since the last call. */
  take(): readonly JournalSegment[];
  /** The segment not yet taken, or null where there is none. */
  finish(): JournalSegment | null;
}

/** A segmenter whose first segment starts at `start`. */
export function createSegmenter(segmentBytes: number = SEGMENT_BYTES, start = 0): Segmenter {
  let completed: JournalSegment[] = [];
  let offset = start;
  let end = start;
  let events = 0;
  let firstEventId: string | null = null;
  let lastEventId: string | null = null;

  function close(): JournalSegment {
    const segment = {
      offset,
      bytes: end - offset,
      events,
      first_event_id: firstEventId === null ? null : ownText(firstEventId),
      last_event_id: lastEventId === null ? null : ownText(lastEventId),
    };
    offset = end;
    events = 0;
    firstEventId = null;
    lastEventId = null;
    return segment;
  }

  return {
    add(lineEnd, eventId) {
      end = lineEnd;
      if (eventId !== null) {
        events++;
        firstEventId ??= eventId;
        lastEventId = eventId;
      }
      if (end - offset >= segmentBytes) completed.push(close());
    },
    take() {
      const taken = completed;
      completed = [];
      return taken;
    },
    finish() {
      // A tail that completed a segment was added after the last take().
      return completed.pop() ?? (end > offset ? close() : null);
    },
  };
}

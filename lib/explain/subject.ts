/** What explain answers about: a record of a registry, or an event of the journal. */
import type { ReadableRecord } from "../store/catalog.ts";
import type { JournalEvent } from "../journal/event.ts";
import { EVENT_SCHEMA } from "../journal/event.ts";

export interface Subject extends Pick<ReadableRecord, "kind" | "id" | "path" | "record"> {
  /** The line of the journal that it is, or null for a record of a registry. */
  readonly line: number | null;
}

export function recordSubject({ kind, id, path, record }: ReadableRecord): Subject {
  return { kind, id, path, record, line: null };
}

/** A journal event as a subject; its fields are shown as the journal has them. */
export function eventSubject(event: JournalEvent): Subject {
  const { event_id, event_type, lane, object_id, producer, created_at, payload, applied } = event;
  return {
    kind: "event",
    id: event_id,
    path: "journal.jsonl",
    record: { schema: EVENT_SCHEMA, event_id, event_type, lane, object_id, producer, created_at, payload, applied },
    line: event.line,
  };
}

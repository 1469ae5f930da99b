/** What the journal says about one record: its newest events, and how many there are. */
import type { JournalEvent } from "../journal/event.ts";
import type { TimelineEvent } from "../model/documents/explain.ts";
import type { JournalSummary, ObjectHead } from "../model/journal.ts";

export interface History {
  /** Why the journal could not be asked, or not in full; null where it could. */
  readonly reason: string | null;
  /** How many events there are; null where nobody knows. */
  readonly total: number | null;
  /** The newest event, where it is one of an object. */
  readonly head: ObjectHead | null;
  /** The newest events, in the order of the journal. */
  readonly newest: readonly JournalEvent[];
  /** The newest event of all, also where no events are shown. */
  readonly last: { readonly event_id: string; readonly created_at: string | null } | null;
}

/** The history as far as a summary keeps it: the newest event of each object, and no single ones. */
export function historyFromSummary(journal: JournalSummary, id: string | null): History {
  if (journal.state !== "present") {
    return {
      reason: journal.error ?? `The journal is ${journal.state}`,
      total: null,
      head: null,
      newest: [],
      last: null,
    };
  }
  const head = journal.objects.find((candidate) => candidate.object_id === id) ?? null;
  const activity = journal.actors.find((actor) => actor.actor_id === id);
  return {
    reason: "A saved snapshot keeps no single events",
    total: head?.events ?? activity?.events ?? 0,
    head,
    newest: [],
    last: activity === undefined
      ? null
      : { event_id: activity.last_event_id, created_at: activity.last_event_at === "" ? null : activity.last_event_at },
  };
}

export function toTimeline(events: readonly JournalEvent[]): readonly TimelineEvent[] {
  return events.map(({ event_id, event_type, lane, object_id, producer, created_at, applied, line }) => ({
    event_id,
    event_type,
    lane,
    object_id,
    producer,
    created_at,
    applied,
    line,
  }));
}

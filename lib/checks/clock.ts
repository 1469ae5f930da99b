/** The clock of this host beside the times of the journal's events. */
import type { StateSnapshot, StoreSnapshot } from "../model/snapshot.ts";
import { secondsBetween } from "../text/time.ts";

const CLOCK_SLACK_SECONDS = 5 * 60;

/** By how much the newest event is ahead of this host's clock; null where it is not by more than clocks differ. */
export function secondsAhead(
  { taken_at: now }: Pick<StateSnapshot, "taken_at">,
  { journal }: StoreSnapshot,
): number | null {
  const ahead = secondsBetween(now, journal.newest_event_at);
  return ahead !== null && ahead > CLOCK_SLACK_SECONDS ? ahead : null;
}

/** Up to when the journal tells of the store: its newest event, or this look where that is dated ahead; null without events. */
export function lastMoment(
  snapshot: Pick<StateSnapshot, "taken_at">,
  store: StoreSnapshot,
): string | null {
  return secondsAhead(snapshot, store) === null ? store.journal.newest_event_at : snapshot.taken_at;
}

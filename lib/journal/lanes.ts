/** The lanes of the journal: which are known, and when one lags. */
import { LANES } from "../model/vocabulary.ts";
import { compareCodePoints } from "../text/order.ts";

/** Those of the manifest's lanes that make a difference to the fold, sorted. */
export function knownLanes(lanes: readonly string[]): readonly string[] {
  const specified: ReadonlySet<string> = new Set(LANES);
  return [...new Set(lanes)].filter((lane) => !specified.has(lane)).sort(compareCodePoints);
}

/** How many unapplied events a lane may have before it lags (the reference daemon's limits: 0 for priority, 100 otherwise). */
export function laneLagLimit(lane: string): number {
  return lane === "priority" ? 0 : 100;
}

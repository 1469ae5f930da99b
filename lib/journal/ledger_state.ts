/** A ledger of ordinals as a checkpoint keeps it. */
import type { LedgerState } from "../model/fold_state.ts";
import type { LedgerMemory } from "./ordinals.ts";
import type { EventPosition } from "./line_anomalies.ts";

/** What a checkpoint says of the ledger. */
export function closeLedger({ gaps, certainUpTo, ...counts }: LedgerMemory<EventPosition>): LedgerState {
  return {
    ...counts,
    certain_up_to: certainUpTo,
    gaps: gaps.map(({ before: { position, eventId }, ...gap }) => ({ ...gap, ...position, event_id: eventId })),
  };
}

/** The ledger that a checkpoint tells of. */
export function openLedger({ gaps, certain_up_to: certainUpTo, ...counts }: LedgerState): LedgerMemory<EventPosition> {
  return {
    ...counts,
    certainUpTo,
    gaps: gaps.map(({ from, to, unplaced, line, offset, bytes, event_id: eventId }) => ({
      from,
      to,
      unplaced,
      before: { position: { line, offset, bytes }, eventId },
    })),
  };
}

/** What checks found when the note of a look was made, for a look that takes it from there. */
import type { LookNote } from "../../model/look_note.ts";
import type { Check, CheckOutcome } from "./check.ts";

/** Whether what the check finds follows from the records and the journal, and so from what a note stands for. */
export function isNoted({ needs }: Pick<Check, "needs">): boolean {
  return needs.includes("registries") || needs.includes("journal");
}

/** What the note says of the check; null where it is to be run, or the note tells nothing of it. */
export function notedOutcome(check: Check, note: LookNote): CheckOutcome | null {
  const noted = isNoted(check) ? note.outcomes.find(({ check: id }) => id === check.id) : undefined;
  if (noted === undefined) return null;
  const { findings, reason } = noted;
  return findings === null ? { ran: false, reason: reason ?? "It was not run" } : { ran: true, findings };
}

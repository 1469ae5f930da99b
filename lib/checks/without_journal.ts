import type { JournalSummary } from "../model/journal.ts";
import type { CheckOutcome } from "./check.ts";

type Skipped = Extract<CheckOutcome, { readonly ran: false }>;

export const JOURNAL_NOT_READ: Skipped = { ran: false, reason: "The journal was not read" };

/** Why a check that needs the journal cannot run, or null where it can. */
export function withoutJournal({ state }: JournalSummary): Skipped | null {
  if (state === "present") return null;
  return state === "not_read" ? JOURNAL_NOT_READ : { ran: false, reason: "There is no readable journal" };
}

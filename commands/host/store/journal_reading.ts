/** What reading the journal gives. */
import type { JournalSummary } from "../../../lib/model/journal.ts";
import type { JournalFolding } from "./journal_folding.ts";

export interface JournalReading {
  readonly summary: JournalSummary;
  /** By length, the SHA-256 of the journal's first bytes; only lengths that the journal has. */
  readonly prefixes: ReadonlyMap<number, string>;
  /** The folding that took all of it, where that was to be kept and can take more. */
  readonly folding?: JournalFolding;
}

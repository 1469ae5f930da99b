/** What reading the journal gives. */
import type { JournalSummary } from "../../../lib/model/journal.ts";

export interface JournalReading {
  readonly summary: JournalSummary;
  /** By length, the SHA-256 of the journal's first bytes; only lengths that the journal has. */
  readonly prefixes: ReadonlyMap<number, string>;
}

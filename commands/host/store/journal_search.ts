/** Searches a journal for the events of one id; most lines are not parsed. */
import { createActivityTally, type DayOfEvents } from "../../../lib/journal/activity.ts";
import { createLineReader, type LineAt } from "../../../lib/journal/line_at.ts";
import { createJournalSearch } from "../../../lib/journal/search.ts";
import type { JournalFindings, SearchRequest } from "../types/store_reader.ts";
import { feedJournal, lookAtJournal } from "./journal_file.ts";
import type { ProgressTaker } from "../types/progress.ts";

/** Searches the journal as far as it reached at the start. Never throws for what the file system does. */
export async function searchJournal(
  path: string,
  { progress, ...request }: SearchRequest & { readonly progress: ProgressTaker },
): Promise<JournalFindings> {
  const search = createJournalSearch(request);
  const { state, error } = await feedJournal(path, search, { phase: "search", progress });
  if (state === "present") return { state: "searched", error, ...search.finish() };
  return { state, error, total: 0, head: null, first: null, newest: [], bytes: 0 };
}

/** The line with that number, or null where there is none or the journal cannot be read. */
export async function readJournalLine(
  path: string,
  line: number,
  progress: ProgressTaker,
): Promise<LineAt | null> {
  const reader = createLineReader(line);
  const { state } = await feedJournal(path, reader, { phase: "journal", progress });
  return state === "present" ? reader.finish() : null;
}

/** A month on most hosts, and read in a moment on the busiest. */
const ACTIVITY_BYTES = 16 * 1024 * 1024;

/** Events a day at the end of the journal; null where it cannot be read. */
export async function tallyActivity(
  path: string,
  progress: ProgressTaker,
): Promise<readonly DayOfEvents[] | null> {
  const from = Math.max(0, lookAtJournal(path).bytes - ACTIVITY_BYTES);
  const tally = createActivityTally(from);
  const { state } = await feedJournal(path, tally, { phase: "activity", from, progress });
  return state === "present" ? tally.finish() : null;
}

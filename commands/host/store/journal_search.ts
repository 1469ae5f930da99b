/** Searches a journal for the events of one id; most lines are not parsed. */
import { createLineReader, type LineAt } from "../../../lib/journal/line_at.ts";
import { createJournalSearch } from "../../../lib/journal/search.ts";
import type { JournalFindings, SearchRequest } from "../types/host.ts";
import { feedJournal } from "./journal_file.ts";
import type { ProgressLine } from "../terminal/progress.ts";

/** Searches the journal as far as it reached at the start. Never throws for what the file system does. */
export async function searchJournal(
  path: string,
  { progress, ...request }: SearchRequest & { readonly progress: ProgressLine },
): Promise<JournalFindings> {
  const search = createJournalSearch(request);
  const { state, error } = await feedJournal(path, search, { label: "Searching the journal", progress });
  if (state === "present") return { state: "searched", error, ...search.finish() };
  return { state, error, total: 0, head: null, first: null, newest: [], bytes: 0 };
}

/** The line with that number, or null where there is none or the journal cannot be read. */
export async function readJournalLine(path: string, line: number, progress: ProgressLine): Promise<LineAt | null> {
  const reader = createLineReader(line);
  const { state } = await feedJournal(path, reader, { label: "Reading the journal", progress });
  return state === "present" ? reader.finish() : null;
}

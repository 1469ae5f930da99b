/** Searches a journal for the events of one id; most lines are not parsed. */
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

/** Reads a journal from its end, as far as it takes to find the newest events that are asked for. */
import { createNewestSearch } from "../../../lib/journal/newest.ts";
import { ioReason } from "../files/io_reason.ts";
import { createTurns } from "../files/next_turn.ts";
import type { ProgressTaker } from "../types/progress.ts";
import type { NewestEvents, NewestRequest } from "../types/store_reader.ts";
import { lookAtJournal } from "./journal_file.ts";

// The texts of larger chunks are large objects to the engine, which take it four times as long to make.
const CHUNK_BYTES = 64 * 1024;

/** Never throws for what the file system does. */
export async function readNewestEvents(
  path: string,
  { filters, limit, progress }: NewestRequest & { readonly progress: ProgressTaker },
): Promise<NewestEvents> {
  const seen = lookAtJournal(path);
  if (seen.state !== "present") return { state: seen.state, error: seen.error, events: [] };
  try {
    using journal = Deno.openSync(path, { read: true });
    const total = journal.statSync().size;
    const search = createNewestSearch(filters, { limit, journalBytes: total });
    const buffer = new Uint8Array(Math.min(CHUNK_BYTES, total));
    const nextTurn = createTurns();
    for (let left = total; left > 0 && !search.isFull();) {
      const chunk = buffer.subarray(0, Math.min(buffer.length, left));
      journal.seekSync(left - chunk.length, Deno.SeekMode.Start);
      fill(journal, chunk);
      search.addBefore(chunk);
      left -= chunk.length;
      progress.report({ phase: "journal", done: total - left, total, unit: "bytes" });
      await nextTurn();
    }
    return { state: "present", error: null, events: search.finish() };
  } catch (error) {
    return { state: "unreadable", error: ioReason(error).reason, events: [] };
  }
}

/** What is gone since reads as zero bytes, which are no event. */
function fill(file: Deno.FsFile, chunk: Uint8Array): void {
  chunk.fill(0);
  for (let done = 0; done < chunk.length;) {
    const count = file.readSync(chunk.subarray(done));
    if (count === null) return;
    done += count;
  }
}

/** Reads the events of many objects out of a journal that was read before, line by line. */
import { createEventSelector } from "../../../lib/export/events.ts";
import { createRunningHash } from "../files/hashing.ts";
import type { EventReading, EventRequest } from "../types/store_reader.ts";
import { feedJournal } from "./journal_file.ts";
import type { ProgressTaker } from "../types/progress.ts";

/** Selects from as much of the journal as was there then. Throws what `take` throws, and nothing else. */
export async function selectEvents(
  path: string,
  { objects, take, bytes, sha256, progress }: EventRequest & {
    readonly bytes: number;
    readonly sha256: string | null;
    readonly progress: ProgressTaker;
  },
): Promise<EventReading> {
  // A line that cannot be put aside says nothing about the journal, which is what the feed would take it for.
  const failures: unknown[] = [];
  const selector = createEventSelector({
    objects,
    take(line) {
      if (failures.length > 0) return;
      try {
        take?.(line);
      } catch (error) {
        failures.push(error);
      }
    },
  });
  const hash = createRunningHash();
  let left = bytes;
  const taker = {
    add(chunk: Uint8Array) {
      // What was appended since is not what was decided on.
      const known = chunk.subarray(0, Math.min(left, chunk.length));
      left -= known.length;
      hash.update(known);
      selector.add(known);
    },
    pending: () => left > 0 ? selector.pending() : null,
  };
  const { state, error } = await feedJournal(path, taker, { phase: "select", progress });
  const selection = selector.finish();
  if (failures.length > 0) throw failures[0];
  if (state === "unreadable") return { state, error, selection: null };
  const isSame = left === 0 && (state === "absent" || sha256 === null || hash.digest() === sha256);
  return { state: isSame ? "selected" : "moved_on", error, selection };
}

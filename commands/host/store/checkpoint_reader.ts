/** Loads from derived files what it takes to go on behind the part of the journal that they cover. */
import { join } from "@std/path/posix";
import { entriesLimit, type EntriesReader, readActorActivity, readObjectHeads } from "../../../lib/derived/entries.ts";
import type { FoldedPrefix } from "../../../lib/journal/fold.ts";
import { findResumePoint, type ResumeOptions } from "../../../lib/derived/resume_point.ts";
import type { CheckpointSegment, Covers, IndexRecord } from "../../../lib/model/derived.ts";
import type { DerivedRecord } from "./derived_reader.ts";
import { createRunningHash } from "../files/hashing.ts";
import { ioReason } from "../files/io_reason.ts";

/** A folded beginning of the journal, true where the journal still starts with the bytes that these hashes tell of. */
export interface CoveredPrefix {
  readonly prefix: FoldedPrefix;
  readonly covers: Covers;
  readonly lastSegment: CheckpointSegment;
}

/** The prefix that the derived files keep; null where there is none, or where any of them is not what it should be. */
export function loadCoveredPrefix(
  root: string,
  records: readonly DerivedRecord[],
  { hasHeads = true, ...options }: ResumeOptions & {
    /** Whether the heads of objects are loaded, which take far longer than all else; true where absent. */
    readonly hasHeads?: boolean;
  },
): CoveredPrefix | null {
  const point = findResumePoint(records, options);
  if (point === null) return null;
  const { covers, fold, lastSegment } = point;
  const objects = hasHeads ? loadEntries(root, point.heads, readObjectHeads(covers), records) : [];
  const actors = objects === null ? null : loadEntries(root, point.activity, readActorActivity(covers), records);
  if (objects === null || actors === null) return null;
  const prefix = { bytes: covers.journal_bytes, events: covers.events, state: fold, objects, actors };
  return { prefix, covers, lastSegment };
}

const CHUNK_BYTES = 256 * 1024;

/** The entries, where they have the hash that the record says. */
function loadEntries<Entry>(
  root: string,
  record: IndexRecord,
  reader: EntriesReader<Entry>,
  records: readonly DerivedRecord[],
): readonly Entry[] | null {
  const file = records.find(({ entriesFile }) => entriesFile?.path === record.entries_file)?.entriesFile ?? null;
  if (file === null || file.problem !== null || file.type !== "file") return null;
  if (file.bytes > entriesLimit(record.covers.journal_bytes)) return null;
  try {
    using entries = Deno.openSync(join(root, file.path), { read: true });
    const hash = createRunningHash();
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (let count = entries.readSync(buffer); count !== null; count = entries.readSync(buffer)) {
      const chunk = buffer.subarray(0, count);
      hash.update(chunk);
      reader.add(chunk);
    }
    return hash.digest() === record.entries_sha256 ? reader.finish() : null;
  } catch (error) {
    ioReason(error); // a bug is thrown on; what the disk does is for the judging of the index to report
    return null;
  }
}

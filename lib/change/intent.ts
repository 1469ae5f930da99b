/** The intent file as something to act on: more has to hold of it than its format. */
import { ChangeIntent, LOCK_PATH, WORK_FOLDER } from "../model/change.ts";
import { type DocumentReading, readDocument, readRecord } from "../model/input_document.ts";
import type { JsonObject } from "../text/json.ts";
import { foldersAbove, JOURNAL_PATH, TMP_FOLDER } from "./paths.ts";

export type ParsedIntent =
  | { readonly ok: true; readonly intent: ChangeIntent }
  /** As a clause: "it names …". */
  | { readonly ok: false; readonly reason: string };

/** The intent in these bytes, or why there is none in them that can be acted on. */
export function parseIntent(bytes: Uint8Array): ParsedIntent {
  return judged(readDocument(bytes, ChangeIntent));
}

/** As parseIntent(), for a file that was read before. */
export function intentOf(record: JsonObject): ParsedIntent {
  return judged(readRecord(record, ChangeIntent));
}

function judged(reading: DocumentReading<ChangeIntent>): ParsedIntent {
  const reason = reading.ok ? findIntentProblem(reading.document) : reading.reason;
  return reading.ok && reason === null ? { ok: true, intent: reading.document } : { ok: false, reason: reason ?? "" };
}

/** What about an intent cannot be applied as one change of one store; null where it is sound. */
export function findIntentProblem({ changes, new_folders, append }: ChangeIntent): string | null {
  const places = changes.flatMap(({ path, kept_at }) => kept_at === null ? [path] : [path, kept_at]);
  const bad = [...places, ...new_folders].find((path) => !isStorePath(path));
  if (bad !== undefined) return `"${bad}" is no path that a change may touch`;
  const seen = new Set(places);
  if (seen.size < places.length) return "it names a path twice";
  const folders = new Set(places.flatMap(foldersAbove));
  const both = places.find((path) => folders.has(path));
  if (both !== undefined) return `"${both}" is a file and a folder`;
  const stray = new_folders.find((folder) => !folders.has(folder));
  if (stray !== undefined) return `nothing is in its new folder "${stray}"`;
  const idle = changes.find(({ before, after }) => before === null && after === null);
  if (idle !== undefined) return `"${idle.path}" is absent before and after`;
  const unkept = changes.find(({ before, kept_at }) => (before === null) !== (kept_at === null));
  if (unkept !== undefined) return `"${unkept.path}" is not kept where, and only where, there was something`;
  if (append !== null && append.appended.bytes === 0) return "it appends nothing to the journal";
  if (append !== null && !append.existed && append.journal_bytes > 0) return "its journal is absent and has bytes";
  return null;
}

/** The journal is only appended to, and the machinery's own files are no part of a change. */
function isStorePath(path: string): boolean {
  const isPlain = path.split("/").every((name) => name !== "" && name !== "." && name !== ".." && !name.includes("\0"));
  const isOwn = path === JOURNAL_PATH || path === TMP_FOLDER || path === LOCK_PATH || path === WORK_FOLDER ||
    path.startsWith(`${WORK_FOLDER}/`);
  return isPlain && !isOwn;
}

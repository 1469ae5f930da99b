/** The intent file as something to act on: more has to hold of it than its format. */
import { ChangeIntent } from "../model/change.ts";
import { type DocumentReading, readDocument, readRecord } from "../model/input_document.ts";
import type { JsonObject } from "../text/json.ts";
import { findTouchProblem, findTwice, isReportId, pathsIn, readScopes } from "./authority.ts";
import { foldersAbove, JOURNAL_PATH } from "./paths.ts";

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
export function findIntentProblem(intent: ChangeIntent): string | null {
  const { kind, change_id: id, changes, new_folders, append } = intent;
  if (!isReportId(id)) return `"${id}" is no id of a report`;
  const read = readScopes(intent.scopes);
  if (!read.ok) return read.reason;
  for (const change of changes) {
    const problem = findTouchProblem(change, { kind, id, scopes: read.scopes });
    if (problem !== null) return problem;
  }
  const twice = findTwice(changes);
  if (twice !== null) return `it names "${twice}" twice`;
  const paths = pathsIn(changes);
  const folders = new Set(paths.flatMap(foldersAbove));
  const both = paths.find((path) => folders.has(path));
  if (both !== undefined) return `"${both}" is a file and a folder`;
  const stray = new_folders.find((folder) => !folders.has(folder));
  if (stray !== undefined) return `nothing is in its new folder "${stray}"`;
  if (new Set(new_folders).size < new_folders.length) return "it names a new folder twice";
  if (append !== null && append.appended.bytes === 0) return "it appends nothing to the journal";
  if (append !== null && !append.existed && append.journal_bytes > 0) return "its journal is absent and has bytes";
  return null;
}

/** Every path that the change touches: its files, where their earlier bytes stay, and the journal that it appends to. */
export function pathsOfIntent({ changes, append }: ChangeIntent): readonly string[] {
  return append === null ? pathsIn(changes) : [...pathsIn(changes), JOURNAL_PATH];
}

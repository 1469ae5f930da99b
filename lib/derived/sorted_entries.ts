/** Finding ids in the entries of an index without reading all of them: they are sorted, one a line (docs/formats.md, "Index record"). */
import { compareCodePoints } from "../text/order.ts";
import { stringField } from "../text/json.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import { decodeUtf8 } from "../text/utf8.ts";

/** The bytes of an entries file, read where they are asked for. */
export interface EntriesFile {
  readonly bytes: number;
  /** As many as there are from there on, and no more than are asked for. */
  read(offset: number, length: number): Uint8Array;
}

/** More than the two lines that a look has to find. */
const LOOK_BYTES = 16 * 1024;
const NEWLINE = 0x0a;
/** Behind every character that an id may go on with. */
const LAST = "\u{10FFFF}";

interface Line {
  readonly start: number;
  readonly end: number;
  readonly id: string;
}

/**
 * The ids in `object-heads` that begin so, ascending, at most so many: of more the first, and the last
 * one, so that they have no more in common than all of them. Null where the file is not what it should be.
 */
export function idsThatBegin(file: EntriesFile, beginning: string, most: number): readonly string[] | null {
  const from = placeOf(file, beginning);
  const to = placeOf(file, beginning + LAST);
  if (from === null || to === null) return null;
  const ids: string[] = [];
  for (let at = from; at < to && ids.length < most;) {
    const line = lineAt(file, at);
    if (line === null) return null;
    ids.push(line.id);
    at = line.end;
    if (ids.length === most && at < to) {
      const last = lastBefore(file, to);
      if (last === null) return null;
      ids.splice(-1, 1, last.id);
    }
  }
  return ids;
}

/** The first byte of the first line whose id is not before that one; null where that cannot be told. */
function placeOf(file: EntriesFile, id: string): number | null {
  let low = 0;
  let high = file.bytes;
  // Between them, both at the start of a line, is that place.
  while (low < high) {
    const line = lineAt(file, lineStart(file, Math.floor((low + high) / 2), low));
    if (line === null) return null;
    if (compareCodePoints(line.id, id) < 0) low = line.end;
    else high = line.start;
  }
  return low;
}

/** The start of the line in which that byte lies, not before `least`; -1 where it is too far. */
function lineStart(file: EntriesFile, offset: number, least: number): number {
  const from = Math.max(least, offset - LOOK_BYTES);
  const newline = file.read(from, offset - from).lastIndexOf(NEWLINE);
  return newline >= 0 ? from + newline + 1 : from === least ? least : -1;
}

function lineAt(file: EntriesFile, start: number): Line | null {
  if (start < 0) return null;
  const bytes = file.read(start, LOOK_BYTES);
  const newline = bytes.indexOf(NEWLINE);
  const text = newline < 0 ? null : decodeUtf8(bytes.subarray(0, newline));
  const parsed = text === null ? null : parseJsonObject(text);
  const id = parsed?.ok === true ? stringField(parsed.value, "object_id") : null;
  return id === null ? null : { start, end: start + newline + 1, id };
}

function lastBefore(file: EntriesFile, end: number): Line | null {
  return lineAt(file, lineStart(file, end - 1, 0));
}

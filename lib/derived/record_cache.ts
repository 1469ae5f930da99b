/**
 * The cache of records that lies beside the checkpoint: what each record file said, and the state of the file when it was
 * read. A look takes from it what has not changed since; a change never does (docs/formats.md, "Cache of records").
 */
import { isJsonObject, type JsonObject, stringField } from "../text/json.ts";
import { createLineCutter, type LineBlock, visitLines } from "../journal/lines.ts";
import { KINDS, KINDS_BY_RANK, type RecordKind } from "../model/kinds.ts";
import type { RecordEntry } from "../model/snapshot.ts";
import { parseJson } from "../text/parse_json.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { formatTimestamp, isTimestamp } from "../text/time.ts";
import { decodeUtf8 } from "../text/utf8.ts";

/** Where it is, relative to the store's root. */
export const RECORD_CACHE_PATH = "checkpoints/records.cache";

const SCHEMA = "sourceos.cli.record-cache/v1";

/** The digest of everything before it, and a newline, end the file. */
export const SEAL_BYTES = 65;

/** Longer files are opened at every look. */
export const MOST_CACHED_BYTES = 256 * 1024;

/** No file system keeps coarser times: what was changed within this time before a look could be changed again unseen. */
export const UNSETTLED_MS = 3_000;

/** Kinds of which the records are in it, in the order in which they are read: whoever names others first. */
export const CACHED_KINDS: readonly RecordKind[] = KINDS_BY_RANK.toReversed().filter((kind) => KINDS[kind].registry);

/** The state of a file: every change of a file changes one of these, unless the clock was set back. */
export interface FileState {
  readonly inode: number | null;
  readonly bytes: number;
  readonly modified: Date | null;
  /** When the content, owner, mode or name was changed last; no program can set it. */
  readonly changed: Date | null;
}

/** The state as it is compared; null where the file system does not tell all of it. */
export function stampOf({ inode, bytes, modified, changed }: FileState): string | null {
  if (inode === null || modified === null || changed === null) return null;
  return `${inode} ${bytes} ${modified.getTime()} ${changed.getTime()}`;
}

/** Whether a file in that state could still be changed without a trace in its times. */
export function isUnsettled({ modified, changed }: FileState, now: Date): boolean {
  const newest = Math.max(modified?.getTime() ?? Infinity, changed?.getTime() ?? Infinity);
  return !(newest + UNSETTLED_MS <= now.getTime());
}

/** The first line, of a cache that is begun at that time. */
export function cacheHeader(at: Date): string {
  return `${stringifyJson({ schema: SCHEMA, as_of: formatTimestamp(at) })}\n`;
}

/** The line of one record. */
export function cacheLine(path: string, stamp: string, record: JsonObject): string {
  return `${stringifyJson([path, stamp, record])}\n`;
}

/** The states in which the files of records were while they were read: of those that a cache may list. */
export interface ReadStates {
  /** When the reading began. */
  readonly asOf: Date;
  /** By path, as stampOf() tells them. */
  readonly stamps: ReadonlyMap<string, string>;
}

type ReadRecord = Pick<RecordEntry, "kind" | "file" | "oddities" | "record">;

/** The lines of a cache of records as they were read, without its seal. */
export function* recordCacheLines(records: readonly ReadRecord[], { asOf, stamps }: ReadStates): Generator<string> {
  yield cacheHeader(asOf);
  const byKind = Map.groupBy(records, ({ kind }) => kind);
  for (const { file: { path }, oddities, record } of CACHED_KINDS.flatMap((kind) => byKind.get(kind) ?? [])) {
    const stamp = stamps.get(path);
    if (stamp === undefined || record === null || oddities.length > 0) continue;
    yield cacheLine(path, stamp, record);
  }
}

/** What a cache of records as they were read would tell, without one being written. */
export function readRecordCache(
  recordAt: (path: string) => Pick<ReadRecord, "oddities" | "record"> | null,
  { asOf, stamps }: ReadStates,
): RecordCache {
  return {
    asOf: formatTimestamp(asOf),
    find(path, stamp) {
      const read = stamps.get(path) === stamp ? recordAt(path) : null;
      return read === null || read.oddities.length > 0 ? null : read.record;
    },
  };
}

export interface RecordCache {
  /** When it was begun: each record in it was read then or later. */
  readonly asOf: string;
  /**
   * The record of the file, where it is listed in that state. To be asked for paths in the order of CACHED_KINDS, and
   * within a folder by code unit: it looks forwards only, so that it never holds more than a few lines.
   */
  find(path: string, stamp: string): JsonObject | Unwanted | null;
}

/** What is known of a record that nobody asked for, and is listed in the state of its file. */
export const UNWANTED = "unwanted";
type Unwanted = typeof UNWANTED;

/** Of a text of many lines, which may be known to be ASCII, tells of each whether its record is wanted: when it is asked for. */
export type LineFilter = (block: string, isAscii: boolean) => (line: string) => boolean;

interface Line {
  readonly text: string;
  isWanted(line: string): boolean;
}

interface Listed extends Line {
  readonly path: string;
  readonly stamp: string;
}

/**
 * Reads a cache, without its seal, whose next bytes `read` tells until they end; null where it is none of this version.
 * Lines that are not wanted are not parsed.
 */
export function openRecordCache(
  read: () => Uint8Array | null,
  wanted: LineFilter = () => () => true,
): RecordCache | null {
  const lines = linesOf(read, wanted);
  const first = lines.next();
  const asOf = first.done === true ? null : headerTime(first.value.text);
  if (asOf === null) return null;
  let current = nextListed(lines);
  return {
    asOf,
    find(path, stamp) {
      while (current !== null && current.path !== path && isBefore(current.path, path)) current = nextListed(lines);
      if (current?.path !== path || current.stamp !== stamp) return null;
      return current.isWanted(current.text) ? partsOf(current.text)?.record ?? null : UNWANTED;
    },
  };
}

function headerTime(line: string): string | null {
  const header = parseJson(line);
  if (!header.ok || !isJsonObject(header.value) || header.value["schema"] !== SCHEMA) return null;
  const asOf = stringField(header.value, "as_of");
  return asOf !== null && isTimestamp(asOf) ? asOf : null;
}

/** The next line that lists a record; null behind the last. */
function nextListed(lines: Iterator<Line>): Listed | null {
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    const { text } = next.value;
    const parts = plainParts(text) ?? partsOf(text);
    if (parts !== null) return { ...next.value, path: parts.path, stamp: parts.stamp };
  }
  return null;
}

/** What the line says; null where it is none of ours. */
function partsOf(line: string): { readonly path: string; readonly stamp: string; readonly record: JsonObject } | null {
  const parsed = parseJson(line);
  if (!parsed.ok || parsed.oddities.length > 0 || !Array.isArray(parsed.value)) return null;
  const [path, stamp, record, ...others] = parsed.value;
  const isOurs = typeof path === "string" && typeof stamp === "string" && isJsonObject(record) && others.length === 0;
  return isOurs ? { path, stamp, record } : null;
}

/** Path and state without parsing the record, where they are as plain as cacheLine() mostly writes them; else null. */
function plainParts(line: string): Pick<Listed, "path" | "stamp"> | null {
  const stampAt = line.indexOf('","', 2) + 3;
  const recordAt = line.indexOf('",{', stampAt);
  const path = line.slice(2, stampAt - 3);
  if (!line.startsWith('["') || stampAt < 3 || recordAt < 0 || path.includes("\\")) return null;
  return { path, stamp: line.slice(stampAt, recordAt) };
}

function* linesOf(read: () => Uint8Array | null, wanted: LineFilter): Generator<Line> {
  const cutter = createLineCutter();
  for (let chunk = read(); chunk !== null; chunk = read()) {
    for (const block of cutter.add(chunk)) yield* linesOfBlock(block, wanted);
  }
}

function linesOfBlock(block: LineBlock, wanted: LineFilter): readonly Line[] {
  const lines: Line[] = [];
  if (block.kind !== "lines") return lines;
  const { bytes } = block;
  const decoded = decodeUtf8(bytes);
  let filter: ((line: string) => boolean) | null = null;
  const isWanted = (line: string) => {
    filter ??= decoded === null ? () => true : wanted(decoded, decoded.length === bytes.length);
    return filter(line);
  };
  visitLines(bytes, decoded, (text) => {
    if (text !== null) lines.push({ text, isWanted });
  });
  return lines;
}

const FOLDER_ORDER: ReadonlyMap<string, number> = new Map(
  CACHED_KINDS.map((kind, index) => [KINDS[kind].folder, index]),
);

function isBefore(left: string, right: string): boolean {
  const difference = folderOrder(left) - folderOrder(right);
  return difference < 0 || (difference === 0 && left < right);
}

/** What lies in no folder of records comes before all others, so that it is passed over. */
function folderOrder(path: string): number {
  return FOLDER_ORDER.get(path.slice(0, Math.max(path.indexOf("/"), 0))) ?? -1;
}

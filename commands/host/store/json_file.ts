/** Reading one text or JSON file of a store: every way in which it can fail is a state, never an exception. */
import { MOST_CACHED_BYTES } from "../../../lib/derived/record_cache.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import type { ReadState } from "../../../lib/model/read_states.ts";
import type { FileEntry, RecordEntry } from "../../../lib/model/snapshot.ts";
import { hasRepeatedKey, REPEATED_KEY } from "../../../lib/text/scan_json.ts";
import { decodeUtf8 } from "../../../lib/text/utf8.ts";
import { ioReason } from "../files/io_reason.ts";

type JsonReading = Pick<RecordEntry, "state" | "error" | "oddities" | "record">;

/** The text of a file, or how reading it failed. */
type TextReading =
  | { readonly state: "ok"; readonly text: string }
  | { readonly state: Exclude<ReadState, "ok">; readonly error: string };

/** Larger files are not read. */
const RECORD_LIMIT_BYTES = 16 * 1024 * 1024;

interface FileReading {
  /** A larger file is not read; RECORD_LIMIT_BYTES where absent. */
  readonly limitBytes?: number;
  /** Is handed the bytes that were read, to be used before the next are, and the file where it is open still. */
  readonly take?: (bytes: Uint8Array, file: Deno.FsFile | null) => void;
}

export function readTextFile(
  absolute: string,
  file: FileEntry,
  { limitBytes = RECORD_LIMIT_BYTES, take }: FileReading = {},
): TextReading {
  if (file.problem !== null) {
    return { state: file.problem === "permission denied" ? "denied" : "io_error", error: file.problem };
  }
  if (file.type !== "file") return { state: "not_a_file", error: `it is a ${file.type.replace("_", " ")}` };
  if (file.bytes > limitBytes) return { state: "too_large", error: `it has ${file.bytes} bytes, more than are read` };
  try {
    const bytes = readBytes(absolute, file.bytes, take);
    const text = decodeUtf8(bytes);
    return text === null ? { state: "invalid_utf8", error: "it is not UTF-8 text" } : { state: "ok", text };
  } catch (error) {
    const { exit, reason } = ioReason(error);
    return { state: exit === "denied" ? "denied" : exit === "not_found" ? "absent" : "io_error", error: reason };
  }
}

export function readJsonFile(absolute: string, file: FileEntry, how?: FileReading): JsonReading {
  const read = readTextFile(absolute, file, how);
  return read.state === "ok" ? parseRecord(read.text) : { ...read, oddities: [], record: null };
}

/** What a file with that text says. */
export function parseRecord(text: string): JsonReading {
  const parsed = parseJsonObject(text);
  if (!parsed.ok) return { state: parsed.problem, error: parsed.message, oddities: [], record: null };
  const oddities = hasRepeatedKey(text, parsed.value) ? [...parsed.oddities, REPEATED_KEY] : parsed.oddities;
  return { state: "ok", error: null, oddities, record: parsed.value };
}

// Of a hundred thousand small files each would need a buffer of its own. The end of one that a cache may list is seen in it.
const buffer = new Uint8Array(MOST_CACHED_BYTES + 1);

/** The file's bytes, to be used before the next are read; `expected` is how many it had a moment ago. */
function readBytes(path: string, expected: number, take: FileReading["take"]): Uint8Array {
  {
    using file = Deno.openSync(path, { read: true });
    const count = file.readSync(buffer) ?? 0;
    if (count === expected) {
      const bytes = buffer.subarray(0, count);
      take?.(bytes, file);
      return bytes;
    }
  }
  const bytes = Deno.readFileSync(path);
  take?.(bytes, null);
  return bytes;
}

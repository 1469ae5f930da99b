/** Reading one JSON file of a store: every way in which it can fail is a state, never an exception. */
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import type { FileEntry, RecordEntry } from "../../../lib/model/snapshot.ts";
import { decodeUtf8 } from "../../../lib/text/utf8.ts";
import { ioReason } from "../files/io_reason.ts";

type JsonReading = Pick<RecordEntry, "state" | "error" | "oddities" | "record">;

/** Larger files are not read. */
const RECORD_LIMIT_BYTES = 16 * 1024 * 1024;

export function readJsonFile(absolute: string, file: FileEntry, limitBytes = RECORD_LIMIT_BYTES): JsonReading {
  const failed = (state: JsonReading["state"], error: string): JsonReading => ({
    state,
    error,
    oddities: [],
    record: null,
  });
  if (file.problem !== null) return failed(file.problem === "permission denied" ? "denied" : "io_error", file.problem);
  if (file.type !== "file") return failed("not_a_file", `it is a ${file.type.replace("_", " ")}`);
  if (file.bytes > limitBytes) return failed("too_large", `it has ${file.bytes} bytes, more than are read`);
  let text: string | null;
  try {
    text = decodeUtf8(readBytes(absolute, file.bytes));
  } catch (error) {
    const { exit, reason } = ioReason(error);
    return failed(exit === "denied" ? "denied" : exit === "not_found" ? "absent" : "io_error", reason);
  }
  if (text === null) return failed("invalid_utf8", "it is not UTF-8 text");
  const parsed = parseJsonObject(text);
  if (!parsed.ok) {
    return failed(parsed.problem, parsed.message);
  }
  return { state: "ok", error: null, oddities: parsed.oddities, record: parsed.value };
}

// Of a hundred thousand small files each would need a buffer of its own.
const buffer = new Uint8Array(64 * 1024);

/** The file's bytes, to be used before the next are read; `expected` is how many it had a moment ago. */
function readBytes(path: string, expected: number): Uint8Array {
  {
    using file = Deno.openSync(path, { read: true });
    const count = file.readSync(buffer) ?? 0;
    if (count === expected) return buffer.subarray(0, count);
  }
  return Deno.readFileSync(path);
}

/** Where the files of imported records lie. */
import type { RecordKind } from "../model/kinds.ts";
import { recordPathOf } from "../store/record_path.ts";
import { safeRecordName } from "../text/safe_name.ts";

/** With ".json", and with ".tmp" behind it while a daemon writes it, it still is a file name. */
const LONGEST_NAME_BYTES = 240;
const MOST_BYTES_OF_UNIT = 3;

/** Where the record's file lies, or would lie; null where its id makes no name. */
export function importPath(kind: RecordKind, id: string): string | null {
  const name = safeRecordName(id);
  return name === null || isTooLong(name) ? null : recordPathOf(kind, id);
}

function isTooLong(name: string): boolean {
  return name.length * MOST_BYTES_OF_UNIT > LONGEST_NAME_BYTES &&
    new TextEncoder().encode(name).length > LONGEST_NAME_BYTES;
}

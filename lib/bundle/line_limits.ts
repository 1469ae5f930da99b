/** How much one line of a bundle may hold: what a reader refuses, an export does not write. */
import { MAX_LINE_BYTES } from "../journal/lines.ts";
import { MAX_DEPTH, measureJson } from "../text/scan_json.ts";

/** Parsed, a small value takes ten times its text: a line that is full of them would fill the memory. */
const MAX_LINE_VALUES = 500_000;

/** What an import adds to a record or an event, such as the time when it was written, and its id here. */
const ADDED_BYTES = 4096;

/** A shorter text is within every limit, however deep its values are. */
const SHORT_UNITS = Math.floor((MAX_LINE_BYTES - ADDED_BYTES) / (2 * MAX_DEPTH + 4));

/** Written again, a number grows to this at most: `1E20` has 21 digits. */
const MOST_GROWTH = 6;

/** As a clause, why a descriptor may not be this text; null where it may. */
export function flawOfDescriptorText(text: string): string | null {
  return text.length <= SHORT_UNITS ? null : flawOfValues(measureJson(text).values);
}

/** As a clause, why the record may not be this line: a store could not read it again. Null where it may. */
export function flawOfRecordLine(text: string): string | null {
  if (text.length <= SHORT_UNITS) return null;
  const { values, added } = measureJson(text);
  return flawOfValues(values) ?? flawOfLength(bytesOf(text) + added + ADDED_BYTES, "its file would be");
}

/** As a clause, why the event may not be this line: a journal could not hold it. Null where it may. */
export function flawOfEventLine(text: string): string | null {
  if (text.length <= SHORT_UNITS) return null;
  const bytes = asciiLength(text) + ADDED_BYTES;
  return flawOfValues(measureJson(text).values) ?? flawOfLength(bytes, "in a journal it would be");
}

/** Whether a record whose file is that long may have a flaw. */
export function mayBeTooLarge(fileBytes: number): boolean {
  return fileBytes * MOST_GROWTH > SHORT_UNITS;
}

function flawOfValues(values: number): string | null {
  return values > MAX_LINE_VALUES ? `it holds more than ${MAX_LINE_VALUES} values` : null;
}

function flawOfLength(bytes: number, what: string): string | null {
  return bytes > MAX_LINE_BYTES ? `${what} longer than ${MAX_LINE_BYTES} bytes` : null;
}

/** How long it is where every other character is `\u....`, as a journal has it. */
function asciiLength(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > LAST_OF_ASCII) length += ESCAPED - 1;
  }
  return length;
}

const LAST_OF_ASCII = 0x7e;
const ESCAPED = "\\u0000".length;

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

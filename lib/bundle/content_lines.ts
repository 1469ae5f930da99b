/** The lines of a bundle's records and events, each of which has one form only. */
import { type JsonReading, parseJsonObject } from "../text/parse_json.ts";
import { canonicalJson, stringifyJson } from "../text/stringify_json.ts";
import { isJsonObject, type JsonObject, type JsonValue, stringField } from "../text/json.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { compareCodePoints } from "../text/order.ts";
import { flawOfId } from "../text/safe_name.ts";
import { flawOfEventLine, flawOfRecordLine } from "./line_limits.ts";
import type { Refuse } from "./refusal.ts";

/** One record or event. */
export interface ContentLine {
  /** As it stands in the bundle: canonical JSON, without the newline. */
  readonly text: string;
  readonly value: JsonObject;
  /** From 1. */
  readonly number: number;
}

/** Reads one line after the other; `text` is null where the line is not UTF-8. @throws what `refuse` makes */
export type LineParser = (text: string | null) => ContentLine;

/** A parser of lines that one of the others took before. */
export function createRepeatedParser(path: string, refuse: Refuse): LineParser {
  let number = 0;
  return (text) => {
    number++;
    const parsed = parseJsonObject(text ?? "");
    if (text === null || !parsed.ok) {
      throw refuse(`line ${number} of its member "${path}" was changed while it was read`);
    }
    return { text, value: parsed.value, number };
  };
}

/** A parser of the events at this path. */
export function createEventParser(path: string, refuse: Refuse): LineParser {
  return createParser(path, { idFields: EVENT_IDS, flawOfLine: flawOfEventLine }, refuse);
}

const EVENT_IDS = ["event_id", "object_id", "producer"];

interface LineRules {
  /** The fields that hold ids. */
  readonly idFields: readonly string[];
  readonly flawOfLine: (text: string) => string | null;
}

function createParser(path: string, { idFields, flawOfLine }: LineRules, refuse: Refuse): LineParser {
  let number = 0;
  return (text) => {
    number++;
    const bad = (reason: string) => refuse(`line ${number} of its member "${path}" ${reason}`);
    if (text === null) throw bad("is not UTF-8 text");
    const excess = flawOfLine(text);
    if (excess !== null) throw bad(`is too large: ${excess}`);
    const parsed = parseJsonObject(text);
    if (!parsed.ok) throw bad(`is no JSON object: ${parsed.message}`);
    // Otherwise one line could say two things: to whoever takes the first of two equal keys, and to whoever takes the last.
    if (!isCanonical(text, parsed)) throw bad("is not in the one form that a value has in a bundle");
    for (const field of idFields) {
      const id = stringField(parsed.value, field);
      const flaw = id === null || id === "" ? null : flawOfId(id);
      if (flaw !== null) throw bad(`has an "${field}" that no bundle may hold: ${flaw}`);
    }
    return { text, value: parsed.value, number };
  };
}

/** A parser of the records of one kind at this path: each has an id, and the ids ascend by code point. */
export function createRecordParser(kind: RecordKind, path: string, refuse: Refuse): LineParser {
  const parse = createParser(
    path,
    { idFields: [KINDS[kind].idField, "record_id"], flawOfLine: flawOfRecordLine },
    refuse,
  );
  let previous: string | null = null;
  return (text) => {
    const line = parse(text);
    const bad = (reason: string) => refuse(`line ${line.number} of its member "${path}" ${reason}`);
    const id = stringField(line.value, KINDS[kind].idField);
    if (id === null || id === "") throw bad(`has no "${KINDS[kind].idField}"`);
    if (previous !== null && compareCodePoints(previous, id) >= 0) {
      throw bad(previous === id ? "has the id of the line before" : "is out of order");
    }
    previous = id;
    return line;
  };
}

function isCanonical(text: string, { value, oddities }: JsonReading<JsonObject>): boolean {
  // Without an escape every letter of a text is itself: as long as the one form, with keys in order, it is the one form.
  if (oddities.length === 0 && !text.includes("\\") && plainLength(value) === text.length) return true;
  // The engine writes much faster than we do; where keys that look like numbers are in its way, we do.
  return (stringifyJson(value) === text && hasSortedKeys(value)) || canonicalJson(value) === text;
}

/**
 * How long the value is in canonical JSON that escapes nothing. NaN where that cannot be told by looking: a number may have
 * been written in another way of the same length, a key that looks like one was moved, and keys may be out of order.
 */
function plainLength(value: JsonValue): number {
  if (typeof value === "string") return value.length + 2;
  if (value === null) return 4;
  if (typeof value === "boolean") return value ? 4 : 5;
  if (Array.isArray(value)) {
    return value.reduce<number>((length, item) => length + plainLength(item), 2 + Math.max(0, value.length - 1));
  }
  if (!isJsonObject(value)) return NaN;
  let length = 1;
  let previous = "";
  for (const key in value) {
    const first = key.charCodeAt(0);
    const follows = length === 1 || compareCodePoints(previous, key) < 0;
    if (!follows || (first >= DIGIT_0 && first <= DIGIT_9)) return NaN;
    length += key.length + ":,".length + 2 + plainLength(value[key] ?? null);
    previous = key;
  }
  return length === 1 ? 2 : length;
}

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

function hasSortedKeys(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(hasSortedKeys);
  if (!isJsonObject(value)) return true;
  let previous: string | null = null;
  for (const key in value) {
    if (previous !== null && compareCodePoints(previous, key) > 0) return false;
    if (!hasSortedKeys(value[key])) return false;
    previous = key;
  }
  return true;
}

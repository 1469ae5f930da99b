/** The lists of a document that are too long to be written as one text: each is cut, whatever the format. */
import { isJsonObject } from "../text/json.ts";

/** Lists that are long lie as deep in documents, and what is deeper is written with what it is in. */
const DEEPEST = 3;

/** Whether a document, or what lies so deep in one, is or holds a list of more than `most` items. */
export function hasLongList(value: unknown, most: number, depth: number): boolean {
  if (Array.isArray(value)) return value.length > most;
  return depth < DEEPEST && isJsonObject(value) &&
    Object.values(value).some((field) => hasLongList(field, most, depth + 1));
}

/** A JSON document as text, piece by piece: its lists may be longer than a text can be. */
import { isJsonObject } from "../text/json.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { hasLongList } from "./long_lists.ts";

/** In spaces. */
const INDENT = 2;
/** So many items of a list make one piece. */
const MOST = 1000;

/** What stringifyJson() writes with an indentation of 2, cut into pieces; a longer list is cut behind every `most` items. */
export function* jsonPieces(value: unknown, most = MOST, depth = 0): Generator<string> {
  if (!hasLongList(value, most, depth)) {
    yield indented(stringifyJson(value, INDENT), depth);
  } else if (Array.isArray(value)) {
    for (let start = 0; start < value.length; start += most) {
      // Its brackets, and the newline before the last of them, are those of the whole list.
      const part = stringifyJson(value.slice(start, start + most), INDENT).slice(1, -1).trimEnd();
      yield (start === 0 ? "[" : ",") + indented(part, depth);
    }
    yield `${newline(depth)}]`;
  } else if (isJsonObject(value)) {
    let before = "{";
    for (const [key, field] of Object.entries(value)) {
      if (field === undefined) continue;
      yield `${before}${newline(depth + 1)}${JSON.stringify(key)}: `;
      yield* jsonPieces(field, most, depth + 1);
      before = ",";
    }
    yield `${newline(depth)}}`;
  }
}

/** Texts in JSON hold no newline, so that each of them is one of the document's own. */
function indented(text: string, depth: number): string {
  return depth === 0 ? text : text.replaceAll("\n", newline(depth));
}

function newline(depth: number): string {
  return `\n${" ".repeat(INDENT * depth)}`;
}

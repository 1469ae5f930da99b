/** A YAML document as text, piece by piece: the library holds far more than the text of what it writes. */
import { isJsonObject } from "../text/json.ts";
import { hasLongList } from "./long_lists.ts";

/** In spaces, in front of a list's items too. */
const INDENT = 2;
/** So many items of a list make one piece. */
const MOST = 100;

/** A whole document as block YAML on lines of its own, the last one ended. */
type Stringify = (document: unknown) => string;

/** What `stringify` writes of the whole, cut into pieces; a longer list is cut behind every `most` items. */
export function* yamlPieces(value: unknown, stringify: Stringify, most = MOST, depth = 0): Generator<string> {
  if (!hasLongList(value, most, depth)) {
    yield indented(stringify(value), depth);
  } else if (Array.isArray(value)) {
    for (let start = 0; start < value.length; start += most) {
      yield indented(stringify(value.slice(start, start + most)), depth);
    }
  } else if (isJsonObject(value)) {
    for (const [key, field] of Object.entries(value)) {
      if (hasLongList(field, most, depth + 1)) {
        yield indented(stringify({ [key]: null }), depth).replace(/ null\n$/, "\n");
        yield* yamlPieces(field, stringify, most, depth + 1);
      } else if (field !== undefined) {
        yield indented(stringify({ [key]: field }), depth);
      }
    }
  }
}

/** Texts stand on one line, so that each newline is one of the document's own. */
function indented(text: string, depth: number): string {
  return depth === 0 ? text : text.replace(/^(?=.)/gm, " ".repeat(INDENT * depth));
}

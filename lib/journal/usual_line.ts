/**
 * Lines as the reference daemon writes them, read without JSON.parse, which takes several times as long.
 *
 * A line is usual where it is ASCII, has the fields of an event in the daemon's order and nothing else, and a payload
 * without lists and objects. Of such a line parseJsonObject() and readEvent() would read the same, and no anomaly.
 */
import type { JsonObject } from "../text/json.ts";
import { EVENT_SCHEMA, type TotalledEvent, type WholeEvent } from "./event.ts";

/** An event whose texts are pieces of the block that they were read from: who keeps one keeps a copy. */
interface UsualLine {
  readonly event: TotalledEvent & WholeEvent;
  /** With its newline, in bytes as in characters. */
  readonly length: number;
}

interface UsualLineReader {
  /** The line that starts at this place of the text, or null where it is not usual. */
  read(text: string, at: number, place: { readonly line: number; readonly offset: number }): UsualLine | null;
}

// A longer text may be more than the engine's regular expressions can look back over.
const LONGEST_TEXT = 64 * 1024;

const PLAIN = String.raw`[ !#-\[\]-~]`;
const ESCAPE = String.raw`\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})`;
/** No more digits than a double holds, so that there is nothing to say of its size. */
const NUMBER = String.raw`-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?`;
const VALUE = `(?:"${PLAIN}*(?:${ESCAPE}${PLAIN}*)*"|${NUMBER}|true|false|null)`;
const NEXT = String.raw`(?:, ?(?=")|(?=\}))`;
const OTHERS = `(?:(?!"content_hash")"${PLAIN}*": ?${VALUE}${NEXT})*`;
const PAYLOAD = String.raw`\{${OTHERS}(?:"content_hash": ?"(${PLAIN}*)"${NEXT})?${OTHERS}\}`;
const TEXT_FIELDS = ["event_id", "event_type", "lane", "object_id", "producer", "created_at"];

const USUAL_LINE = [
  String.raw`\{"schema": ?"${EVENT_SCHEMA.replaceAll(".", "\\.")}"`,
  ...TEXT_FIELDS.map((field) => `"${field}": ?"(${PLAIN}+)"`),
  `"payload": ?${PAYLOAD}`,
  String.raw`"applied": ?(true|false)\}\n`,
].join(", ?");

const NO_HASH: JsonObject = {};

export function createUsualLineReader(): UsualLineReader {
  const expression = new RegExp(USUAL_LINE, "y");
  return {
    read(text, at, { line, offset }) {
      if (text.length > LONGEST_TEXT) return null;
      expression.lastIndex = at;
      const found = expression.exec(text);
      if (found === null) return null;
      const [{ length }, id = "", type = "", lane = "", object = "", producer = "", created = "", hash, applied] =
        found;
      const event = {
        event_id: id,
        event_type: type,
        lane,
        object_id: object,
        producer,
        created_at: created,
        payload: hash === undefined ? NO_HASH : { content_hash: hash },
        applied: applied === "true",
        line,
        offset,
      };
      return { event, length };
    },
  };
}

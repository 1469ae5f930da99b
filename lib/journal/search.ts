/**
 * Finding the events of one object, actor or event id without reading every line.
 *
 * Most blocks of lines are only looked over for the id; a line that may hold it is read as the fold reads it, so that
 * line numbers, offsets and what counts as an event are the same.
 */
import { parseJsonObject } from "../text/parse_json.ts";
import type { ObjectHead } from "../model/journal.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { type JournalEvent, readEvent } from "./event.ts";
import { markOf } from "./event_mark.ts";
import { feedBlocks, type LineBlock, visitLines } from "./lines.ts";
import { createTallies } from "./tallies.ts";

/** The field that the id is looked for in: `object_id`, `producer` or `event_id`. */
export type SearchRole = "object" | "producer" | "event";

interface JournalSearchOptions {
  readonly role: SearchRole;
  readonly id: string;
  /** How many of the newest events are kept whole. */
  readonly newest: number;
  /** Longer lines are not read; MAX_LINE_BYTES where absent. */
  readonly maxLineBytes?: number;
}

export interface FoundEvents {
  readonly total: number;
  /** As the fold gives it; null for other roles, and where there is no event. */
  readonly head: ObjectHead | null;
  readonly first: JournalEvent | null;
  /** The last ones, in the order of the journal. */
  readonly newest: readonly JournalEvent[];
  /** How many bytes were looked over. */
  readonly bytes: number;
}

interface JournalSearch {
  /** Takes the next bytes, cut anywhere. */
  add(chunk: Uint8Array): void;
  /** The line that has not ended yet. */
  pending(): { readonly offset: number; readonly length: number } | null;
  /** What was found. To be called once. */
  finish(): FoundEvents;
}

/** A search that has read nothing yet. */
export function createJournalSearch({ role, id, newest, maxLineBytes }: JournalSearchOptions): JournalSearch {
  const feed = feedBlocks(takeBlock, { maxLineBytes });
  const heads = createTallies();
  const mayHoldId = createIdFilter(id);
  const kept: JournalEvent[] = [];
  let bytes = 0;
  let lines = 0;
  let total = 0;
  let first: JournalEvent | null = null;

  function takeBlock(block: LineBlock): void {
    if (block.kind === "too_long") {
      lines++;
      return;
    }
    const text = decodeUtf8(block.bytes);
    if (text !== null && !mayHoldId(text)) {
      lines += countLineEnds(text);
      return;
    }
    visitLines(block.bytes, text, (line, start) => {
      lines++;
      if (line !== null && mayHoldId(line)) takeLine(line, block.offset + start);
    });
  }

  function takeLine(line: string, offset: number): void {
    const result = parseJsonObject(line);
    const event = result.ok ? readEvent(result.value, lines, offset) : null;
    if (event === null || idIn(event, role) !== id) return;
    if (newest > 0) kept[total % newest] = event;
    total++;
    first ??= event;
    if (role === "object") heads.add(event, markOf(event));
  }

  return {
    add(chunk) {
      bytes += chunk.length;
      feed.add(chunk);
    },
    pending: feed.pending,
    finish() {
      feed.finish();
      const oldest = newest > 0 && total > newest ? total % newest : 0;
      return {
        total,
        head: heads.objects().at(0) ?? null,
        first,
        newest: [...kept.slice(oldest), ...kept.slice(0, oldest)],
        bytes,
      };
    },
  };
}

function idIn(event: JournalEvent, role: SearchRole): string | null {
  switch (role) {
    case "object":
      return event.object_id;
    case "producer":
      return event.producer;
    case "event":
      return event.event_id;
  }
}

const SOLIDUS = 0x2f;

/**
 * Tells whether a text may hold the id as a JSON string; false is certain.
 *
 * Either it is written with no more escapes than it needs, or one of its characters is escaped that need not be: by `\u`
 * and four digits, or a solidus by `\/`.
 */
export function createIdFilter(id: string): (text: string) => boolean {
  const plain = JSON.stringify(id);
  const units = new Set<number>();
  for (let index = 0; index < id.length; index++) units.add(id.charCodeAt(index));
  return (text) => text.includes(plain) || mayHoldEscaped(text, units) || (units.has(SOLIDUS) && text.includes("\\/"));
}

const FOUR_DIGITS = /^[0-9a-fA-F]{4}$/;

function mayHoldEscaped(text: string, units: ReadonlySet<number>): boolean {
  for (let at = text.indexOf("\\u"); at >= 0; at = text.indexOf("\\u", at + 2)) {
    const digits = text.slice(at + 2, at + 6);
    if (FOUR_DIGITS.test(digits) && units.has(parseInt(digits, 16))) return true;
  }
  return false;
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

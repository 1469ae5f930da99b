/** The history that goes along: the journal's events about the objects that leave, line by line. */
import { EVENT_SCHEMA, isWhole, type JournalEvent, readEvent } from "../journal/event.ts";
import { feedBlocks, type LineBlock, visitLines } from "../journal/lines.ts";
import { flawOfEventLine } from "../bundle/line_limits.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import type { JsonObject } from "../text/json.ts";
import { sortByCodePoints } from "../text/order.ts";
import { flawOfId } from "../text/safe_name.ts";
import { isTimestamp } from "../text/time.ts";
import { decodeUtf8 } from "../text/utf8.ts";

export interface EventSelection {
  readonly events: number;
  /** UTF-8 bytes of their lines, newlines included. */
  readonly bytes: number;
  /** Lines about those objects that are no whole event, or hold what cannot be written again, or too much. */
  readonly skipped: number;
  /** Who made them, by code point. */
  readonly producers: readonly string[];
  /** The latest time of an event; null where there is none. */
  readonly newestAt: string | null;
}

interface EventSelector {
  /** Takes the next bytes of the journal, cut anywhere. */
  add(chunk: Uint8Array): void;
  pending(): { readonly offset: number; readonly length: number } | null;
  /** What was selected. To be called once. */
  finish(): EventSelection;
}

interface EventSelectorOptions {
  /** The ids of the objects whose events go along. */
  readonly objects: ReadonlySet<string>;
  /** Takes the UTF-8 of each selected line, newline included, in the order of the journal. */
  take?(line: Uint8Array): void;
}

/** Whether the event goes along with these objects. */
export function mayLeave({ object_id: objectId }: JournalEvent, objects: ReadonlySet<string>): boolean {
  return objectId !== null && objects.has(objectId);
}

/** The event as a line of a bundle, without its newline: sorted keys, no spaces, every digit of its integers. */
function eventLine(event: JsonObject): string {
  return canonicalJson(event);
}

/** A selector that has read nothing yet; memory grows with producers, never with events. */
export function createEventSelector({ objects, take }: EventSelectorOptions): EventSelector {
  const feed = feedBlocks(takeBlock);
  const encoder = new TextEncoder();
  const producers = new Set<string>();
  let events = 0;
  let bytes = 0;
  let skipped = 0;
  let newestAt: string | null = null;

  function takeBlock(block: LineBlock): void {
    if (block.kind === "too_long" || objects.size === 0) return;
    visitLines(block.bytes, decodeUtf8(block.bytes), (line) => {
      if (line !== null) takeLine(line);
    });
  }

  function takeLine(line: string): void {
    const result = parseJsonObject(line);
    if (!result.ok) return;
    const { value, oddities } = result;
    const event = readEvent(value, 0, 0);
    if (event === null || !mayLeave(event, objects)) return;
    const isLawful = flawOfId(event.event_id) === null && flawOfId(event.producer ?? "-") === null;
    if (
      value["schema"] !== EVENT_SCHEMA || !isWhole(event, value) || oddities.includes("non_finite_number") || !isLawful
    ) {
      skipped++;
      return;
    }
    const text = eventLine(value);
    if (flawOfEventLine(text) !== null) {
      skipped++;
      return;
    }
    const encoded = encoder.encode(`${text}\n`);
    events++;
    bytes += encoded.length;
    if (event.producer !== null) producers.add(event.producer);
    const { created_at: at } = event;
    if (at !== null && isTimestamp(at) && (newestAt === null || at > newestAt)) newestAt = at;
    take?.(encoded);
  }

  return {
    add: feed.add,
    pending: feed.pending,
    finish() {
      feed.finish();
      return { events, bytes, skipped, producers: sortByCodePoints([...producers]), newestAt };
    },
  };
}

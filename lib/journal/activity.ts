/** How many events a day the end of a journal holds, by lane. */
import { parseJsonObject } from "../text/parse_json.ts";
import { isTimestamp } from "../text/time.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { readEvent } from "./event.ts";
import { feedBlocks, type LineBlock, visitLines } from "./lines.ts";

/** The events of one UTC day. */
export interface DayOfEvents {
  /** As 2026-11-30. */
  readonly day: string;
  readonly events: number;
  /** By lane, those that have one. */
  readonly lanes: Readonly<Record<string, number>>;
}

interface ActivityTally {
  /** Takes the next bytes, cut anywhere. */
  add(chunk: Uint8Array): void;
  /** The line that has not ended yet. */
  pending(): { readonly offset: number; readonly length: number } | null;
  /** The days without gaps, the newest last; empty where no event says when it was. To be called once. */
  finish(): readonly DayOfEvents[];
}

/** So many days are told, the newest among them. */
const MOST_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * A tally of what lies behind `from`, a byte of the journal. Behind the journal's start the first line is not whole, and
 * neither is the first day, so that both are left out.
 */
export function createActivityTally(from: number): ActivityTally {
  const feed = feedBlocks(takeBlock, { start: from });
  const days = new Map<string, Map<string, number>>();
  let isWhole = from === 0;
  let firstDay: string | null = null;

  function takeBlock(block: LineBlock): void {
    if (block.kind === "too_long") {
      isWhole = true;
      return;
    }
    visitLines(block.bytes, decodeUtf8(block.bytes), (line) => {
      if (isWhole && line !== null) takeLine(line);
      isWhole = true;
    });
  }

  function takeLine(line: string): void {
    const parsed = parseJsonObject(line);
    const event = parsed.ok ? readEvent(parsed.value, 0, 0) : null;
    const at = event?.created_at ?? null;
    if (event === null || at === null || !isTimestamp(at)) return;
    const day = at.slice(0, "0000-00-00".length);
    firstDay ??= day;
    const lanes = days.get(day) ?? new Map<string, number>();
    const lane = event.lane ?? "";
    lanes.set(lane, (lanes.get(lane) ?? 0) + 1);
    days.set(day, lanes);
  }

  return {
    add: feed.add,
    pending: feed.pending,
    finish() {
      feed.finish();
      const known = [...days.keys()].filter((day) => from === 0 || (firstDay !== null && day > firstDay)).sort();
      const newest = known.at(-1);
      return newest === undefined ? [] : daysUpTo(newest, known).map((day) => dayOf(day, days.get(day)));
    },
  };
}

/** Every day from the first known one of the last thirty to the newest. */
function daysUpTo(newest: string, known: readonly string[]): readonly string[] {
  const end = Date.parse(newest);
  const all = Array.from({ length: MOST_DAYS }, (_, back) => {
    return new Date(end - (MOST_DAYS - 1 - back) * DAY_MS).toISOString().slice(0, newest.length);
  });
  const first = known.find((day) => day >= (all[0] ?? newest)) ?? newest;
  return all.filter((day) => day >= first);
}

function dayOf(day: string, lanes: ReadonlyMap<string, number> = new Map()): DayOfEvents {
  const counted = [...lanes].sort(([left], [right]) => left < right ? -1 : 1);
  return {
    day,
    events: counted.reduce((sum, [, count]) => sum + count, 0),
    lanes: Object.fromEntries(counted.filter(([lane]) => lane !== "")),
  };
}

/**
 * The journal as a summary: a reducer over its bytes.
 *
 * Memory grows with objects, actors, lanes and anomalies, never with events. A line that is no event is counted and
 * reported by one anomaly that says why; a line that is one may have several. How ids are judged is in ordinals.ts.
 */
import { parseJsonObject } from "../json/parse.ts";
import { mayHoldUnsafeNumber } from "../json/scan.ts";
import type { AnomalyCode, JournalSummary } from "../model/journal.ts";
import type { JsonObject } from "../model/json.ts";
import { LANES } from "../model/vocabulary.ts";
import { isTimestamp } from "../text/time.ts";
import { createAnomalyList, type LinePlace, quote } from "./anomalies.ts";
import { eventProblems, type JournalEvent, readEvent } from "./event.ts";
import { createLineCutter, decodeUtf8, type LineBlock, visitLines } from "./lines.ts";
import { createOrdinalLedger, parseEventId } from "./ordinals.ts";
import { type EventPlace, reportFields, reportMissing, reportOddities, reportSeparators } from "./reports.ts";
import { createSegmenter, type JournalSegment } from "./segments.ts";
import { isBlank, mayHoldSeparator } from "./separators.ts";
import { createTallies } from "./tallies.ts";

export interface JournalFoldOptions {
  /** The manifest's lanes: known beside those of the specification. */
  readonly lanes?: readonly string[];
  /** Called for each readable event, in the order of the journal. */
  readonly onEvent?: (event: JournalEvent) => void;
  /** Limits `onEvent` to the events of this object. */
  readonly onlyObject?: string;
  /** Longer lines are not parsed; MAX_LINE_BYTES where absent. */
  readonly maxLineBytes?: number;
  /** See segments.ts; SEGMENT_BYTES where absent. */
  readonly segmentBytes?: number;
}

/** What only the host knows of the journal, at its end. */
export type JournalEnding = Pick<JournalSummary, "state" | "error" | "sha256">;

export interface JournalFold {
  /** Takes the next bytes, cut anywhere, and returns the segments that end within them. */
  add(chunk: Uint8Array): readonly JournalSegment[];
  /** The line that has not ended yet: what a host looks at again before it is called torn. */
  pending(): { readonly offset: number; readonly length: number } | null;
  /** The summary of all bytes taken, and the segment not yet returned, where bytes are left. To be called once. */
  finish(ending: JournalEnding): { readonly summary: JournalSummary; readonly lastSegment: JournalSegment | null };
}

/** A fold that has read nothing yet. */
export function createJournalFold(options: JournalFoldOptions = {}): JournalFold {
  const lanes = new Set<string>([...LANES, ...(options.lanes ?? [])]);
  const cutter = createLineCutter(options.maxLineBytes);
  const segmenter = createSegmenter(options.segmentBytes);
  const anomalies = createAnomalyList();
  const ledger = createOrdinalLedger<EventPlace>();
  const tallies = createTallies();

  let bytes = 0;
  let lines = 0;
  let blankLines = 0;
  let takenOrdinals = 0;
  let events = 0;
  let unreadable = 0;
  let unapplied = 0;
  let firstEventId: string | null = null;
  let lastEvent: JournalEvent | null = null;
  let newestEventAt: string | null = null;

  function takeBlock(block: LineBlock): void {
    if (block.kind === "too_long") return takeTooLong(block.offset, block.length, block.terminated);
    const terminated = block.kind === "lines";
    const text = decodeUtf8(block.bytes);
    // What holds for the whole block need not be looked at in each line.
    const numbersAreSafe = text !== null && !mayHoldUnsafeNumber(text);
    const noSeparators = text !== null && !mayHoldSeparator(text);
    const known = { terminated, numbersAreSafe, noSeparators };
    visitLines(block.bytes, text, (line, start, length) => {
      lines++;
      const offset = block.offset + start;
      const event = takeLine(line, { line: lines, offset, bytes: length }, known);
      segmenter.add(offset + length + (terminated ? 1 : 0), event?.event_id ?? null);
    });
  }

  function takeTooLong(offset: number, length: number, terminated: boolean): void {
    lines++;
    const place = { line: lines, offset, bytes: length };
    takeUnreadable("too_long", place, `${length} bytes, more than are read of one line`);
    if (!terminated) {
      anomalies.add("torn_tail", place, null, "The last line has no newline, and is too long to be read");
    }
    segmenter.add(offset + length + (terminated ? 1 : 0), null);
  }

  function takeLine(
    line: string | null,
    place: LinePlace,
    known: { readonly terminated: boolean; readonly numbersAreSafe: boolean; readonly noSeparators: boolean },
  ): JournalEvent | null {
    if (line === null) {
      const code = known.terminated ? "invalid_utf8" : "torn_tail";
      return takeUnreadable(code, place, "The line is not UTF-8");
    }
    if (isBlank(line)) {
      blankLines++;
      return null;
    }
    const result = parseJsonObject(line, known);
    const event = result.ok ? readEvent(result.value, place.line, place.offset) : null;
    const eventId = event?.event_id ?? null;
    const pieces = known.noSeparators && result.ok ? 1 : reportSeparators(line, place, eventId, anomalies);
    if (result.ok) reportOddities(result.oddities, place, eventId, anomalies);
    if (result.ok && event !== null) {
      if (!known.terminated) anomalies.add("unsealed_tail", place, eventId, "The last event has no newline");
      takeEvent(event, result.value, place);
    } else if (!known.terminated) {
      takeUnreadable("torn_tail", place, "The last line has no newline, and is no event");
    } else if (result.ok) {
      takeUnreadable("not_an_event", place, eventProblems(result.value).join("; "));
    } else {
      takeUnreadable(result.problem === "too_deep" ? "too_deep" : "unreadable_line", place, result.message);
    }
    takenOrdinals += pieces - 1;
    ledger.takeUnplaced(pieces - 1);
    return event;
  }

  function takeUnreadable(code: AnomalyCode, place: LinePlace, detail: string): null {
    unreadable++;
    takenOrdinals++;
    anomalies.add(code, place, null, detail);
    ledger.takeUnplaced(1);
    return null;
  }

  function takeEvent(event: JournalEvent, value: JsonObject, place: LinePlace): void {
    events++;
    takenOrdinals++;
    if (!event.applied) unapplied++;
    firstEventId ??= event.event_id;
    lastEvent = event;
    tallies.add(event);
    reportFields(event, value, place, { lanes, anomalies });
    if (event.created_at !== null && isTimestamp(event.created_at)) {
      newestEventAt = newestEventAt === null || event.created_at > newestEventAt ? event.created_at : newestEventAt;
    }
    checkOrdinal(event, place);
    if (options.onEvent !== undefined && (options.onlyObject ?? event.object_id) === event.object_id) {
      options.onEvent(event);
    }
  }

  function checkOrdinal(event: JournalEvent, place: LinePlace): void {
    const ordinal = parseEventId(event.event_id);
    if (ordinal === null) {
      ledger.takeUnplaced(1);
      anomalies.add(
        "malformed_id",
        place,
        event.event_id,
        `The id ${quote(event.event_id)} is not "evt-" and an ordinal`,
      );
      return;
    }
    const verdict = ledger.take(ordinal, { place, eventId: event.event_id });
    if (verdict === "duplicate") {
      anomalies.add("duplicate_id", place, event.event_id, "The id was used by an earlier event");
    } else if (verdict === "out_of_order") {
      anomalies.add("out_of_order_id", place, event.event_id, "The id is lower than that of an earlier event");
    }
  }

  return {
    add(chunk) {
      bytes += chunk.length;
      for (const block of cutter.add(chunk)) takeBlock(block);
      return segmenter.take();
    },
    pending() {
      return cutter.pending();
    },
    finish({ state, error, sha256 }) {
      const tail = cutter.finish();
      if (tail !== null) takeBlock(tail);
      reportMissing(ledger.missing(), anomalies);
      anomalies.count("missing_ids", ledger.forgotten());
      const summary: JournalSummary = {
        state,
        error,
        bytes,
        sha256,
        lines,
        blank_lines: blankLines,
        events,
        unreadable,
        unapplied,
        first_event_id: firstEventId,
        last_event_id: lastEvent?.event_id ?? null,
        last_event_at: lastEvent?.created_at ?? null,
        newest_event_at: newestEventAt,
        next_ordinal: takenOrdinals + 1,
        lanes: tallies.lanes(),
        objects: tallies.objects(),
        actors: tallies.actors(),
        anomalies: anomalies.kept(),
        anomaly_counts: anomalies.counts(),
      };
      return { summary, lastSegment: segmenter.finish() };
    },
  };
}

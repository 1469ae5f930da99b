/**
 * The journal as a summary: a reducer over its bytes.
 *
 * Memory grows with objects, actors, lanes and anomalies, never with events. A line that is no event is counted and
 * reported by one anomaly that says why; a line that is one may have several. How ids are judged is in ordinals.ts.
 */
import { parseJsonObject } from "../text/parse_json.ts";
import { FOLD_VERSION, type FoldState } from "../model/fold_state.ts";
import type { ActorActivity, AnomalyCode, JournalSummary, ObjectHead } from "../model/journal.ts";
import type { JsonObject } from "../text/json.ts";
import { LANES } from "../model/vocabulary.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { createAnomalyList, type LinePosition } from "./anomaly_list.ts";
import { eventProblems, type JournalEvent, readEvent, type TotalledEvent, type WholeEvent } from "./event.ts";
import { type EventMark, markOf } from "./event_mark.ts";
import { createLineCutter, type LineBlock, visitLines } from "./lines.ts";
import { knownLanes } from "./lanes.ts";
import type { PackedHeads } from "./heads.ts";
import { closeLedger, openLedger } from "./ledger_state.ts";
import { createOrdinalLedger } from "./ordinals.ts";
import {
  type EventPosition,
  isKnownType,
  reportFields,
  reportMissing,
  reportOddities,
  reportOrdinal,
  reportSeparators,
} from "./line_anomalies.ts";
import { createSegmenter, type JournalSegment } from "./segments.ts";
import { isBlank, mayHoldSeparator } from "./separators.ts";
import { createTallies } from "./tallies.ts";
import { createTimeOrder } from "./time_order.ts";
import { createUsualLineReader } from "./usual_line.ts";

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
interface JournalEnding extends Pick<JournalSummary, "state" | "error" | "sha256"> {
  /** All or none where absent, as `sha256` tells. */
  readonly bytesHashed?: number;
}

/** The fold's result over the first bytes of a journal, which end with a line. */
export interface FoldedPrefix {
  readonly bytes: number;
  readonly events: number;
  readonly state: FoldState;
  readonly objects: readonly ObjectHead[];
  readonly actors: readonly ActorActivity[];
}

interface JournalFold {
  /** Takes the next bytes, cut anywhere, and returns the segments that end within them. */
  add(chunk: Uint8Array): readonly JournalSegment[];
  /** The line that has not ended yet: what a host looks at again before it is called torn. */
  pending(): { readonly offset: number; readonly length: number } | null;
  /** What a later fold can go on from, beside heads and activity; null within a line. To be called before finish(). */
  state(): FoldState | null;
  /** The summary of the bytes taken so far, behind which more may be taken; null within a line. */
  soFar(ending: JournalEnding): JournalSummary | null;
  /** The summary of all bytes taken, and the segment not yet returned, where bytes are left. To be called once. */
  finish(ending: JournalEnding): { readonly summary: JournalSummary; readonly lastSegment: JournalSegment | null };
  /** In place of finish() for a fold that began with nothing: the summary without its heads, and those for another thread. */
  finishPacked(ending: JournalEnding): { readonly summary: JournalSummary; readonly heads: PackedHeads };
}

/** A fold that has read nothing yet. */
export function createJournalFold(options: JournalFoldOptions = {}): JournalFold {
  return startFold(null, options);
}

/**
 * A fold that goes on behind a prefix; its summary is that of a fold over the whole, but for `bytes_parsed`.
 *
 * Its segments start behind the prefix. The prefix must have been folded with the same lanes: see knownLanes().
 */
export function resumeJournalFold(prefix: FoldedPrefix, options: JournalFoldOptions = {}): JournalFold {
  return startFold(prefix, options);
}

function startFold(prefix: FoldedPrefix | null, options: JournalFoldOptions): JournalFold {
  const extraLanes = knownLanes(options.lanes ?? []);
  const lanes = new Set<string>([...LANES, ...extraLanes]);
  const usualLines = createUsualLineReader();
  const cutter = createLineCutter(options.maxLineBytes, prefix?.bytes);
  const segmenter = createSegmenter(options.segmentBytes, prefix?.bytes);
  const anomalies = createAnomalyList(prefix?.state);
  const ledger = createOrdinalLedger<EventPosition>(
    undefined,
    prefix === null ? null : openLedger(prefix.state.ordinals),
  );
  const times = createTimeOrder(anomalies, prefix?.state.times);
  const tallies = createTallies(prefix === null ? undefined : { ...prefix, lanes: prefix.state.lanes });

  let parsedBytes = 0;
  let lines = prefix?.state.lines ?? 0;
  let blankLines = prefix?.state.blank_lines ?? 0;
  let takenOrdinals = (prefix?.state.next_ordinal ?? 1) - 1;
  let events = prefix?.events ?? 0;
  let unreadable = prefix?.state.unreadable ?? 0;
  let unapplied = prefix?.state.unapplied ?? 0;
  let firstEventId = prefix?.state.first_event_id ?? null;
  let lastEventId = prefix?.state.last_event_id ?? null;
  let lastEventAt = prefix?.state.last_event_at ?? null;

  function takeBlock(block: LineBlock): void {
    if (block.kind === "too_long") return takeTooLong(block.offset, block.length, block.terminated);
    const terminated = block.kind === "lines";
    const text = decodeUtf8(block.bytes);
    // What holds for the whole block need not be looked at in each line.
    const known = { terminated, noSeparators: text !== null && !mayHoldSeparator(text) };
    visitLines(block.bytes, text, (line, start, length) => {
      lines++;
      const offset = block.offset + start;
      const event = takeLine(line, { line: lines, offset, bytes: length }, known);
      segmenter.add(offset + length + (terminated ? 1 : 0), event?.event_id ?? null);
    }, (text, at, start) => takeUsual(text, at, block.offset + start));
  }

  /** Takes the line that starts here if there is nothing to say of it; returns its length with the newline, or 0. */
  function takeUsual(text: string, at: number, offset: number): number {
    // Who is handed events is handed whole ones.
    const usual = options.onEvent === undefined ? usualLines.read(text, at, { line: lines + 1, offset }) : null;
    if (usual === null) return 0;
    const { event, length } = usual;
    const mark = markOf(event);
    if (!isRegular(event, mark)) return 0;
    lines++;
    countEvent(event, mark, { line: lines, offset, bytes: length - 1 });
    segmenter.add(offset + length, event.event_id);
    return length;
  }

  /** Whether a whole event is what was to be expected: what is to be reported of others is read anew, and kept. */
  function isRegular({ event_type: type, lane, created_at: at }: WholeEvent, { ordinal, date }: EventMark): boolean {
    return ledger.isNext(ordinal) && date !== 0 && times.isNext(at) && isKnownType(type) && lanes.has(lane);
  }

  function takeTooLong(offset: number, length: number, terminated: boolean): void {
    lines++;
    const position = { line: lines, offset, bytes: length };
    takeUnreadable("too_long", position, `${length} bytes, more than are read of one line`);
    if (!terminated) {
      anomalies.add("torn_tail", position, null, "The last line has no newline, and is too long to be read");
    }
    segmenter.add(offset + length + (terminated ? 1 : 0), null);
  }

  function takeLine(
    line: string | null,
    position: LinePosition,
    known: { readonly terminated: boolean; readonly noSeparators: boolean },
  ): JournalEvent | null {
    if (line === null) {
      const code = known.terminated ? "invalid_utf8" : "torn_tail";
      return takeUnreadable(code, position, "The line is not UTF-8");
    }
    if (isBlank(line)) {
      blankLines++;
      // Blank to the daemon, and yet no white space of JSON: an event behind it could not be read.
      if (!known.terminated && /[^ \t\r]/.test(line)) {
        anomalies.add("unsealed_tail", position, null, "The last line has no newline");
      }
      return null;
    }
    const result = parseJsonObject(line);
    const event = result.ok ? readEvent(result.value, position.line, position.offset) : null;
    const eventId = event?.event_id ?? null;
    const pieces = known.noSeparators && result.ok ? 1 : reportSeparators(line, position, eventId, anomalies);
    if (result.ok) reportOddities(result.oddities, position, eventId, anomalies);
    if (result.ok && event !== null) {
      if (!known.terminated) anomalies.add("unsealed_tail", position, eventId, "The last event has no newline");
      takeEvent(event, result.value, position);
    } else if (!known.terminated) {
      takeUnreadable("torn_tail", position, "The last line has no newline, and is no event");
    } else if (result.ok) {
      takeUnreadable("not_an_event", position, eventProblems(result.value).join("; "));
    } else {
      takeUnreadable(result.problem === "too_deep" ? "too_deep" : "unreadable_line", position, result.message);
    }
    takenOrdinals += pieces - 1;
    ledger.takeUnplaced(pieces - 1);
    return event;
  }

  function takeUnreadable(code: AnomalyCode, position: LinePosition, detail: string): null {
    unreadable++;
    takenOrdinals++;
    anomalies.add(code, position, null, detail);
    ledger.takeUnplaced(1);
    return null;
  }

  function takeEvent(event: JournalEvent, value: JsonObject, position: LinePosition): void {
    reportFields(event, value, position, { lanes, anomalies });
    countEvent(event, markOf(event), position);
    if (options.onEvent !== undefined && (options.onlyObject ?? event.object_id) === event.object_id) {
      options.onEvent(event);
    }
  }

  function countEvent(event: TotalledEvent, mark: EventMark, position: LinePosition): void {
    events++;
    takenOrdinals++;
    if (!event.applied) unapplied++;
    firstEventId ??= event.event_id;
    lastEventId = event.event_id;
    lastEventAt = event.created_at;
    const number = tallies.add(event, mark);
    if (event.created_at !== null && mark.date !== 0) times.take(event, { position, at: event.created_at, number });
    checkOrdinal(event, mark.ordinal, position);
  }

  function checkOrdinal(event: TotalledEvent, ordinal: number, position: LinePosition): void {
    if (ordinal === 0) ledger.takeUnplaced(1);
    const verdict = ordinal === 0 ? "malformed" : ledger.take(ordinal, { position, eventId: event.event_id });
    if (verdict !== "in_order") reportOrdinal(verdict, position, event.event_id, anomalies);
  }

  function counts() {
    return {
      lines,
      blank_lines: blankLines,
      unreadable,
      unapplied,
      first_event_id: firstEventId,
      last_event_id: lastEventId,
      last_event_at: lastEventAt,
      newest_event_at: times.newest()?.created_at ?? null,
      next_ordinal: takenOrdinals + 1,
    };
  }

  function newestEvent(): JournalSummary["newest_event"] {
    const newest = times.newest();
    return newest === null ? null : { event_id: newest.event_id, line: newest.line };
  }

  function takeTail(): void {
    const tail = cutter.finish();
    if (tail !== null) takeBlock(tail);
  }

  function summarize(
    { state, error, sha256, bytesHashed }: JournalEnding,
    objects = tallies.objects(),
  ): JournalSummary {
    // What may still be explained, or come, is reported of what there is by now, and not yet for good.
    const reported = createAnomalyList({ anomalies: anomalies.kept(), anomaly_counts: anomalies.counts() });
    times.reportWaiting(reported);
    reportMissing(ledger.missing(), reported);
    reported.count("missing_ids", ledger.forgotten());
    const bytes = (prefix?.bytes ?? 0) + parsedBytes;
    return {
      state,
      error,
      bytes,
      bytes_parsed: parsedBytes,
      bytes_hashed: bytesHashed ?? (sha256 === null ? 0 : bytes),
      sha256,
      events,
      ...counts(),
      lanes: tallies.lanes(),
      newest_event: newestEvent(),
      objects,
      actors: tallies.actors(),
      anomalies: reported.kept(),
      anomaly_counts: reported.counts(),
    };
  }

  return {
    add(chunk) {
      parsedBytes += chunk.length;
      for (const block of cutter.add(chunk)) takeBlock(block);
      return segmenter.take();
    },
    pending() {
      return cutter.pending();
    },
    state() {
      if (cutter.pending() !== null) return null;
      return {
        fold_version: FOLD_VERSION,
        known_lanes: extraLanes,
        ...counts(),
        lanes: tallies.lanes(),
        anomalies: anomalies.kept(),
        anomaly_counts: anomalies.counts(),
        ordinals: closeLedger(ledger.memory()),
        times: times.state(),
      };
    },
    soFar: (ending) => cutter.pending() === null ? summarize(ending) : null,
    finish(ending) {
      takeTail();
      return { summary: summarize(ending), lastSegment: segmenter.finish() };
    },
    finishPacked(ending) {
      takeTail();
      return { summary: summarize(ending, []), heads: tallies.packedObjects() };
    },
  };
}

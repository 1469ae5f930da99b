/**
 * Whether what a checkpoint says of the journal can be true of any journal. One that contradicts itself is not gone on
 * from, and is built again (docs/formats.md, "Judging derived files").
 */
import type { CheckpointRecord, Covers } from "../model/derived.ts";
import { type FoldState, ResumeState } from "../model/fold_state.ts";
import { type Anomaly, ANOMALY_CODES, type LaneSummary } from "../model/journal.ts";
import { compareCodePoints } from "../text/order.ts";
import { isTimestamp } from "../text/time.ts";
import { holds } from "../model/quick_check.ts";

/** What a record that keeps its contract contradicts itself in, as a clause; null where it does not. */
export function findCheckpointProblem(record: CheckpointRecord): string | null {
  const { covers, segments, resume } = record;
  const fold = holds(ResumeState, resume) ? resume.fold : null;
  if (!holdsCounts([covers, segments, fold])) return "a number in it is larger than any count";
  return findSegmentsProblem(record) ?? (fold === null ? null : findFoldProblem(fold, covers));
}

function findSegmentsProblem({ segments, covers }: CheckpointRecord): string | null {
  let [bytes, events] = [0, 0];
  let lastEventId: string | null = null;
  for (const segment of segments) {
    if (segment.offset !== bytes || segment.bytes === 0) return "its segments do not lie one behind the other";
    if (segment.events > segment.bytes) return "a segment has more events than bytes";
    const ids = [segment.first_event_id, segment.last_event_id].filter((id) => id !== null).length;
    if (ids !== (segment.events === 0 ? 0 : 2)) return "a segment names events that it does not count";
    bytes += segment.bytes;
    events += segment.events;
    lastEventId = segment.last_event_id ?? lastEventId;
  }
  if (bytes !== covers.journal_bytes) return "its segments are not all that it covers";
  if (events !== covers.events) return "its segments count other events than it covers";
  if (lastEventId !== covers.last_event_id) return "its segments end with another event than it covers";
  const [only] = segments;
  return segments.length === 1 && only?.sha256 !== covers.journal_sha256
    ? "its only segment has another digest than all that it covers"
    : null;
}

function findFoldProblem(fold: FoldState, covers: Covers): string | null {
  const { events, journal_bytes: bytes } = covers;
  const { lines, blank_lines: blank, unreadable, unapplied, next_ordinal: next } = fold;
  if (lines !== events + unreadable + blank || lines > bytes) return "its lines are not those that it counts";
  if (unapplied > events) return "more events are unapplied than there are";
  if (next <= events + unreadable || next > bytes + 1) return "its next ordinal is none that can follow";
  const isEmpty = events === 0;
  if ((fold.first_event_id === null) !== isEmpty || fold.last_event_id !== covers.last_event_id) {
    return "it goes on behind another event than it covers";
  }
  if (fold.newest_event_at !== null && !isTimestamp(fold.newest_event_at)) return "its newest time is no time";
  if ((fold.times.newest?.created_at ?? null) !== fold.newest_event_at) return "its newest event has another time";
  if (fold.times.waiting.some((event) => !isPlace(event, { lines, bytes }))) {
    return "an event that is out of order lies outside of what it covers";
  }
  return findLanesProblem(fold.lanes, { events, unapplied }) ?? findAnomaliesProblem(fold, bytes) ??
    findOrdinalsProblem(fold, bytes);
}

function findLanesProblem(
  lanes: readonly LaneSummary[],
  most: { readonly events: number; readonly unapplied: number },
): string | null {
  if (!isAscending(lanes.map(({ lane }) => lane))) return "its lanes are not in order, each once";
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const differs = lanes.some(({ events, unapplied, by_type: types }) =>
    events === 0 || unapplied > events || sum(Object.values(types)) !== events
  );
  const isTooMuch = sum(lanes.map((lane) => lane.events)) > most.events ||
    sum(lanes.map((lane) => lane.unapplied)) > most.unapplied;
  return differs || isTooMuch ? "its lanes count other events than there are" : null;
}

function findAnomaliesProblem({ anomalies, anomaly_counts: counts, lines }: FoldState, bytes: number): string | null {
  const codes: readonly string[] = ANOMALY_CODES;
  if (Object.keys(counts).some((code) => !codes.includes(code))) return "it counts anomalies that nobody knows";
  if (anomalies.some((anomaly) => !isPlace(anomaly, { lines, bytes }))) {
    return "an anomaly lies outside of what it covers";
  }
  const kept = Map.groupBy(anomalies, ({ code }: Anomaly) => code);
  return [...kept].some(([code, found]) => found.length > (Object.hasOwn(counts, code) ? counts[code] ?? 0 : 0))
    ? "it names more anomalies than it counts"
    : null;
}

function findOrdinalsProblem({ ordinals, lines }: FoldState, bytes: number): string | null {
  const { highest, gaps, certain_up_to: certain } = ordinals;
  if (certain !== null && certain > highest) return "it is certain of ordinals that it has not seen";
  let last = 0;
  for (const gap of gaps) {
    if (gap.from <= last || gap.to < gap.from || gap.to >= highest || gap.unplaced > gap.to - gap.from + 1) {
      return "its gaps in the ordinals are none that can be";
    }
    if (!isPlace(gap, { lines, bytes })) return "a gap in the ordinals lies outside of what it covers";
    last = gap.to;
  }
  return null;
}

function isPlace(
  { line, offset, bytes }: { readonly line: number; readonly offset: number; readonly bytes: number },
  journal: { readonly lines: number; readonly bytes: number },
): boolean {
  return line >= 1 && line <= journal.lines && offset + bytes <= journal.bytes;
}

function isAscending(keys: readonly string[]): boolean {
  return keys.every((key, index) => index === 0 || compareCodePoints(keys[index - 1] ?? "", key) < 0);
}

function holdsCounts(value: unknown): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value);
  return typeof value !== "object" || value === null || Object.values(value).every(holdsCounts);
}

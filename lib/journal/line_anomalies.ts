/** What is reported of a journal line, and in which words. */
import type { JsonOddity } from "../text/parse_json.ts";
import type { AnomalyCode } from "../model/journal.ts";
import type { JsonObject } from "../text/json.ts";
import { EVENT_TYPES } from "../model/vocabulary.ts";
import { isTimestamp } from "../text/time.ts";
import { type AnomalyList, type LinePosition, quote } from "./anomaly_list.ts";
import { EVENT_SCHEMA, eventProblems, isWhole, type JournalEvent } from "./event.ts";
import { formatEventId, type Gap, type OrdinalVerdict } from "./ordinals.ts";
import { countPieces, separatorsIn } from "./separators.ts";

export interface EventPosition {
  readonly position: LinePosition;
  readonly eventId: string;
}

const EVENT_TYPE_SET: ReadonlySet<string> = new Set(EVENT_TYPES);

export function isKnownType(type: string): boolean {
  return EVENT_TYPE_SET.has(type);
}

const ODDITIES: Readonly<Record<JsonOddity, string>> = {
  byte_order_mark: "A byte order mark stands before the line",
  non_finite_number: "NaN, Infinity or a number out of range stands in the line; it is read as null",
};

/** Reports with what care a line had to be read. */
export function reportOddities(
  oddities: readonly JsonOddity[],
  position: LinePosition,
  eventId: string | null,
  anomalies: AnomalyList,
): void {
  for (const oddity of oddities) anomalies.add(oddity, position, eventId, ODDITIES[oddity]);
}

/** Reports the separators of a line; returns how many non-blank lines the reference daemon makes of it. */
export function reportSeparators(
  line: string,
  position: LinePosition,
  eventId: string | null,
  anomalies: AnomalyList,
): number {
  const crlf = line.endsWith("\r");
  if (crlf) anomalies.add("carriage_return", position, eventId, "The line ends with a carriage return");
  const within = crlf ? line.slice(0, -1) : line;
  const separators = separatorsIn(within);
  if (separators.length === 0) return 1;
  const detail = `${separators.join(", ")} stands within the line: the daemon would cut it there`;
  anomalies.add("line_separator", position, eventId, detail);
  return countPieces(within);
}

/** Reports an id that does not follow those before it; a malformed one has no place among them. */
export function reportOrdinal(
  verdict: "malformed" | Exclude<OrdinalVerdict, "in_order">,
  position: LinePosition,
  eventId: string,
  anomalies: AnomalyList,
): void {
  switch (verdict) {
    case "malformed":
      return anomalies.add("malformed_id", position, eventId, `The id ${quote(eventId)} is not "evt-" and an ordinal`);
    case "duplicate":
      return anomalies.add("duplicate_id", position, eventId, "The id was used by an earlier event");
    case "out_of_order":
      return anomalies.add("out_of_order_id", position, eventId, "The id is lower than that of an earlier event");
  }
}

/** Reports fields of a readable event that break its contract or hold a value that nobody knows. */
export function reportFields(
  event: JournalEvent,
  value: JsonObject,
  position: LinePosition,
  { lanes, anomalies }: { readonly lanes: ReadonlySet<string>; readonly anomalies: AnomalyList },
): void {
  const report = (code: AnomalyCode, detail: string) => anomalies.add(code, position, event.event_id, detail);
  const { schema } = value;
  if (!isWhole(event, value)) report("not_an_event", eventProblems(value).join("; "));
  if (schema !== EVENT_SCHEMA) {
    report("unknown_schema", typeof schema === "string" ? `The schema is ${quote(schema)}` : "The schema is missing");
  }
  if (!isKnownType(event.event_type)) {
    report("unknown_type", `The event type ${quote(event.event_type)} is unknown`);
  }
  if (event.lane !== null && !lanes.has(event.lane)) {
    report("unknown_lane", `The lane ${quote(event.lane)} is unknown`);
  }
  if (event.created_at !== null && !isTimestamp(event.created_at)) {
    report("bad_time", `The time ${quote(event.created_at)} is not UTC of second precision`);
  }
}

/** Reports the ids that no event of the journal has. */
export function reportMissing(gaps: readonly Gap<EventPosition>[], anomalies: AnomalyList): void {
  for (const { from, to, unplaced, before } of gaps) {
    const ids = from === to ? formatEventId(from) : `${formatEventId(from)} to ${formatEventId(to)}`;
    const less = unplaced === 0 ? "" : `, less ${unplaced} that unreadable or misnumbered lines stand for`;
    anomalies.add("missing_ids", before.position, before.eventId, `No event has the id ${ids}${less}`);
  }
}

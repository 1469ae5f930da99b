/** One journal line's event: its fields, and what they lack (docs/domain.md, "The store on disk"). */
import { isJsonObject, type JsonObject, type JsonValue } from "../text/json.ts";

export const EVENT_SCHEMA = "sourceos.journal-event/v1alpha1";

/** A journal event as far as its line tells; what is absent or of another type is null. */
export interface JournalEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly lane: string | null;
  readonly object_id: string | null;
  readonly producer: string | null;
  readonly created_at: string | null;
  readonly payload: JsonObject | null;
  /** False only where the line says so: an absent field counts as true, as in the reference daemon. */
  readonly applied: boolean;
  /** 1-based, counting every line. */
  readonly line: number;
  /** Byte offset of the line's first byte. */
  readonly offset: number;
}

/** What running totals look at. */
export interface TotalledEvent extends JournalEvent {
  /** Need hold no more than these fields, where it has them: `content_hash` and `import`. */
  readonly payload: JsonObject | null;
}

/** An event that has every field of one. */
export interface WholeEvent extends JournalEvent {
  readonly lane: string;
  readonly producer: string;
  readonly created_at: string;
}

// An empty string names nothing.
function usableText(value: JsonValue | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** The event that the object is, or null where it has no usable event_id or event_type. */
export function readEvent(value: JsonObject, line: number, offset: number): JournalEvent | null {
  const eventId = usableText(value.event_id);
  const eventType = usableText(value.event_type);
  if (eventId === null || eventType === null) return null;
  return {
    event_id: eventId,
    event_type: eventType,
    lane: usableText(value.lane),
    object_id: usableText(value.object_id),
    producer: usableText(value.producer),
    created_at: usableText(value.created_at),
    payload: isJsonObject(value.payload) ? value.payload : null,
    applied: value.applied !== false,
    line,
    offset,
  };
}

/** Whether the object has every field of an event, each of its type; eventProblems() says which it lacks. */
export function isWhole(event: JournalEvent, value: JsonObject): event is WholeEvent {
  return event.lane !== null && event.producer !== null && event.created_at !== null && event.payload !== null &&
    (event.object_id !== null || value.object_id === undefined || value.object_id === null) &&
    (value.applied === undefined || typeof value.applied === "boolean");
}

/** What the object lacks to be an event, as phrases; nothing where it is one. Unknown extra fields are lawful. */
export function eventProblems(value: JsonObject): readonly string[] {
  const problems: string[] = [];
  for (const field of ["event_id", "event_type", "lane", "producer", "created_at"]) {
    if (usableText(value[field]) === null) problems.push(problemOf(value, field, "a string"));
  }
  if (value.object_id !== undefined && value.object_id !== null && usableText(value.object_id) === null) {
    problems.push(problemOf(value, "object_id", "a string"));
  }
  if (!isJsonObject(value.payload)) problems.push(problemOf(value, "payload", "an object"));
  if (value.applied !== undefined && typeof value.applied !== "boolean") {
    problems.push(problemOf(value, "applied", "a boolean"));
  }
  return problems;
}

function problemOf(value: JsonObject, field: string, kind: string): string {
  if (!Object.hasOwn(value, field)) return `${field} is missing`;
  return value[field] === "" ? `${field} is empty` : `${field} is not ${kind}`;
}

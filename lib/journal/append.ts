/**
 * What is appended to a journal, by the reference daemon's own rules of numbering (docs/formats.md, "What a change
 * appends").
 */
import { stringifyJson } from "../text/stringify_json.ts";
import type { JournalSummary } from "../model/journal.ts";
import type { JsonObject } from "../text/json.ts";
import { parseEventId } from "./ordinals.ts";

export interface NewEvent {
  readonly event_type: "add" | "update" | "delete" | "checkpoint" | "repair" | "policy";
  readonly lane: string;
  readonly object_id: string;
  readonly producer: string;
  readonly created_at: string;
  readonly payload: JsonObject;
}

/** The id of the event with this ordinal, which counts from 1: at least eight digits. */
export function eventIdOf(ordinal: number): string {
  return `evt-${String(ordinal).padStart(8, "0")}`;
}

/**
 * The ordinal of the next event: one more than there are lines that are not blank, as the daemon counts, but never one
 * that the last event shows to be taken.
 */
export function nextOrdinal(journal: Pick<JournalSummary, "next_ordinal" | "last_event_id">): number {
  const last = journal.last_event_id === null ? null : parseEventId(journal.last_event_id);
  return Math.max(journal.next_ordinal, (last ?? 0) + 1);
}

/** The event as a line with its newline. */
export function eventLine(ordinal: number, event: NewEvent): string {
  return asciiLine({
    schema: "sourceos.journal-event/v1alpha1",
    event_id: eventIdOf(ordinal),
    ...event,
    applied: true,
  });
}

/** An event of another journal as a line of this one: every field of it as it was, under the id that it has here. */
export function renumberedLine(ordinal: number, event: JsonObject): string {
  return asciiLine({ ...event, event_id: eventIdOf(ordinal) });
}

/** Plain ASCII, as the daemon cuts lines at separators that JSON leaves alone. */
function asciiLine(event: JsonObject): string {
  const line = stringifyJson(event);
  return `${line.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

/** What has to stand before the first appended line: a newline where the last line has none, else nothing. */
export function sealOf({ anomaly_counts: counts }: Pick<JournalSummary, "anomaly_counts">): "" | "\n" {
  const unsealed = ["torn_tail", "unsealed_tail"].some((code) =>
    Object.hasOwn(counts, code) && (counts[code] ?? 0) > 0
  );
  return unsealed ? "\n" : "";
}

/** The manifest's text once so many events more are in the journal; every other field stays as it is. */
export function manifestAfter(
  manifest: JsonObject,
  { activeGeneration, events, at }: {
    readonly activeGeneration: number;
    readonly events: number;
    readonly at: string;
  },
): string {
  const after = { ...manifest, initialized: true, updated_at: at, active_generation: activeGeneration + events };
  return `${stringifyJson(after, 2)}\n`;
}

/** Journals to test with: events as the reference daemon writes them, changed where a case says so. */
import { createJournalFold, type JournalFoldOptions } from "../../../lib/journal/fold.ts";
import { formatEventId } from "../../../lib/journal/ordinals.ts";
import type { JournalSummary } from "../../../lib/model/journal.ts";

/** The event with this ordinal; a field patched to undefined is left out. */
export function sampleEvent(ordinal: number, patch: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    schema: "sourceos.journal-event/v1alpha1",
    event_id: formatEventId(ordinal),
    event_type: "update",
    lane: "normal",
    object_id: "object:alpha",
    producer: "actor:one",
    created_at: `2026-01-01T00:00:${String(ordinal % 60).padStart(2, "0")}Z`,
    payload: {},
    applied: true,
    ...patch,
  });
}

/** The events with these ordinals, a line each. */
export function sampleJournal(ordinals: readonly number[]): string {
  return ordinals.map((ordinal) => `${sampleEvent(ordinal)}\n`).join("");
}

export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The summary of a journal fed in chunks of at most `chunkBytes`. */
export function foldBytes(
  bytes: Uint8Array,
  options: JournalFoldOptions & { readonly chunkBytes?: number } = {},
): JournalSummary {
  const fold = createJournalFold(options);
  const step = options.chunkBytes ?? Math.max(bytes.length, 1);
  for (let start = 0; start < bytes.length; start += step) fold.add(bytes.subarray(start, start + step));
  return fold.finish({ state: "present", error: null, sha256: null }).summary;
}

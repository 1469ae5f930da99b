/** What an import, and the undo of one, write of themselves into the journal (docs/formats.md, "What a change appends"). */
import { integerField, isJsonObject, type JsonObject, type JsonValue, stringField } from "../text/json.ts";

/** Where an import tells of itself in the payload of its events. */
export const IMPORT_FIELD = "import";

/** Where an undo tells of itself in the payload of an event about an object. */
export const UNDO_FIELD = "undo";

interface WithPayload {
  readonly payload?: JsonValue;
}

/** Whether the event belongs to its object's history: what an import wrote of itself, and an undo of a record that came or goes as a whole, does not. */
export function isHistory(event: WithPayload): boolean {
  return importIn(event) === null && !isOfComingOrGoing(event);
}

function isOfComingOrGoing({ payload }: WithPayload): boolean {
  const told = isJsonObject(payload) && Object.hasOwn(payload, UNDO_FIELD) ? payload[UNDO_FIELD] : null;
  return isJsonObject(told) && stringField(told, "report_id") !== null && stringField(told, "record") !== null;
}

/** How many events of its object an import put right before this one of it; 0 where it is of no import. */
export function importedEvents(event: WithPayload): number {
  return Math.max(0, integerField(importIn(event), "events") ?? 0);
}

function importIn({ payload }: WithPayload): JsonObject | null {
  const told = isJsonObject(payload) && Object.hasOwn(payload, IMPORT_FIELD) ? payload[IMPORT_FIELD] : null;
  return isJsonObject(told) && stringField(told, "bundle_sha256") !== null ? told : null;
}

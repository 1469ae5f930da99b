/** What an import writes of itself into the journal (docs/formats.md, "What a change appends"). */
import { integerField, isJsonObject, type JsonObject, type JsonValue, stringField } from "../text/json.ts";

/** Where an import tells of itself in the payload of its events. */
export const IMPORT_FIELD = "import";

interface WithPayload {
  readonly payload?: JsonValue;
}

/** Whether the event is what an import wrote of itself. */
export function isImportEvent(event: WithPayload): boolean {
  return importIn(event) !== null;
}

/** How many events of its object an import put right before this one of it; 0 where it is of no import. */
export function importedEvents(event: WithPayload): number {
  return Math.max(0, integerField(importIn(event), "events") ?? 0);
}

function importIn({ payload }: WithPayload): JsonObject | null {
  const told = isJsonObject(payload) && Object.hasOwn(payload, IMPORT_FIELD) ? payload[IMPORT_FIELD] : null;
  return isJsonObject(told) && stringField(told, "bundle_sha256") !== null ? told : null;
}

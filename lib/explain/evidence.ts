/** What an answer rests on, written in one way. */
import type { ReadableRecord } from "../catalog.ts";
import { targetName } from "../catalog.ts";
import type { Evidence } from "../model/documents/explain.ts";
import type { ObjectHead } from "../model/journal.ts";
import { stringField } from "../model/json.ts";

export function recordEvidence(readable: ReadableRecord, field: string | null = null): Evidence {
  return {
    file: readable.path,
    line: null,
    record: readable.id === null ? null : targetName(readable.kind, readable.id),
    field,
    value: field === null ? null : stringField(readable.record, field),
  };
}

export function journalEvidence(head: ObjectHead): Evidence {
  return {
    file: "journal.jsonl",
    line: head.line,
    record: `event:${head.last_event_id}`,
    field: null,
    value: null,
  };
}

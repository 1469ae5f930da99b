/** What an answer rests on, written in one way. */
import { targetName } from "../store/catalog.ts";
import type { Evidence } from "../model/documents/explain.ts";
import type { ObjectHead } from "../model/journal.ts";
import { stringField } from "../text/json.ts";
import type { Subject } from "./subject.ts";

type Source = Pick<Subject, "kind" | "id" | "path" | "record"> & { readonly line?: number | null };

export function recordEvidence(source: Source, field: string | null = null): Evidence {
  return {
    file: source.path,
    line: source.line ?? null,
    record: source.id === null ? null : targetName(source.kind, source.id),
    field,
    value: field === null ? null : stringField(source.record, field),
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

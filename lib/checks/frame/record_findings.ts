/** Findings about records: all of one check name their record, its file and the command that explains it alike. */
import type { ReadableRecord } from "../../store/catalog.ts";
import type { Finding } from "../../model/documents/health.ts";
import type { JsonObject } from "../../text/json.ts";
import { type CheckInput, finding, type FindingKind } from "./check.ts";
import { explainWords, targetOf } from "../../store/lookup.ts";

interface RecordFindings {
  /** What was added, in the order in which it was. */
  readonly found: readonly Finding[];
  add(kind: FindingKind, record: ReadableRecord, message: string, evidence?: JsonObject): void;
}

/** A list of findings about records, empty so far. */
export function createRecordFindings(check: string, { store, catalog }: CheckInput): RecordFindings {
  const found: Finding[] = [];
  return {
    found,
    add(kind, record, message, evidence = {}) {
      found.push(finding(check, kind, {
        target: targetOf(record),
        message,
        evidence: { file: record.path, ...evidence },
        command: explainWords(record, catalog),
      }, store));
    },
  };
}

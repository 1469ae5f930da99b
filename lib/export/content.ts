/** The records of a bundle as their lines, and how many of them there are. */
import { canonicalJson } from "../text/stringify_json.ts";
import { RECORD_KINDS, type RecordKind } from "../model/kinds.ts";
import { compareCodePoints } from "../text/order.ts";
import type { LeavingRecord } from "./select.ts";

/** The leaving records by kind, in the order of the store's kinds, each kind by ascending id; no kind without a record. */
export function recordsByKind(
  leaving: readonly LeavingRecord[],
): ReadonlyMap<RecordKind, readonly LeavingRecord[]> {
  const kinds = new Map<RecordKind, LeavingRecord[]>(RECORD_KINDS.map((kind) => [kind, []]));
  for (const record of leaving) kinds.get(record.source.kind)?.push(record);
  return new Map(
    [...kinds].filter(([, records]) => records.length > 0).map(([kind, records]) => [kind, sortById(records)]),
  );
}

function sortById(records: readonly LeavingRecord[]): readonly LeavingRecord[] {
  return records.toSorted((left, right) => compareCodePoints(left.source.id ?? "", right.source.id ?? ""));
}

const CHUNK_UNITS = 64 * 1024;

/** The records' lines in UTF-8, several at a time, each with its newline: canonical JSON, unknown fields kept. */
export function* recordLines(records: readonly LeavingRecord[]): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = "";
  for (const { source } of records) {
    text += `${canonicalJson(source.record)}\n`;
    if (text.length < CHUNK_UNITS) continue;
    yield encoder.encode(text);
    text = "";
  }
  if (text !== "") yield encoder.encode(text);
}

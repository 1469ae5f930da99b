/** What an import does with each record, in a byte of each. */
import { IMPORT_ACTIONS, type ImportAction } from "../model/documents/import.ts";
import { createCells } from "./columns.ts";
import type { JudgedRecord, JudgedRecords } from "./judged_records.ts";

export interface ImportActions extends Iterable<readonly [JudgedRecord, ImportAction]> {
  readonly size: number;
  of(record: JudgedRecord): ImportAction;
  /** The records with this action, in their order. */
  with(action: ImportAction): readonly JudgedRecord[];
  count(action: ImportAction): number;
  /** The same, but that nothing is done with these. */
  without(records: readonly JudgedRecord[]): ImportActions;
}

export function importActions(
  records: JudgedRecords,
  actionOf: (record: JudgedRecord) => ImportAction,
): ImportActions {
  const codes = new Uint8Array(records.count);
  for (const record of records) codes[record.index] = IMPORT_ACTIONS.indexOf(actionOf(record));
  const cells = createCells(codes);
  const of = ({ index }: JudgedRecord) => IMPORT_ACTIONS[cells.at(index)] ?? "none";
  return {
    size: codes.length,
    of,
    *[Symbol.iterator]() {
      for (const record of records) yield [record, of(record)] as const;
    },
    with: (action) => [...filter(records, (record) => of(record) === action)],
    count(action) {
      const wanted = IMPORT_ACTIONS.indexOf(action);
      return codes.reduce((count, code) => code === wanted ? count + 1 : count, 0);
    },
    without(left) {
      const indexes = new Set(left.map(({ index }) => index));
      return importActions(records, (record) => indexes.has(record.index) ? "none" : of(record));
    },
  };
}

function* filter(
  records: Iterable<JudgedRecord>,
  isWanted: (record: JudgedRecord) => boolean,
): Generator<JudgedRecord> {
  for (const record of records) if (isWanted(record)) yield record;
}

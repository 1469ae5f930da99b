/** What an import does with each record, in a byte of each. */
import { IMPORT_ACTIONS, type ImportAction } from "../model/documents/import.ts";
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
  return actionsIn(records, codes);
}

function actionsIn(records: JudgedRecords, codes: Uint8Array): ImportActions {
  const of = ({ index }: JudgedRecord) => IMPORT_ACTIONS[codes[index] ?? 0] ?? "none";
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
      const changed = codes.slice();
      for (const { index } of left) changed[index] = IMPORT_ACTIONS.indexOf("none");
      return actionsIn(records, changed);
    },
  };
}

function* filter(
  records: Iterable<JudgedRecord>,
  isWanted: (record: JudgedRecord) => boolean,
): Generator<JudgedRecord> {
  for (const record of records) if (isWanted(record)) yield record;
}

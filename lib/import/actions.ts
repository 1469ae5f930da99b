/** What an import does with each record. */
import type { ImportAction } from "../model/documents/import.ts";
import type { JudgedRecord, JudgedRecords } from "./judged_records.ts";

export interface ImportActions extends Iterable<readonly [JudgedRecord, ImportAction]> {
  readonly size: number;
  /** @throws RangeError for a record that is none of these */
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
  const actions = Array.from(records, actionOf);
  const of = ({ index }: JudgedRecord) => {
    const action = actions[index];
    if (action === undefined) throw new RangeError(`Nothing was decided of record ${index}`);
    return action;
  };
  return {
    size: actions.length,
    of,
    *[Symbol.iterator]() {
      for (const record of records) yield [record, of(record)] as const;
    },
    with: (action) => [...filter(records, (record) => of(record) === action)],
    count: (wanted) => actions.reduce((count, action) => action === wanted ? count + 1 : count, 0),
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

/** The report that an import leaves in repair-reports/. */
import type { FileChange } from "../model/change.ts";
import type { RepairReport } from "../model/documents/repair.ts";
import type { StoredReport } from "../model/repair_report.ts";
import { listText, plural } from "../text/words.ts";
import type { JudgedRecord } from "./judged_records.ts";

/** So many of a kind are named one by one; the journal names all of them. */
export const MOST_NAMED = 10_000;

/** The step of an import's report, by which it can be taken back. */
const STEP_ID = "import";

/** Whether the report of an import that writes so many files tells of each, so that it can be taken back. */
export function namesEveryFile(files: number): boolean {
  return files > 0 && files <= MOST_NAMED;
}

/**
 * What the report of an import names of the files that it writes: all of them, as one step that can be taken back, or,
 * where they are too many for a report, those that were replaced.
 */
export function reportedFiles(
  changes: readonly FileChange[],
  scopes: readonly string[],
): { readonly steps: StoredReport["steps"]; readonly named: readonly FileChange[] } {
  const [scope = null] = scopes;
  if (!namesEveryFile(changes.length)) {
    return { steps: [], named: changes.filter(({ before }) => before !== null).slice(0, MOST_NAMED) };
  }
  const step = {
    id: STEP_ID,
    kind: "import",
    description: `Bring in ${plural(changes.length, "file")}`,
    scope,
    durability: "durable",
    changes,
    inverse: "What it brought is taken away, and what it replaced is put back, where nothing rests on it",
  } as const;
  return { steps: [step], named: [] };
}

interface ImportWork {
  readonly actor: string;
  /** Whether the import itself registers it. */
  readonly registers: boolean;
  readonly target: string;
  readonly bundleSha256: string;
  readonly written: readonly JudgedRecord[];
  readonly replaced: readonly JudgedRecord[];
  readonly objects: readonly JudgedRecord[];
  readonly conflicts: readonly string[];
  readonly skipped: readonly JudgedRecord[];
  readonly events: number;
  readonly kept: readonly string[];
}

/** The first sentence stands alone in a list of reports: it tells of what came in, and never of nothing where something did. */
function toldCounts({ written, replaced, conflicts }: ImportWork): string {
  const told = [
    ...(replaced.length === 0 ? [] : [plural(replaced.length, "newer object")]),
    ...(conflicts.length === 0 ? [] : [plural(conflicts.length, "conflict")]),
  ];
  const isNone = written.length === 0 && told.length > 0;
  return listText([...(isNone ? [] : [plural(written.length, "new record")]), ...told]);
}

export function importReport(work: ImportWork): RepairReport {
  const { actor, registers, target, bundleSha256, replaced, objects, conflicts, skipped, events, kept } = work;
  const named = <Item>(items: readonly Item[]) => items.slice(0, MOST_NAMED);
  return {
    sentences: [
      `Imported ${toldCounts(work)} of ${target} from bundle ${bundleSha256}`,
      replaced.length === 0
        ? "No record that was here was changed"
        : `Replaced ${plural(replaced.length, "object")} whose history the bundle goes on from, and kept what was here`,
      ...(registers ? [`Registered import bridge "${actor}", by which everything came in`] : []),
      `Appended ${plural(events, "event")} to the journal`,
      ...(conflicts.length === 0 ? [] : [`${plural(conflicts.length, "object")} in conflict, left as it was`]),
      ...(skipped.length === 0 ? [] : [`${plural(skipped.length, "record")} may not come in, or waits for a person`]),
    ],
    failed: [],
    affected_objects: named(objects.map(({ id }) => id)),
    affected_actors: [actor],
    preserved: [
      "Every record that was here and is not replaced, and every byte of the journal",
      ...named(kept),
    ],
    rebuilt: [],
    quarantined: [],
    appended: ["journal.jsonl"],
    dropped: [],
    unresolved_conflicts: named(conflicts),
    policy_decisions: [],
    next_actions: [
      "Rebuild the indexes and checkpoints, which the journal has outgrown",
      ...(registers ? [`Look at what "${actor}" may do, and revoke it once everything is back`] : []),
      ...(conflicts.length === 0
        ? []
        : ["Decide each conflict with sourceos sync conflicts decide ID; sourceos sync conflicts ID shows both sides"]),
    ],
  };
}

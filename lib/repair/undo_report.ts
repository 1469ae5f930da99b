/** What an undo says that it did, or would do. */
import { keptBefore } from "../change/paths.ts";
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import type { RepairReport } from "../model/documents/repair.ts";
import type { StoredReport } from "../model/repair_report.ts";
import { plural } from "../text/words.ts";
import { buildReport } from "./report.ts";
import type { Undo } from "./undo.ts";

/** The report of an undo that was carried out, or that would be. */
export function undoReport(
  { changes }: Pick<Undo, "changes">,
  { report: { record_id: id, kind }, undoId, objects, done, diagnosis }: {
    readonly report: StoredReport;
    readonly undoId: string;
    /** The ids of the objects whose records it changes. */
    readonly objects: readonly string[];
    readonly done: boolean;
    readonly diagnosis: Diagnosis;
  },
): RepairReport {
  const taken = changes.filter(({ change }) => change.after === null);
  const put = changes.length - taken.length;
  const does = (past: string, infinitive: string, rest: string) =>
    done ? `${past} ${rest}` : `It would ${infinitive} ${rest}`;
  const folder = taken.length === 0 ? null : keptBefore(undoId, "").slice(0, -1);
  const kept = taken.flatMap(({ change }) => change.kept_at ?? []);
  return {
    ...buildReport({ done: true, steps: [], review: [], diagnosis, journal: null }),
    sentences: [
      ...(done ? [] : ["This is a preview: nothing was modified"]),
      ...(put === 0 ? [] : [does("Put back", "put back", `${plural(put, "file")} that ${kind} "${id}" had changed`)]),
      ...(taken.length === 0
        ? []
        : [does("Took away", "take away", `${plural(taken.length, "file")} that ${kind} "${id}" had made`)]),
      ...(done && folder !== null ? [`What went is kept in ${folder}`] : []),
      ...(objects.length === 0 ? [done ? "User data was not modified" : "User data would not be modified"] : [
        `${done ? "Every event stays" : "Every event would stay"} in the journal`,
      ]),
    ],
    affected_objects: objects,
    preserved: ["Every byte of the journal, and of each file that it changed or took away", ...kept.slice(0, NAMED)],
    appended: ["journal.jsonl"],
  };
}

/** So many files that are kept are named one by one; the steps of the report name all. */
const NAMED = 1_000;

/** The repair report: what failed, what was kept, what was or would be changed (docs/formats.md, "Repair report"). */
import { isOpenConflict } from "../store/open_conflicts.ts";
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import { countEntries } from "../derived/build.ts";
import type { Finding } from "../model/documents/health.ts";
import type { RepairReport } from "../model/documents/repair.ts";
import type { JournalSummary } from "../model/journal.ts";
import { listText, plural } from "../text/words.ts";
import { type Draft, pathsOf } from "./drafts.ts";
import type { Missing } from "./missing.ts";

interface ReportFacts {
  readonly done: boolean;
  readonly steps: readonly Draft[];
  readonly review: readonly Finding[];
  readonly diagnosis: Diagnosis;
  /** What the repair's own event leaves one event behind. */
  readonly behind?: readonly string[];
  /** What it lacks where nothing of what was asked for can be done; null where that is not so. */
  readonly missing?: Missing | null;
  /** With the repair's own event; null where nothing is rebuilt. */
  readonly journal: JournalSummary | null;
}

/** The report of a repair that was applied, or that would be. */
export function buildReport(facts: ReportFacts): RepairReport {
  const { steps, review, diagnosis } = facts;
  const paths = (...kinds: readonly Draft["action"]["kind"][]) =>
    steps.filter(({ action }) => kinds.includes(action.kind)).flatMap(({ action }) => pathsOf(action));
  const targets = (prefix: string) =>
    [...new Set([...steps.flatMap(({ finding }) => finding ?? []), ...review].map(({ target }) => target))]
      .filter((target) => target.startsWith(prefix));
  return {
    sentences: sentencesOf(facts),
    failed: [...new Set(steps.flatMap(({ finding }) => finding?.id ?? []))],
    affected_objects: targets("object:"),
    affected_actors: targets("actor:"),
    preserved: ["Every durable record and every byte of the journal"],
    rebuilt: paths("rebuild_index", "rebuild_checkpoint", "resume"),
    quarantined: paths("quarantine"),
    appended: steps.length === 0 ? [] : ["journal.jsonl"],
    dropped: paths("drop"),
    unresolved_conflicts: diagnosis.catalog.ofKind("conflict").filter(({ record }) => isOpenConflict(record))
      .flatMap(({ id }) => id ?? []),
    policy_decisions: [],
    next_actions: [...new Set(review.map((finding) => finding.recommendation.action))],
  };
}

function sentencesOf({ done, steps, review, behind = [], missing = null, journal }: ReportFacts): readonly string[] {
  const works = worksOf(steps, journal);
  const forPersons = review.length === 0 ? [] : [
    `${plural(review.length, "finding needs", "findings need")} a person and ${
      done ? review.length === 1 ? "was" : "were" : "would be"
    } left alone`,
  ];
  const left = behind.length === 0 ? [] : [
    `${listText(behind)} ${
      done ? behind.length === 1 ? "is" : "are" : "would be"
    } one event behind, as the repair's own event follows what they cover: --scope derived rebuilds them as well`,
  ];
  // A record that is moved away is a user's, even where nobody can read it.
  const untouched = steps.every(({ action }) => action.kind !== "quarantine");
  if (done) {
    return [
      ...(untouched ? ["User data was not modified"] : []),
      ...works.map(([past]) => past),
      ...left,
      ...forPersons,
    ];
  }
  return [
    "This is a preview: nothing was modified",
    ...(works.length === 0 ? [missing?.message ?? "There is nothing that repair would change"] : [
      `Repair would ${listText(works.map(([, infinitive]) => infinitive))}`,
      ...(untouched ? ["User data would not be modified"] : []),
      ...left,
    ]),
    ...forPersons,
  ];
}

/** What the steps do, in the past and as an infinitive, with counts. */
function worksOf(steps: readonly Draft[], journal: JournalSummary | null): readonly (readonly [string, string])[] {
  const of = (kind: Draft["action"]["kind"]) => steps.filter(({ action }) => action.kind === kind);
  const indexes = steps.flatMap(({ action }) => action.kind === "rebuild_index" ? [action.index] : []);
  const entries = journal === null
    ? ""
    : `${plural(indexes.reduce((sum, index) => sum + countEntries(index, journal), 0), "entry", "entries")} of `;
  const works: (readonly [string, string])[] = [];
  const add = (past: string, infinitive: string, rest: string) =>
    works.push([`${past} ${rest}`, `${infinitive} ${rest}`]);
  if (of("seal").length > 0) add("Sealed", "seal", "the journal's last line, of which every byte stays");
  if (indexes.length > 0) {
    add("Rebuilt", "rebuild", `${entries}${plural(indexes.length, "index", "indexes")} from the journal`);
  }
  if (of("rebuild_checkpoint").length > 0) {
    add(
      "Rebuilt",
      "rebuild",
      `the checkpoint of ${journal === null ? "the journal" : plural(journal.events, "event")}`,
    );
  }
  const dropped = of("drop").reduce((sum, { action }) => sum + pathsOf(action).length, 0);
  if (dropped > 0) add("Dropped", "drop", plural(dropped, "disposable file"));
  else if (of("drop").some(({ finding }) => finding?.id === "disposable.stale-lock")) {
    add("Dropped", "drop", "a lock whose owner was gone");
  } else if (of("drop").length > 0) add("Cleared", "clear", "what interrupted work left in tmp/");
  const quarantined = of("quarantine").length;
  if (quarantined > 0) {
    add("Moved", "move", `${plural(quarantined, "unreadable record")} to quarantine, byte for byte`);
  }
  const resumed = of("resume").length;
  if (resumed > 0) add("Resumed", "resume", plural(resumed, "sync plan"));
  return works;
}

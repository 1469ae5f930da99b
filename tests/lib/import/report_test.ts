import { assertEquals } from "@std/assert";
import { importReport, MOST_NAMED, reportedFiles } from "../../../lib/import/report.ts";
import { judgeOf } from "../../helpers/imports.ts";
import { EVENT_LINES, healthyStore, recordOf } from "../../helpers/snapshots.ts";

function diary() {
  return [
    ...judgeOf(healthyStore(), EVENT_LINES, { records: { object: [recordOf("object")] } }).classification.records,
  ];
}

const WORK = {
  actor: "actor:gate",
  registers: false,
  target: "profile:home",
  bundleSha256: "abc",
  written: [],
  replaced: [],
  objects: [],
  conflicts: [],
  skipped: [],
  events: 1,
  kept: [],
};

Deno.test("The report of an import names every file as one step, or what was replaced where they are too many", () => {
  const made = { path: "objects/a.json", before: null, after: { sha256: "a", bytes: 1 }, kept_at: null };
  const replaced = { ...made, path: "objects/b.json", before: { sha256: "b", bytes: 1 }, kept_at: "before/b" };
  const { steps, named } = reportedFiles([made, replaced], ["profile:home"]);
  assertEquals([steps.map(({ kind, scope, changes }) => [kind, scope, changes.length]), named], [
    [["import", "profile:home", 2]],
    [],
  ]);
  const many = Array.from({ length: MOST_NAMED }, () => made);
  assertEquals(reportedFiles([...many, replaced], ["profile:home"]), { steps: [], named: [replaced] });
  assertEquals(reportedFiles(many, ["profile:home"]).steps.length, 1);
  assertEquals(reportedFiles([], ["profile:home"]), { steps: [], named: [] });
});

Deno.test("The report of an import that registers its bridge says so, and asks to look at it", () => {
  const { sentences, next_actions: next } = importReport({ ...WORK, registers: true });
  assertEquals([sentences[2], next[1]], [
    'Registered import bridge "actor:gate", by which everything came in',
    'Look at what "actor:gate" may do, and revoke it once everything is back',
  ]);
});

Deno.test("The report of an import that changed no record says so, and asks for nothing but a rebuild", () => {
  assertEquals(importReport(WORK), {
    sentences: [
      "Imported 0 new records of profile:home from bundle abc",
      "No record that was here was changed",
      "Appended 1 event to the journal",
    ],
    failed: [],
    affected_objects: [],
    affected_actors: ["actor:gate"],
    preserved: ["Every record that was here and is not replaced, and every byte of the journal"],
    rebuilt: [],
    quarantined: [],
    appended: ["journal.jsonl"],
    dropped: [],
    unresolved_conflicts: [],
    policy_decisions: [],
    next_actions: ["Rebuild the indexes and checkpoints, which the journal has outgrown"],
  });
});

Deno.test("The report of an import counts what it wrote, replaced, left in conflict and left out", () => {
  const report = importReport({
    ...WORK,
    written: diary(),
    replaced: diary(),
    objects: diary(),
    conflicts: ["conflict:a", "conflict:b"],
    skipped: diary(),
    events: 2,
    kept: ["repair-reports/before/a"],
  });
  assertEquals(report.sentences, [
    "Imported 1 new record, 1 newer object and 2 conflicts of profile:home from bundle abc",
    "Replaced 1 object whose history the bundle goes on from, and kept what was here",
    "Appended 2 events to the journal",
    "2 objects in conflict, left as it was",
    "1 record may not come in, or waits for a person",
  ]);
  assertEquals([report.affected_objects, report.preserved.slice(1), report.unresolved_conflicts, report.next_actions], [
    ["object:diary"],
    ["repair-reports/before/a"],
    ["conflict:a", "conflict:b"],
    [
      "Rebuild the indexes and checkpoints, which the journal has outgrown",
      "Decide each conflict with sourceos sync conflicts decide ID; sourceos sync conflicts ID shows both sides",
    ],
  ]);
});

Deno.test("The report of an import that wrote no new record begins with what came in instead", () => {
  const reports = [{ ...WORK, replaced: diary() }, { ...WORK, conflicts: ["conflict:a"] }].map(importReport);
  assertEquals(reports.map(({ sentences }) => sentences[0]), [
    "Imported 1 newer object of profile:home from bundle abc",
    "Imported 1 conflict of profile:home from bundle abc",
  ]);
});

Deno.test("The report of an import names so many of a kind, and no more", () => {
  const many = Array.from({ length: MOST_NAMED + 1 }, (_, index) => `conflict:${index}`);
  assertEquals(importReport({ ...WORK, conflicts: many }).unresolved_conflicts.length, MOST_NAMED);
});

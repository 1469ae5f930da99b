/** Reports on whose word something may be done, and reports that tell of what no change did. */
import { assert, assertEquals } from "@std/assert";
import { Value } from "@sinclair/typebox/value";
import { findReportProblem } from "../../../lib/change/sound_report.ts";
import type { FileChange } from "../../../lib/model/change.ts";
import { StoredReport } from "../../../lib/model/repair_report.ts";
import { type Edit, edited, fieldsOf, otherValues } from "../../helpers/forged.ts";
import { storedReport } from "../../helpers/reports.ts";

const DIGEST = { sha256: "a".repeat(64), bytes: 1 };
const before = (path: string) => `repair-reports/before/r1/${path}`;
const replaced = (path: string): FileChange => ({ path, before: DIGEST, after: DIGEST, kept_at: before(path) });
const removed = (path: string, keptAt = before(path)): FileChange => ({
  path,
  before: DIGEST,
  after: null,
  kept_at: keptAt,
});

const step = (
  [id, kind, scope, durability]: readonly [string, string, string, StoredReport["steps"][number]["durability"]],
  ...changes: readonly FileChange[]
): StoredReport["steps"][number] => ({
  id,
  kind,
  scope,
  durability,
  changes,
  description: "Do it",
  inverse: "Undo it",
});

const REPAIR = storedReport({
  scopes: ["derived", "disposable", "journal", "object:a"],
  steps: [
    step(["seal-journal", "seal", "journal", "durable"]),
    step(
      ["rebuild-index:object-heads", "rebuild", "index:object-heads", "rebuildable"],
      replaced("indexes/object-heads.json"),
    ),
    step(["drop-tmp/b", "drop", "disposable", "disposable"], removed("tmp/b")),
    step(
      ["quarantine-objects/a.json", "quarantine", "object:a", "durable"],
      removed("objects/a.json", "repair-reports/quarantine/r1/objects/a.json"),
    ),
    step(["resume-plan:p", "resume", "derived", "rebuildable"], replaced("plans/p.json")),
  ],
  changes: [replaced("manifest.json")],
});
const UNDO = storedReport({
  kind: "undo",
  plan_id: null,
  undoes: "r0",
  scopes: ["object:a"],
  steps: [
    step(["undo-quarantine-objects/a.json", "quarantine", "object:a", "durable"], {
      path: "objects/a.json",
      before: null,
      after: DIGEST,
      kept_at: null,
    }),
  ],
  changes: [replaced("manifest.json")],
});
const DECISION = storedReport({
  kind: "decision",
  scopes: ["object:a"],
  steps: [step(["decide-conflict:c", "decide", "object:a", "durable"], replaced("conflicts/c.json"))],
  changes: [replaced("manifest.json")],
});
const IMPORT = storedReport({
  kind: "import",
  plan_id: null,
  scopes: ["profile:home"],
  changes: [replaced("objects/a.json"), replaced("manifest.json")],
});

const MADE: FileChange = { path: "actors/ada.json", before: null, after: DIGEST, kept_at: null };
const IMPORT_OF_STEPS = storedReport({
  kind: "import",
  plan_id: null,
  scopes: ["profile:home"],
  steps: [step(["import", "import", "profile:home", "durable"], MADE, replaced("objects/a.json"))],
  changes: [replaced("manifest.json")],
});
const UNDO_OF_IMPORT = storedReport({
  kind: "undo",
  plan_id: null,
  undoes: "r0",
  scopes: ["profile:home"],
  steps: [
    step(["undo-import", "import", "profile:home", "durable"], removed("actors/ada.json"), replaced("objects/a.json")),
  ],
  changes: [replaced("manifest.json")],
});

const problemOf = (report: StoredReport, path = "repair-reports/r1.json") => findReportProblem(report, path);

for (
  const report of [REPAIR, UNDO, DECISION, IMPORT, IMPORT_OF_STEPS, UNDO_OF_IMPORT, {
    ...REPAIR,
    scopes: [...REPAIR.scopes, ...REPAIR.scopes],
  }]
) {
  Deno.test(`a report of the kind ${report.kind} is sound as it was written`, () =>
    assertEquals(problemOf(report), null));
}

const ACTOR = { ...removed("actors/ada.json"), kept_at: before("actors/ada.json") };
const inStep = (id: string, reason: string) => `in its step "${id}" ${reason}`;
const REBUILD = "rebuild-index:object-heads";
const DROP = "drop-tmp/b";
const MOVE = "quarantine-objects/a.json";

const forged: readonly (readonly [report: StoredReport, path: string, value: Edit, want: string])[] = [
  [REPAIR, "record_id", "r2", '"r2" is not the id that its file is named by'],
  [REPAIR, "record_id", "../r1", '"../r1" is not the id that its file is named by'],
  [REPAIR, "event_id", "none", '"none" is no id of an event'],
  [REPAIR, "kind", "undo", "a repair or a decision has a plan, and nothing else has"],
  [REPAIR, "plan_id", null, "a repair or a decision has a plan, and nothing else has"],
  [REPAIR, "undoes", "r0", "an undo takes a report back, and nothing else does"],
  [REPAIR, "scopes", ["everything"], '"everything" is no scope'],
  [REPAIR, "scopes", [], 'its step "seal-journal" is outside its scopes'],
  [REPAIR, "steps.2.id", REBUILD, "it names a step twice"],
  [REPAIR, "steps.1.kind", "erase", inStep(REBUILD, '"erase" is no kind of step')],
  [REPAIR, "steps.1.kind", "toString", inStep(REBUILD, '"toString" is no kind of step')],
  [REPAIR, "steps.1.kind", "drop", inStep(REBUILD, 'the scope "index:object-heads" is none of a drop')],
  [REPAIR, "steps.3.scope", "derived", inStep(MOVE, 'the scope "derived" is none of a quarantine')],
  [REPAIR, "steps.3.scope", null, inStep(MOVE, 'the scope "" is none of a quarantine')],
  [
    REPAIR,
    "steps.3.scope",
    "object:b",
    inStep(MOVE, '"objects/a.json" needs scope object:a, which is not among its scopes'),
  ],
  [REPAIR, "steps.3.durability", "disposable", inStep(MOVE, '"disposable" is not how durable that is')],
  [
    REPAIR,
    "steps.2.changes.0",
    { ...ACTOR },
    inStep(DROP, '"actors/ada.json" is nothing that a repair may have removed'),
  ],
  [REPAIR, "steps.2.changes.0.path", "../x", inStep(DROP, '"../x" is no path in a store')],
  [REPAIR, "steps.2.changes.0.path", "/etc/passwd", inStep(DROP, '"/etc/passwd" is no path in a store')],
  [REPAIR, "steps.2.changes.0.path", "tmp/\0", inStep(DROP, '"tmp/\0" is no path in a store')],
  [REPAIR, "steps.2.changes.0.before", null, inStep(DROP, '"tmp/b" is absent before and after')],
  [
    REPAIR,
    "steps.2.changes.0.after",
    { ...DIGEST },
    inStep(DROP, '"tmp/b" is nothing that a repair may have replaced'),
  ],
  [
    REPAIR,
    "steps.2.changes.0.kept_at",
    "tmp/c",
    inStep(DROP, `"tmp/b" is to be kept at "${before("tmp/b")}", and nowhere else`),
  ],
  [REPAIR, "steps.2.changes", [{ ...removed("tmp/b") }, { ...removed("tmp/b") }], 'it names "tmp/b" twice'],
  [
    REPAIR,
    "steps.2.changes",
    [{ ...replaced("manifest.json") }],
    inStep(DROP, 'a drop does nothing to "manifest.json"'),
  ],
  [REPAIR, "changes.0", { ...replaced("indexes/object-heads.json") }, '"indexes/object-heads.json" belongs to no step'],
  [REPAIR, "changes.0", { ...ACTOR }, '"actors/ada.json" is nothing that a repair may have removed'],
  [UNDO, "undoes", null, "an undo takes a report back, and nothing else does"],
  [UNDO, "undoes", "../r0", '"../r0" is no id of a report'],
  [UNDO, "plan_id", "p1", "a repair or a decision has a plan, and nothing else has"],
  [UNDO, "scopes", ["derived"], 'its step "undo-quarantine-objects/a.json" is outside its scopes'],
  [DECISION, "plan_id", null, "a repair or a decision has a plan, and nothing else has"],
  [DECISION, "scopes", ["object:b"], 'its step "decide-conflict:c" is outside its scopes'],
  [
    DECISION,
    "steps.0.changes.0.path",
    "actors/ada.json",
    inStep("decide-conflict:c", '"actors/ada.json" is nothing that a decision may have replaced'),
  ],
  [
    DECISION,
    "steps.0.scope",
    "workspace:a",
    inStep("decide-conflict:c", 'the scope "workspace:a" is none of a decide'),
  ],
  [IMPORT, "steps", [{ ...REPAIR.steps[0], changes: [] }], inStep("seal-journal", "an import has no seal")],
  [IMPORT_OF_STEPS, "steps.0.scope", "workspace:w", 'its step "import" is outside its scopes'],
  [
    IMPORT_OF_STEPS,
    "steps.0.changes.0.path",
    "devices/d.json",
    inStep("import", '"devices/d.json" is nothing that an import may have made'),
  ],
  [UNDO_OF_IMPORT, "scopes", ["derived"], 'its step "undo-import" is outside its scopes'],
  [
    UNDO_OF_IMPORT,
    "steps.0.kind",
    "quarantine",
    inStep("undo-import", 'a quarantine does nothing to "actors/ada.json"'),
  ],
  [IMPORT, "changes.0.path", "actors/ada.json", '"actors/ada.json" is nothing that an import may have replaced'],
  [IMPORT, "scopes", ["derived"], '"objects/a.json" needs the scope of a record, which is not among its scopes'],
];

for (const [report, path, value, want] of forged) {
  Deno.test(`the report of a ${report.kind} with another ${path}, ${JSON.stringify(value)}, is not sound`, () => {
    const record = edited(report, path, value);
    assert(Value.Check(StoredReport, record), "it keeps its format");
    assertEquals(problemOf(record), want);
  });
}

Deno.test("a report that was moved to another file is not sound", () => {
  assertEquals(problemOf(REPAIR, "repair-reports/r2.json"), '"r1" is not the id that its file is named by');
});

/** What a report tells people, what another one can lawfully say, and what it can leave out, so that less is taken back. */
const FREE =
  /^(tool|created_at|updated_at|report|steps\.\d+\.(id|description|inverse))|^(plan_id|undoes|event_id)$|\.(sha256|bytes)$|^steps(\.\d+)?$|changes(\.\d+)?$/;

for (const report of [REPAIR, UNDO, IMPORT]) {
  Deno.test(`the report of a ${report.kind} is not sound with any other field missing, of another type or another value`, () => {
    const isFree = (path: string) => FREE.test(path) || (report === IMPORT && path === "scopes.0");
    const accepted = fieldsOf(report).filter((path) => !isFree(path)).flatMap((path) =>
      [undefined, ...otherValues(report, path)].flatMap((value) => {
        const record = edited(report, path, value);
        return Value.Check(StoredReport, record) && problemOf(record) === null ? [[path, value]] : [];
      })
    );
    // What was disposable may have been deleted instead of kept.
    assertEquals(accepted, report === REPAIR ? [["steps.2.changes.0.kept_at", null]] : []);
  });
}

/** The document of a dry run: of an interrupted change, and of a repair of which every byte is predicted. */
import { assertEquals, assertThrows } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import type { FileDigest, NewContent } from "../../../lib/model/change.ts";
import type { StateSnapshot } from "../../../lib/model/snapshot.ts";
import { changeData, planDocument, scopesToApply } from "../../../lib/repair/document.ts";
import { draftRepair, predictSteps } from "../../../lib/repair/plan.ts";
import type { StoreBytes } from "../../../lib/repair/predict.ts";
import { parseScope } from "../../../lib/change/scope.ts";
import { changeIntent, unfinishedChange } from "../../helpers/changes.ts";
import {
  derivedEntry,
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  sha256Hex,
  unreadableEntry,
} from "../../helpers/snapshots.ts";

const NOW = "2026-03-04T05:06:07Z";

function draftOf(snapshot: StateSnapshot, scopes: readonly string[] = []) {
  const diagnosis = diagnose(snapshot, sha256Hex);
  const request = { snapshot, diagnosis, scopes: scopes.map(parseScope), generatedAt: NOW, sha256Hex };
  return { request, draft: draftRepair(request) };
}

const digest = (text: string): FileDigest => ({ sha256: sha256Hex(text), bytes: text.length });

Deno.test("An interrupted change is the one step of the plan, with the scopes that it was begun with", () => {
  const snapshot = healthySnapshot({ store: healthyStore({ interrupted: unfinishedChange() }) });
  const { request, draft } = draftOf(snapshot);
  const document = planDocument(request, draft, null);
  assertEquals(document.plan?.summary, "An interrupted change is finished or taken back before anything else");
  assertEquals(document.plan?.steps, [{
    order: 1,
    id: "recover-repair-0001",
    kind: "recover",
    destructive: false,
    description: 'Complete the interrupted repair "repair-0001", or take it back',
    expected_result: "Every file is as that change planned it, or every file is as it was before",
    scope: "derived",
    durability: "rebuildable",
    paths: [
      "tmp/batch-1",
      "repair-reports/before/repair-0001/tmp/batch-1",
      "indexes/lane-counters.json",
      "journal.jsonl",
    ],
    changes: [],
    inverse: "Where it was completed, its report can be undone",
  }]);
  assertEquals(document.plan?.checkpoint, { required: false, type: "copy-before-write", write_audit_record: false });
  assertEquals(document.report.sentences, [
    "This is a preview: nothing was modified",
    'The repair "repair-0001" of 2 files, begun at 2026-01-04T11:00:00Z for scopes derived and disposable, was ' +
    "interrupted. Repair would complete it where all of its new files are there, and take it back where they are not",
    "User data would not be modified, and nothing else can be planned until then",
  ]);
  assertEquals(document.required_scopes, ["derived", "disposable"]);
  assertEquals(scopesToApply(document), ["derived", "disposable"]);
});

Deno.test("An interrupted change without scopes is recovered without any", () => {
  const interrupted = unfinishedChange({ intent: changeIntent({ scopes: [] }) });
  const { request, draft } = draftOf(healthySnapshot({ store: healthyStore({ interrupted }) }));
  const document = planDocument(request, draft, null);
  assertEquals([document.plan?.steps.map(({ scope }) => scope), scopesToApply(document)], [[null], []]);
});

const ORPHAN = entryOf("plan", {
  plan_id: "sync-plan:waiting",
  status: "blocked",
  dependencies: ["index:object-heads"],
});
const LETTER = "objects/object_letter.json";
const LEFT = "objects/a.json.tmp";
const STORE = healthyStore({
  records: [...healthyStore().records, ORPHAN, unreadableEntry("object", LETTER)],
  derived: [
    derivedEntry("indexes/object-heads.json", null, { state: "not_json", error: "Ends too early" }),
    derivedEntry("checkpoints/journal.json", null, { state: "not_json", error: "Ends too early" }),
  ],
  files: [fileEntry(LEFT), fileEntry("objects/gone.json.tmp")],
});
const OLD: Readonly<Record<string, FileDigest | null>> = {
  "indexes/object-heads.json": digest("torn"),
  "indexes/object-heads.entries.ndjson": null,
  "checkpoints/journal.json": digest("torn"),
  "checkpoints/journal.records.ndjson": null,
  "objects/object_letter.json": digest("{"),
  [LEFT]: digest("{"),
  "objects/gone.json.tmp": null,
  "plans/sync-plan_waiting.json": digest("waits"),
  "manifest.json": digest("{}"),
};
const SCOPES = [`object:object_letter`, "derived", "disposable"];

function bytesOf(looksAt: readonly string[]): StoreBytes {
  return {
    digests: new Map(looksAt.map((path) => [path, OLD[path] ?? null])),
    folded: { summary: journalOf(HEALTHY_JOURNAL), fold: null, segments: [] },
    inventoried: new Map([["objects/object_diary.json", digest("the diary")]]),
    receipts: [],
  };
}

function textOf(content: NewContent): string {
  return content.kind === "text" ? content.make() : content.kind === "texts" ? [...content.texts()].join("") : "";
}

Deno.test("Each step of a plan says what each file was and will be, and where the earlier one is kept", () => {
  const { request, draft } = draftOf(healthySnapshot({ store: STORE }), SCOPES);
  const { steps, manifest } = predictSteps(request, draft, bytesOf(draft.looksAt));
  const report = draft.recording?.reportId ?? "";
  const told = steps.map(({ draft: { id }, changes }) => [
    id,
    ...changes.map(({ change: { path, before, after, kept_at: keptAt }, content }) => {
      const text = content === null ? null : textOf(content);
      // What is written is what was predicted.
      assertEquals(text === null ? null : digest(text), after);
      return `${path}: ${before === null ? "absent" : "there"}, ${text === null ? "gone" : "made"}, ${
        keptAt?.replace(report, "REPORT") ?? "not kept"
      }`;
    }),
  ]);
  // The scope of all that is derived also builds what never was.
  assertEquals(
    told.filter(([id]) => !["rebuild-index:actor-activity", "rebuild-index:lane-counters"].includes(id ?? ""))
      .toSorted(),
    [
      ["drop-objects/a.json.tmp", "objects/a.json.tmp: there, gone, not kept"],
      ["drop-objects/gone.json.tmp"],
      [
        "quarantine-objects/object_letter.json",
        "objects/object_letter.json: there, gone, repair-reports/quarantine/REPORT/objects/object_letter.json",
      ],
      [
        "rebuild-checkpoint:journal",
        "checkpoints/journal.records.ndjson: absent, made, not kept",
        "checkpoints/journal.json: there, made, repair-reports/before/REPORT/checkpoints/journal.json",
      ],
      [
        "rebuild-index:object-heads",
        "indexes/object-heads.entries.ndjson: absent, made, not kept",
        "indexes/object-heads.json: there, made, repair-reports/before/REPORT/indexes/object-heads.json",
      ],
      [
        "resume-sync-plan:waiting",
        "plans/sync-plan_waiting.json: there, made, repair-reports/before/REPORT/plans/sync-plan_waiting.json",
      ],
    ],
  );
  assertEquals(manifest?.change.path, "manifest.json");
  const listed = steps.flatMap(({ changes }) => changes)
    .flatMap(({ change, content }) =>
      change.path.endsWith(".records.ndjson") && content !== null ? textOf(content) : []
    );
  assertEquals(listed.map((text) => text.includes(digest("the diary").sha256)), [true]);
});

Deno.test("A plan is bound to its store and journal, and says what each of its files is", () => {
  const { request, draft } = draftOf(healthySnapshot({ store: STORE }), SCOPES);
  const { plan } = planDocument(request, draft, bytesOf(draft.looksAt));
  assertEquals(plan?.source_report.binding?.journal, {
    existed: true,
    bytes: HEALTHY_JOURNAL.length,
    sha256: sha256Hex(HEALTHY_JOURNAL),
  });
  assertEquals(
    plan?.preconditions.filter(({ path }) => path === LEFT || path.startsWith("indexes/object-heads")),
    [
      {
        id: "file-unchanged:indexes/object-heads.entries.ndjson",
        status: "expected",
        check: 'There is no "indexes/object-heads.entries.ndjson"',
        path: "indexes/object-heads.entries.ndjson",
        image: null,
      },
      {
        id: "file-unchanged:indexes/object-heads.json",
        status: "expected",
        check: `"indexes/object-heads.json" hashes to sha256 ${sha256Hex("torn")}`,
        path: "indexes/object-heads.json",
        image: digest("torn"),
      },
      {
        id: `file-unchanged:${LEFT}`,
        status: "expected",
        check: `"${LEFT}" hashes to sha256 ${sha256Hex("{")}`,
        path: LEFT,
        image: digest("{"),
      },
    ].toSorted((left, right) =>
      (plan?.preconditions ?? []).findIndex(({ id }) => id === left.id) -
      (plan?.preconditions ?? []).findIndex(({ id }) => id === right.id)
    ),
  );
  const scopesFor = (scopes: readonly string[]) =>
    scopesToApply({ plan: plan ?? null, scopes, required_scopes: ["all"] }).toSorted();
  const together = ["derived", "disposable", "object:object_letter"];
  assertEquals([scopesFor([]), scopesFor(["derived", "journal"])], [together, together]);
  assertEquals(scopesFor(["index:object-heads", "disposable"]), [
    "checkpoint:journal",
    "derived",
    "disposable",
    "index:actor-activity",
    "index:lane-counters",
    "index:object-heads",
    "object:object_letter",
  ]);
});

Deno.test("A single index is applied by its name, whatever was asked for", () => {
  const { request, draft } = draftOf(healthySnapshot({ store: STORE }), ["index:object-heads"]);
  const document = planDocument(request, draft, bytesOf(draft.looksAt));
  assertEquals(scopesToApply({ ...document, scopes: ["derived"] }), ["index:object-heads"]);
});

Deno.test("Nothing is predicted of what nobody looked at", () => {
  const { request, draft } = draftOf(healthySnapshot({ store: STORE }), SCOPES);
  const bytes = bytesOf(draft.looksAt);
  assertThrows(() => predictSteps(request, draft, { ...bytes, digests: new Map() }), RangeError, "nobody looked at it");
  assertThrows(() => predictSteps(request, draft, { ...bytes, folded: null }), RangeError, "nobody folded the journal");
  assertThrows(
    () => predictSteps(request, { ...draft, inventory: null }, bytes),
    RangeError,
    "nobody listed the records",
  );
  assertEquals(predictSteps(request, { ...draft, recording: null }, bytes), { steps: [], manifest: null });
});

Deno.test("A change that did nothing has neither plan nor choices", () => {
  const { request, draft } = draftOf(healthySnapshot({ store: STORE }), SCOPES);
  const { mode, health, report } = planDocument(request, draft, null);
  const outcome = {
    report_id: null,
    event_id: null,
    steps: [],
    recovered: null,
    recovered_paths: [],
    nothing_to_do: true,
    cleared: true,
  };
  assertEquals(changeData({ mode, health, report, scopes: [parseScope("derived")], outcome }), {
    mode,
    undoes: null,
    health,
    scopes: ["derived"],
    required_scopes: [],
    report,
    plan: null,
    outcome,
    not_applied: [],
    needs_review: [],
    saved_to: null,
  });
});

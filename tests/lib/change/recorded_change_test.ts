/** What every change of a store carries beside its work. */
import { assertEquals } from "@std/assert";
import type { ChangeRequest, FileDigest } from "../../../lib/model/change.ts";
import { recordChange, recordTrial } from "../../../lib/change/recorded_change.ts";
import { repairTold } from "../../../lib/change/integrity_events.ts";
import { recordingOf, recordingOfLines } from "../../../lib/change/recording.ts";
import { TOOL } from "../../../lib/model/tool.ts";
import { emptyReport, restoreTrial } from "../../helpers/reports.ts";
import { HEALTHY_JOURNAL, healthyStore, sha256Hex } from "../../helpers/snapshots.ts";

const digest = (text: string): FileDigest => ({ sha256: sha256Hex(text), bytes: text.length });
const AT = "2026-01-05T00:00:00Z";
const MANIFEST = digest("{}");
const WORK = {
  kind: "repair",
  planId: "p1",
  undoes: null,
  at: AT,
  scopes: [{ kind: "index", id: "a" }],
  report: emptyReport(),
  steps: [],
  changes: [{
    change: { path: "indexes/a.json", before: null, after: digest("a"), kept_at: null },
    content: { kind: "text", make: () => "a" },
  }],
  told: repairTold("It was applied"),
} as const;
const STORE = healthyStore();
const WITHOUT_EVENTS = { ...STORE, folders: STORE.folders.filter(({ path }) => path !== "events") };

/** The text of the file that the change writes at this path. */
function textAt(path: string, { changes }: ChangeRequest): string {
  const content = changes.find(({ change }) => change.path === path)?.content ?? null;
  return content?.kind === "text" ? content.make() : "";
}

Deno.test("recordChange() adds the manifest, then the report, then the event that tells of it", () => {
  const recording = recordingOf(healthyStore(), { kind: "repair", at: AT, identity: [], sha256Hex });
  const { report, request } = recordChange(WORK, recording, { store: WITHOUT_EVENTS, manifest: MANIFEST, sha256Hex });
  const { reportId } = recording;
  const manifest = {
    path: "manifest.json",
    before: MANIFEST,
    after: digest(recording.manifestText),
    kept_at: `repair-reports/before/${reportId}/manifest.json`,
  };
  const reportText = textAt(`repair-reports/${reportId}.json`, request);
  assertEquals({ ...request, changes: request.changes.map(({ change }) => change) }, {
    id: reportId,
    kind: "repair",
    planId: "p1",
    scopes: ["index:a"],
    startedAt: AT,
    changes: [
      WORK.changes[0].change,
      manifest,
      { path: `repair-reports/${reportId}.json`, before: null, after: digest(reportText), kept_at: null },
    ],
    append: recording.append,
  });
  assertEquals(JSON.parse(reportText), report);
  assertEquals(report, {
    schema: "sourceos.repair-report/v1alpha1",
    record_id: reportId,
    kind: "repair",
    tool: TOOL,
    plan_id: "p1",
    undoes: null,
    created_at: AT,
    updated_at: AT,
    event_id: "evt-00000004",
    scopes: ["index:a"],
    report: emptyReport(),
    steps: [],
    changes: [manifest],
  });
  assertEquals(request.append?.range, {
    journal_bytes: HEALTHY_JOURNAL.length,
    existed: true,
    appended: digest([...recording.append.lines()].join("")),
  });
});

Deno.test("recordChange() counts every event of lines that are made elsewhere, and names the last", () => {
  const append = { range: { journal_bytes: 0, existed: true, appended: digest("ab") }, lines: () => ["a", "b"] };
  const lines = { reportId: "i1", at: AT, firstOrdinal: 4, events: 2, append };
  const recording = recordingOfLines(healthyStore(), lines);
  const { report, request } = recordChange(WORK, recording, { store: WITHOUT_EVENTS, manifest: MANIFEST, sha256Hex });
  assertEquals([report.event_id, request.append], ["evt-00000005", append]);
  assertEquals(JSON.parse(textAt("manifest.json", request)).active_generation, 6);
});

Deno.test("recordChange() adds an integrity event where the store keeps them, which a repair's report does not name", () => {
  const recording = recordingOf(STORE, { kind: "repair", at: AT, identity: [], sha256Hex });
  const told = recordChange(WORK, recording, { store: STORE, manifest: MANIFEST, sha256Hex });
  const silent = recordChange(WORK, recording, { store: WITHOUT_EVENTS, manifest: MANIFEST, sha256Hex });
  const files = told.request.changes.map(({ change }) => change);
  const path = `events/event_${recording.reportId}-repair.completed.json`;
  assertEquals(told.report, silent.report);
  assertEquals(files.slice(0, -1), silent.request.changes.map(({ change }) => change));
  assertEquals(files.at(-1), { path, before: null, after: digest(textAt(path, told.request)), kept_at: null });
});

Deno.test("recordTrial() keeps the record and changes nothing else", () => {
  const trial = restoreTrial();
  const request = recordTrial(trial, sha256Hex);
  const text = textAt("repair-reports/drill-1.json", request);
  assertEquals(JSON.parse(text), trial);
  assertEquals({ ...request, changes: request.changes.map(({ change }) => change) }, {
    id: "drill-1",
    kind: "import",
    planId: null,
    scopes: [],
    startedAt: trial.created_at,
    changes: [{ path: "repair-reports/drill-1.json", before: null, after: digest(text), kept_at: null }],
    append: null,
  });
});

/** Undos to which it is due that a bundle holds what is older than what is here. */
import { assertEquals } from "@std/assert";
import { undosOfOlder } from "../../../lib/import/put_back.ts";
import type { StoredReport } from "../../../lib/model/repair_report.ts";
import { storedReport } from "../../helpers/reports.ts";
import { fileEntry, recordEntry } from "../../helpers/snapshots.ts";

const PATH = "objects/object_diary.json";
const DIGEST = { sha256: "a".repeat(64), bytes: 1 };
const OLDER = { kind: "object", outcome: "older", path: PATH } as const;

/** An undo with a step of that kind that put the object back, or took it away. */
function undo(changes: Partial<StoredReport> = {}, step: { readonly kind?: string; readonly goes?: boolean } = {}) {
  const id = changes.record_id ?? "u1";
  const { kind = "import", goes = false } = step;
  const report = storedReport({
    record_id: id,
    kind: "undo",
    plan_id: null,
    undoes: "i1",
    scopes: ["object:diary"],
    steps: [{
      id: "undo-import",
      kind,
      description: "Take it back",
      scope: "object:diary",
      durability: "durable",
      changes: [{
        path: PATH,
        before: DIGEST,
        after: goes ? null : DIGEST,
        kept_at: `repair-reports/before/${id}/${PATH}`,
      }],
      inverse: "Do it again",
    }],
    ...changes,
  });
  return recordEntry("report", { ...report }, { file: fileEntry(`repair-reports/${id}.json`) });
}

type Judged = Parameters<typeof undosOfOlder>[0] extends Iterable<infer One> ? One : never;

const of = (record: Judged, ...reports: readonly ReturnType<typeof undo>[]) =>
  undosOfOlder([record], { records: reports });

Deno.test("undosOfOlder() names the undo of an import that put the object back, with its scopes", () =>
  assertEquals(of(OLDER, undo()), [{ report_id: "u1", scopes: ["object:diary"], records: 1 }]));

Deno.test("undosOfOlder() counts no object that another step or another report changed", () => {
  const repair = storedReport({ record_id: "r9" });
  const entry = recordEntry("report", { ...repair }, { file: fileEntry("repair-reports/r9.json") });
  assertEquals(of(OLDER, entry), []);
});

const nothing: readonly (readonly [name: string, found: readonly unknown[]])[] = [
  ["where nothing is older", of({ ...OLDER, outcome: "identical" }, undo())],
  ["of another kind of record", of({ ...OLDER, kind: "actor" }, undo())],
  ["of another object", of({ ...OLDER, path: "objects/object_other.json" }, undo())],
  ["where the undo took the object away", of(OLDER, undo({}, { goes: true }))],
  ["where a decision was undone", of(OLDER, undo({}, { kind: "decide" }))],
];

for (const [name, found] of nothing) {
  Deno.test(`undosOfOlder() names nothing ${name}`, () => assertEquals(found, []));
}

Deno.test("undosOfOlder() names no undo that was itself undone", () => {
  const at = "2026-01-06T00:00:00Z";
  const later = storedReport({
    record_id: "u2",
    kind: "undo",
    plan_id: null,
    undoes: "u1",
    scopes: ["object:diary"],
    created_at: at,
    updated_at: at,
    steps: [{
      id: "undo-undo-import",
      kind: "import",
      description: "Take it back",
      scope: "object:diary",
      durability: "durable",
      changes: [{ path: "objects/object_new.json", before: null, after: DIGEST, kept_at: null }],
      inverse: "Do it again",
    }],
  });
  const entry = recordEntry("report", { ...later }, { file: fileEntry("repair-reports/u2.json") });
  assertEquals(of(OLDER, entry, undo()), []);
});

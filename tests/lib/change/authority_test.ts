/** What each kind of change may do to which files, and inside which scopes. */
import { assertEquals } from "@std/assert";
import { findTouchProblem } from "../../../lib/change/authority.ts";
import { readScope } from "../../../lib/change/scope.ts";
import type { ChangeKind } from "../../../lib/model/change_kinds.ts";

const IMAGE = { sha256: "a".repeat(64), bytes: 1 };
const WAYS = {
  makes: { before: null, after: IMAGE },
  replaces: { before: IMAGE, after: IMAGE },
  removes: { before: IMAGE, after: null },
} as const;

type Row = readonly [kind: ChangeKind, way: keyof typeof WAYS, path: string, scope: string];

const before = (path: string) => `repair-reports/before/r1/${path}`;
const problemOf = ([kind, way, path, scope]: Row, keptAt: string | null = null) => {
  const kept = kind === "repair" && /^(objects|workspaces|profiles)\/.*\.json$/.test(path)
    ? `repair-reports/quarantine/r1/${path}`
    : before(path);
  const file = { path, ...WAYS[way], kept_at: way === "makes" ? null : keptAt ?? kept };
  return findTouchProblem(file, { kind, id: "r1", scopes: [readScope(scope) ?? { kind: "journal" }] });
};

const ALLOWED: readonly Row[] = [
  ["repair", "makes", "indexes/object-heads.json", "index:object-heads"],
  ["repair", "replaces", "indexes/object-heads.entries.ndjson", "derived"],
  ["repair", "replaces", "checkpoints/journal.json", "checkpoint:journal"],
  ["repair", "makes", "checkpoints/journal.records.ndjson", "checkpoint:journal"],
  ["repair", "removes", "tmp/batch-1/part.ndjson", "disposable"],
  ["repair", "removes", "tmp/other.lock", "disposable"],
  ["repair", "removes", "objects/a.json.tmp", "disposable"],
  ["repair", "removes", "manifest.json.tmp", "disposable"],
  ["repair", "removes", "objects/object_a.json", "object:a"],
  ["repair", "removes", "workspaces/w.json", "workspace:w"],
  ["repair", "replaces", "plans/p.json", "derived"],
  ["repair", "replaces", "manifest.json", "journal"],
  ["repair", "makes", "repair-reports/r1.json", "journal"],
  ["repair", "makes", "events/event_r1-repair.completed.json", "journal"],
  ["undo", "makes", "events/event_r1-repair.completed.json", "derived"],
  ["undo", "removes", "indexes/lane-counters.json", "derived"],
  ["undo", "makes", "tmp/batch-1/part.ndjson", "disposable"],
  ["undo", "makes", "objects/a.json", "object:a"],
  ["undo", "removes", "objects/a.json", "object:a"],
  ["undo", "replaces", "plans/p.json", "derived"],
  ["decision", "replaces", "conflicts/c.json", "object:a"],
  ["decision", "replaces", "manifest.json", "object:a"],
  ["decision", "makes", "repair-reports/r1.json", "object:a"],
  ["decision", "makes", "events/event_r1-conflict.resolved.json", "object:a"],
  ["decision", "makes", "objects/a-fork.json", "object:a"],
  ["decision", "replaces", "objects/a.json", "object:a"],
  ["decision", "makes", "events/event_r1-object.changed.json", "object:a"],
  ["undo", "replaces", "conflicts/c.json", "object:a"],
  ["undo", "replaces", "objects/a.json", "object:a"],
  ["undo", "removes", "objects/a-fork.json", "object:a"],
  ["undo", "removes", "actors/ada.json", "profile:home"],
  ["undo", "makes", "actors/ada.json", "profile:home"],
  ["undo", "removes", "conflicts/c.json", "object:a"],
  ["undo", "replaces", "objects/b.json", "workspace:w"],
  ["import", "makes", "actors/ada.json", "profile:home"],
  ["import", "makes", "conflicts/c.json", "object:a"],
  ["import", "replaces", "objects/a.json", "workspace:w"],
  ["import", "replaces", "manifest.json", "workspace:w"],
  ["import", "makes", "repair-reports/r1.json", "workspace:w"],
  ["import", "makes", "events/event_r1-object.created.json", "workspace:w"],
];

for (const row of ALLOWED) {
  Deno.test(`inside ${row[3]} ${row[0]} ${row[1]} ${row[2]}`, () => assertEquals(problemOf(row), null));
}

const FORBIDDEN: readonly Row[] = [
  ...["../x", "/etc/passwd", "tmp/../objects/a.json", "tmp//a", "tmp/./a", "", "tmp/a\0b", "tmp/\ud800"].map((
    path,
  ): Row => ["repair", "removes", path, "disposable"]),
  ["repair", "removes", "actors/ada.json", "derived"],
  ["repair", "replaces", "actors/ada.json", "derived"],
  ["repair", "replaces", "objects/a.json", "object:a"],
  ["repair", "makes", "objects/a.json", "object:a"],
  ["repair", "removes", "objects/deep/a.json", "object:deep"],
  ["repair", "removes", "indexes/object-heads.json", "derived"],
  ["repair", "replaces", "indexes/foreign.json", "derived"],
  ["repair", "replaces", "checkpoints/other.json", "derived"],
  ["repair", "removes", "journal.jsonl", "journal"],
  ["repair", "removes", "tmp", "disposable"],
  ["repair", "removes", "tmp/sync.lock", "disposable"],
  ["repair", "removes", "tmp/sync-change", "disposable"],
  ["repair", "removes", "tmp/sync-change/intent.json", "disposable"],
  ["repair", "makes", "tmp/a", "disposable"],
  ["repair", "removes", "plans/p.json", "derived"],
  ["repair", "removes", "manifest.json", "derived"],
  ["repair", "makes", "manifest.json", "derived"],
  ["repair", "makes", "repair-reports/r2.json", "derived"],
  ["repair", "replaces", "repair-reports/r1.json", "derived"],
  ["repair", "makes", "events/event_r2-repair.completed.json", "derived"],
  ["repair", "replaces", "events/event_r1-repair.completed.json", "derived"],
  ["undo", "removes", "events/event_r1-repair.completed.json", "derived"],
  ["repair", "makes", "events/event_r1-object.created.json", "derived"],
  ["repair", "removes", "repair-reports/before/r0/objects/a.json", "disposable"],
  ["repair", "removes", "sync_receipts/a.json", "disposable"],
  ["repair", "removes", "unknown/a.json", "disposable"],
  ["decision", "removes", "objects/a.json", "object:a"],
  ["undo", "replaces", "actors/ada.json", "profile:home"],
  ["undo", "removes", "plans/p.json", "profile:home"],
  ["undo", "removes", "devices/d.json", "profile:home"],
  ["repair", "replaces", "conflicts/c.json", "object:c"],
  ["decision", "makes", "conflicts/c.json", "object:a"],
  ["decision", "removes", "conflicts/c.json", "object:a"],
  ["decision", "replaces", "actors/ada.json", "object:a"],
  ["decision", "replaces", "indexes/object-heads.json", "derived"],
  ["decision", "makes", "events/event_r1-repair.completed.json", "object:a"],
  ["import", "replaces", "actors/ada.json", "profile:home"],
  ["import", "removes", "objects/a.json", "object:a"],
  ["import", "makes", "plans/p.json", "profile:home"],
  ["import", "makes", "indexes/object-heads.json", "profile:home"],
  ["import", "removes", "tmp/a", "profile:home"],
  ["import", "makes", "repair-reports/r2.json", "profile:home"],
];

for (const row of FORBIDDEN) {
  Deno.test(`not even inside ${row[3]} ${row[0]} ${row[1]} ${JSON.stringify(row[2])}`, () => {
    assertEquals(/is nothing that|is no path in a store/.test(problemOf(row) ?? ""), true, problemOf(row) ?? "allowed");
  });
}

const OUTSIDE: readonly (readonly [row: Row, needed: string])[] = [
  [["repair", "replaces", "indexes/object-heads.json", "index:lane-counters"], "scope index:object-heads"],
  [["repair", "replaces", "checkpoints/journal.json", "disposable"], "scope checkpoint:journal"],
  [["repair", "removes", "tmp/a", "derived"], "scope disposable"],
  [["repair", "removes", "objects/a.json", "derived"], "scope object:a"],
  [["repair", "removes", "objects/a.json", "object:b"], "scope object:a"],
  [["repair", "removes", "objects/a.json", "workspace:a"], "scope object:a"],
  [["repair", "replaces", "plans/p.json", "index:lane-counters"], "scope derived"],
  [["undo", "makes", "objects/a.json", "derived"], "scope object:a"],
  [["decision", "replaces", "objects/b.json", "object:a"], "scope object:b"],
  [["undo", "replaces", "objects/b.json", "derived"], "scope object:b"],
  [["undo", "removes", "actors/ada.json", "derived"], "the scope of a record"],
  [["decision", "replaces", "conflicts/c.json", "derived"], "the scope of a record"],
  [["import", "makes", "actors/ada.json", "derived"], "the scope of a record"],
];

for (const [row, needed] of OUTSIDE) {
  Deno.test(`outside of its scope, ${row[3]}, ${row[0]} ${row[1]} ${row[2]}`, () =>
    assertEquals(problemOf(row), `"${row[2]}" needs ${needed}, which is not among its scopes`));
}

Deno.test("what was there is kept in one place, and what was not is kept nowhere", () => {
  const path = "indexes/object-heads.json";
  const keptAt = (kept_at: string | null, way: keyof typeof WAYS) =>
    findTouchProblem({ path, ...WAYS[way], kept_at }, { kind: "repair", id: "r1", scopes: [{ kind: "derived" }] });
  const elsewhere = `"${path}" is to be kept at "${before(path)}", and nowhere else`;
  for (const kept of [null, "objects/a.json", "../a", "/a", before("x"), `repair-reports/quarantine/r1/${path}`]) {
    assertEquals(keptAt(kept, "replaces"), elsewhere);
  }
  assertEquals(keptAt(before(path), "makes"), `"${path}" is kept, and was not there`);
});

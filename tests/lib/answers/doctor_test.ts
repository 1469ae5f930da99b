import { assertEquals } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { checkList, doctorData } from "../../../lib/answers/doctor.ts";
import { CHECKS } from "../../../lib/checks/all_checks.ts";
import { classifyStore } from "../../../lib/store/durability.ts";
import type { Level } from "../../../lib/model/doctor_choices.ts";
import type { StateSnapshot } from "../../../lib/model/snapshot.ts";
import {
  emptySnapshot,
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  noJournal,
  ROOT,
  sha256Hex,
  unreadableEntry,
} from "../../helpers/snapshots.ts";

function doctor(snapshot: StateSnapshot) {
  return doctorData(snapshot.store, diagnose(snapshot, sha256Hex), { level: "full", earlier: null });
}

Deno.test("doctorData() takes over the diagnosis as it is", () => {
  const snapshot = healthySnapshot();
  const diagnosis = diagnose(snapshot, sha256Hex);
  assertEquals(doctorData(snapshot.store, diagnosis, { level: "full", earlier: null }), {
    health: diagnosis.health,
    durability: classifyStore(snapshot.store),
    indexes: diagnosis.indexes,
    checkpoints: diagnosis.checkpoints,
    findings: [],
    checks: diagnosis.checks,
    cover: {
      level: "full",
      journal_bytes_checked: HEALTHY_JOURNAL.length,
      journal_bytes: HEALTHY_JOURNAL.length,
      records_checked: 13,
      records: 13,
      records_unopened: 0,
      records_as_of: null,
      receipts_checked: 1,
      receipts: 1,
    },
    recommendations: [],
    restore_proof: null,
    last_repair: null,
    since: null,
  });
});

Deno.test("doctorData() covers only what could be read", () => {
  const store = healthyStore({
    journal: noJournal("unreadable", "permission denied"),
    records: [entryOf("object"), unreadableEntry("object", "objects/broken.json")],
  });
  assertEquals(doctor(healthySnapshot({ store })).cover, {
    level: "full",
    journal_bytes_checked: 0,
    journal_bytes: null,
    records_checked: 1,
    records: 2,
    records_unopened: 0,
    records_as_of: null,
    receipts_checked: 1,
    receipts: 1,
  });
});

Deno.test("doctorData() tells of no derived state and counts no records where their folders may not be listed", () => {
  const closed = ["indexes", "objects"].map((path) =>
    fileEntry(path, { type: "directory", mode: 0o700, problem: "permission denied" })
  );
  const { indexes, checkpoints, cover } = doctor(
    healthySnapshot({ store: healthyStore({ records: [], folders: [], files: closed }) }),
  );
  assertEquals([indexes, checkpoints, cover.records], [null, null, null]);
});

const levels: readonly (readonly [parsed: number, hashed: number, asked: Level, told: Level])[] = [
  [500, 500, "full", "full"],
  [500, 500, "quick", "quick"],
  [100, 500, "full", "standard"],
  [100, 500, "standard", "standard"],
  [100, 500, "quick", "quick"],
  [100, 200, "full", "quick"],
  [100, 200, "standard", "quick"],
];

for (const [parsed, hashed, asked, told] of levels) {
  Deno.test(`doctorData() tells level ${told} where ${asked} was asked, ${parsed} bytes parsed, ${hashed} hashed`, () => {
    const { journal } = healthyStore();
    const store = healthyStore({ journal: { ...journal, bytes: 500, bytes_parsed: parsed, bytes_hashed: hashed } });
    const snapshot = healthySnapshot({ store });
    const { cover } = doctorData(store, diagnose(snapshot, sha256Hex), { level: asked, earlier: null });
    assertEquals([cover.level, cover.journal_bytes_checked], [told, Math.max(parsed, hashed)]);
  });
}

Deno.test("doctorData() recommends each thing once, in the order of the findings", () => {
  const store = healthyStore({
    files: [fileEntry("objects/a.json.tmp"), fileEntry("objects/b.json.tmp"), fileEntry("photos/one.jpg")],
  });
  assertEquals(doctor(healthySnapshot({ store })).recommendations, [
    {
      action: "Let repair drop it: the target that it should have replaced is untouched",
      command: `sourceos sync repair --dry-run --scope disposable --store ${ROOT}`,
      automatic: true,
      needs_review: false,
    },
    {
      action: "Find out what owns it, and move it out of the store, or accept it: it is kept as if it were durable",
      command: `sourceos sync explain photos --store ${ROOT}`,
      automatic: false,
      needs_review: true,
    },
  ]);
});

Deno.test("doctorData() tells what is new, what stayed and what is gone since an earlier report", () => {
  const of = (...paths: readonly string[]) =>
    diagnose(healthySnapshot({ store: healthyStore({ files: paths.map((path) => fileEntry(path)) }) }), sha256Hex);
  const before = of("photos/a", "music/a", "music/b");
  const after = of("photos/a", "letters/a");
  const [photos, music] = before.findings;
  const earlier = { file: "report.json", generatedAt: "2026-01-01T00:00:00Z", findings: before.findings };
  const { findings, since } = doctorData(healthyStore(), after, { level: "full", earlier });
  assertEquals(findings.map(({ target, change }) => [target, change]), [["photos", "same"], ["letters", "new"]]);
  assertEquals(since, {
    file: "report.json",
    generated_at: "2026-01-01T00:00:00Z",
    new: 1,
    same: 1,
    gone: music === undefined ? [] : [music],
  });
  assertEquals(photos?.target, "photos");
});

Deno.test("checkList() describes every check and what it can find", () => {
  const { checks } = checkList();
  assertEquals(checks.map(({ id, findings }) => [id, findings.map((finding) => finding.id)]), [
    ...CHECKS.map(({ id, kinds }) => [id, kinds.map((kind) => kind.id)]),
  ]);
});

Deno.test("doctorData() is whole without a store", () => {
  const none = { items: [], records: 0, bytes: 0 };
  assertEquals(doctor(emptySnapshot()), {
    health: { status: "unknown", severity: "info", summary: "There is no store to look at" },
    durability: { durable: none, rebuildable: none, disposable: none, unclassified: none },
    indexes: [],
    checkpoints: [],
    findings: [],
    checks: { run: 0, passed: 0, failed: 0, skipped: [] },
    cover: {
      level: "full",
      journal_bytes_checked: 0,
      journal_bytes: 0,
      records_checked: 0,
      records: 0,
      records_unopened: 0,
      records_as_of: null,
      receipts_checked: 0,
      receipts: 0,
    },
    recommendations: [],
    restore_proof: null,
    last_repair: null,
    since: null,
  });
});

import { assertEquals } from "@std/assert";
import { CHECKS } from "../../../../lib/checks/all_checks.ts";
import { diagnose, diagnosing, gradeHealth, judgeHealth } from "../../../../lib/checks/frame/diagnosis.ts";
import type { ExitName } from "../../../../lib/model/exit.ts";
import type { Checks } from "../../../../lib/model/documents/doctor.ts";
import type { StoreAbsence } from "../../../../lib/model/snapshot.ts";
import type { Finding, Health } from "../../../../lib/model/documents/health.ts";
import { HEALTH_STATUSES, type HealthStatus, type Severity } from "../../../../lib/model/vocabulary.ts";
import { contentSyncSnapshot } from "../../../helpers/content_sync_snapshot.ts";
import {
  derivedEntry,
  emptySnapshot,
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  manifestEntry,
  noJournal,
  sha256Hex,
  unreadableEntry,
} from "../../../helpers/snapshots.ts";

const CLEAN: Checks = { run: 3, passed: 3, failed: 0, skipped: [] };
const skipping = (required: boolean): Checks => ({
  ...CLEAN,
  skipped: [{ check: "journal.lines", reason: "The journal cannot be read", required }],
});

function finding(severity: Severity, message = `A ${severity}`): Finding {
  return {
    id: `test.${severity}`,
    check: "test",
    severity,
    durability: "durable",
    target: "object:diary",
    message,
    evidence: {},
    recommendation: { action: "Look at it", command: null, automatic: false, needs_review: true },
  };
}

const UNKNOWN: Health = {
  status: "unknown",
  severity: "warning",
  summary: 'Check "journal.lines" was skipped: The journal cannot be read',
};

const healths: readonly (readonly [name: string, found: readonly Finding[], checks: Checks, want: Health])[] = [
  ["is healthy with nothing", [], CLEAN, { status: "healthy", severity: "info", summary: "Nothing is wrong" }],
  ["stays healthy with information", [finding("info")], CLEAN, {
    status: "healthy",
    severity: "info",
    summary: "Nothing is wrong",
  }],
  ["is degraded by a warning", [finding("info"), finding("warning", "Lag")], CLEAN, {
    status: "degraded",
    severity: "warning",
    summary: "1 warning; the first: Lag",
  }],
  ["counts the warnings", [finding("warning", "Lag"), finding("warning", "Stray")], CLEAN, {
    status: "degraded",
    severity: "warning",
    summary: "2 warnings; the first: Lag",
  }],
  ["is unsafe with an error, whatever comes first", [finding("warning"), finding("error", "Torn")], CLEAN, {
    status: "unsafe",
    severity: "error",
    summary: "1 error; the worst: Torn",
  }],
  ["names the critical finding before the errors", [finding("error"), finding("critical", "Gone")], CLEAN, {
    status: "unsafe",
    severity: "critical",
    summary: "1 critical finding; the worst: Gone",
  }],
  ["counts critical findings", [finding("critical", "Gone"), finding("critical")], CLEAN, {
    status: "unsafe",
    severity: "critical",
    summary: "2 critical findings; the worst: Gone",
  }],
  ["is unknown where a required check was skipped", [], skipping(true), UNKNOWN],
  ["is unknown rather than degraded", [finding("warning")], skipping(true), UNKNOWN],
  ["is unsafe rather than unknown", [finding("error", "Torn")], skipping(true), {
    status: "unsafe",
    severity: "error",
    summary: "1 error; the worst: Torn",
  }],
  ["is healthy where only an optional check was skipped", [], skipping(false), {
    status: "healthy",
    severity: "info",
    summary: "Nothing is wrong",
  }],
];

for (const [name, found, checks, want] of healths) {
  Deno.test(`judgeHealth() ${name}`, () => assertEquals(judgeHealth(found, checks), want));
}

const GRADES: Readonly<Record<HealthStatus, ExitName>> = {
  healthy: "ok",
  degraded: "degraded",
  unsafe: "unhealthy",
  unknown: "degraded",
};

for (const status of HEALTH_STATUSES) {
  Deno.test(`gradeHealth() grades ${status} as ${GRADES[status]}`, () => {
    assertEquals(gradeHealth({ status, severity: "info", summary: "" }), GRADES[status]);
  });
}

/** What a diagnosis comes to. */
function summary(snapshot: Parameters<typeof diagnose>[0]) {
  const { findings, checks, health } = diagnose(snapshot, sha256Hex);
  return { findings: findings.map(({ severity, id }) => `${severity} ${id}`), checks, health };
}

const ALL_BUT_ONE = CHECKS.length - 1;
const NO_DAEMON = { check: "daemon", reason: "No daemon answers", required: false };

Deno.test("diagnose() finds nothing in a healthy store", () => {
  assertEquals(summary(healthySnapshot()), {
    findings: [],
    checks: { run: ALL_BUT_ONE, passed: ALL_BUT_ONE, failed: 0, skipped: [NO_DAEMON] },
    health: { status: "healthy", severity: "info", summary: "Nothing is wrong" },
  });
});

Deno.test("diagnose() puts the worst first, and equals in the order of the checks", () => {
  const store = healthyStore({
    manifest: { file: null, state: "absent", error: null, oddities: [], record: null },
    journal: journalOf(`${HEALTHY_JOURNAL}{broken\n`),
    records: [entryOf("object", { state: "lost" }), unreadableEntry("actor", "actors/broken.json")],
    files: [fileEntry("photos/one.jpg")],
  });
  assertEquals(summary(healthySnapshot({ store })), {
    findings: [
      "critical manifest.absent",
      "error journal.unreadable-line",
      "error registry.unreadable",
      "error registry.contract",
      "error references.object-schema",
      "error references.object-profile",
      "error references.object-creator",
      "error references.object-modifier",
      "warning journal.unknown-producer",
      "warning layout.unclassified",
    ],
    checks: { run: ALL_BUT_ONE, passed: ALL_BUT_ONE - 7, failed: 7, skipped: [NO_DAEMON] },
    health: {
      status: "unsafe",
      severity: "critical",
      summary: "1 critical finding; the worst: The manifest is missing, though the store holds state",
    },
  });
});

Deno.test("diagnose() says what could not be checked", () => {
  const store = healthyStore({ journal: noJournal("unreadable", "input/output error") });
  const reason = "The journal cannot be read: input/output error";
  const skipped = [
    { check: "journal.lines", reason, required: true },
    { check: "journal.lag", reason, required: false },
    { check: "journal.events", reason, required: true },
    { check: "registries.lost", reason, required: false },
    { check: "boundaries.events", reason, required: false },
    { check: "trust.activity", reason, required: true },
    { check: "host", reason: "Neither free space nor the time of any event is known", required: false },
    NO_DAEMON,
  ];
  const run = CHECKS.length - skipped.length;
  assertEquals(summary(healthySnapshot({ store })), {
    findings: ["critical journal.unreadable"],
    checks: { run, passed: run - 1, failed: 1, skipped },
    health: {
      status: "unsafe",
      severity: "critical",
      summary: '1 critical finding; the worst: Cannot read "journal.jsonl": input/output error',
    },
  });
});

Deno.test("diagnose() finds no fault in what only this user may not read, and knows no health", () => {
  const manifest = { ...manifestEntry(), state: "denied" as const, error: "permission denied", record: null };
  const journal = noJournal("unreadable", "permission denied");
  const plans = fileEntry("plans", { type: "directory", mode: 0o700, problem: "permission denied" });
  const store = healthyStore({ manifest, journal, files: [plans] });
  const { findings, checks, health } = summary(healthySnapshot({ store }));
  const reason = 'This user may not read "manifest.json" and 2 more paths';
  assertEquals(findings, []);
  assertEquals(health, { status: "unknown", severity: "warning", summary: `Check "access" was skipped: ${reason}` });
  assertEquals(
    checks.skipped.find(({ check }) => check === "manifest")?.reason,
    'This user may not read "manifest.json"',
  );
});

Deno.test("diagnose() does not call healthy what only a daemon tells", () => {
  const store = healthyStore({ origin: "daemon", root_file: null, records: [], files: [] });
  const { checks, health } = summary(healthySnapshot({ store }));
  assertEquals(checks.skipped.filter(({ required }) => required).map(({ check, reason }) => [check, reason]), [
    ["access", "The daemon does not show the files of its store"],
    ["interrupted", "The daemon does not show the files of its store"],
    ["manifest", "The daemon does not show the manifest"],
    ["journal.events", "The daemon does not show its registries"],
    ["registries.readable", "The daemon does not show its registries"],
    ["registries.contracts", "The daemon does not show its registries"],
    ["record-ids", "The daemon does not show its registries"],
    ["references", "The daemon does not show its registries"],
    ["boundaries.records", "The daemon does not show its registries"],
    ["trust.records", "The daemon does not show its registries"],
    ["trust.activity", "The daemon does not show its registries"],
    ["conflicts", "The daemon does not show its registries"],
    ["layout", "The daemon does not show the files of its store"],
    ["content-sync.files", "The daemon does not show its receipts and its queue"],
    ["content-sync.cycles", "The daemon does not show its receipts and its queue"],
  ]);
  assertEquals(health.status, "unknown");
});

Deno.test("diagnose() misses no index on a host that keeps content-sync state alone", () => {
  const indexes = (snapshot: Parameters<typeof diagnose>[0]) =>
    diagnose(snapshot, sha256Hex).indexes.map(({ index_id, state }) => `${index_id} ${state}`);
  assertEquals(indexes(contentSyncSnapshot()), []);
  assertEquals(indexes(healthySnapshot()).includes("object-heads not_built"), true);
});

Deno.test("diagnose() judges what is derived, and nothing behind a folder of it that is a link", () => {
  const derived = [derivedEntry("checkpoints/journal.json", {})];
  const files = [fileEntry("indexes", { type: "symlink" })];
  const judged = (changes: Parameters<typeof healthyStore>[0]) => {
    const { indexes, checkpoints } = diagnose(healthySnapshot({ store: healthyStore(changes) }), sha256Hex);
    return [indexes.length > 0, checkpoints.map(({ checkpoint_id }) => checkpoint_id)];
  };
  assertEquals(judged({ derived }), [true, ["journal"]]);
  assertEquals(judged({ derived, files }), [false, []]);
});

Deno.test("diagnosing() stops before each check, and tells how many there are", () => {
  const steps = [...diagnosing(healthySnapshot(), sha256Hex)];
  assertEquals(steps, CHECKS.map(() => CHECKS.length));
});

Deno.test("diagnose() runs the checks that are selected", () => {
  const { checks } = diagnose(healthySnapshot(), sha256Hex, {
    selection: { only: ["plans", "conflicts"], skip: ["plans"] },
  });
  assertEquals([checks.run, checks.passed, checks.skipped.length], [1, 1, CHECKS.length - 1]);
  assertEquals(checks.skipped.find(({ check }) => check === "plans"), {
    check: "plans",
    reason: "Left out by --skip",
    required: false,
  });
});

Deno.test("diagnose() does not say of a store that it may not read that there is none", () => {
  const told = (reason: StoreAbsence["reason"]) =>
    summary(emptySnapshot({ absence: { root: "/srv/s", selected_by: "option", reason, message: "It is denied" } }))
      .health
      .summary;
  assertEquals((["denied", "io_error", "absent", "uninitialized", "not_a_directory"] as const).map(told), [
    "It is denied",
    "It is denied",
    "There is no store to look at",
    "There is no store to look at",
    "There is no store to look at",
  ]);
});

Deno.test("diagnose() knows nothing without a store", () => {
  assertEquals(summary(emptySnapshot()), {
    findings: [],
    checks: { run: 0, passed: 0, failed: 0, skipped: [] },
    health: { status: "unknown", severity: "info", summary: "There is no store to look at" },
  });
});

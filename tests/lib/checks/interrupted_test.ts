import { assertEquals } from "@std/assert";
import { journalLine } from "../../../fixtures/records.ts";
import type { Check } from "../../../lib/checks/frame/check.ts";
import { derivedCheck } from "../../../lib/checks/derived.ts";
import { disposableCheck } from "../../../lib/checks/disposable.ts";
import { interruptedCheck } from "../../../lib/checks/interrupted.ts";
import { journalLinesCheck } from "../../../lib/checks/journal.ts";
import { manifestCheck } from "../../../lib/checks/manifest.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import type { StoreSnapshot, UnfinishedChange } from "../../../lib/model/snapshot.ts";
import { draftRepair } from "../../../lib/repair/plan.ts";
import { brokenChange, unfinishedChange } from "../../helpers/changes.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import {
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  manifestEntry,
  ROOT,
  sha256Hex,
} from "../../helpers/snapshots.ts";

const WHICH = 'The repair "repair-0001" of 2 files, begun at 2026-01-04T11:00:00Z for scopes derived and disposable,';
const interrupted = (ended: string): Found =>
  found({
    id: "repair.interrupted",
    severity: "warning",
    durability: "rebuildable",
    target: "repair-0001",
    message: `${WHICH} ${ended}: nothing is lost, and it can be finished or taken back`,
    evidence: {
      file: "tmp/sync-change/intent.json",
      change_id: "repair-0001",
      kind: "repair",
      plan_id: "repair-plan-0001",
      scopes: ["derived", "disposable"],
      started_at: "2026-01-04T11:00:00Z",
      files: 2,
      appends: true,
    },
    automatic: true,
    command: `sourceos sync repair --dry-run --store ${ROOT}`,
  });

const cases: readonly (readonly [string, UnfinishedChange | null, readonly Found[]])[] = [
  ["finds nothing where no change has begun", null, []],
  ["finds a change whose process is gone", unfinishedChange(), [interrupted("was interrupted")]],
  ["finds nothing where the process is at work", unfinishedChange({ under_way: true }), []],
  ["does not claim that the process is gone where nobody can tell", unfinishedChange({ under_way: null }), [
    interrupted("has not ended, and nobody can tell whether its process still runs"),
  ]],
  ["finds an intent that cannot be read", brokenChange(), [found({
    id: "repair.intent-unreadable",
    severity: "error",
    target: "tmp/sync-change/intent.json",
    message: 'Cannot read "tmp/sync-change/intent.json": Ends too early at line 2, column 1',
    evidence: { file: "tmp/sync-change/intent.json", bytes: 100 },
  })]],
];

for (const [name, change, want] of cases) {
  Deno.test(`interruptedCheck ${name}`, () => assertEquals(runCheck(interruptedCheck, { interrupted: change }), want));
}

Deno.test("interruptedCheck finds nothing in a snapshot that an earlier release saved", () => {
  const { interrupted: _, ...earlier } = healthyStore();
  assertEquals(runCheck(interruptedCheck, { ...earlier, interrupted: undefined }), []);
});

Deno.test("interruptedCheck cannot run on what a daemon tells", () => {
  assertEquals(runCheck(interruptedCheck, { origin: "daemon" }), "The daemon does not show the files of its store");
});

/** One fact of each finding. @throws Error where the check does not run. */
function facts(check: Check, fact: "id" | "target", changes: Partial<StoreSnapshot>): readonly string[] {
  const findings = runCheck(check, changes);
  if (typeof findings === "string") throw new Error(`${check.id} did not run: ${findings}`);
  return findings.map((one) => one[fact]);
}

const UNFINISHED: readonly (readonly [string, UnfinishedChange])[] = [
  ["an interrupted change", unfinishedChange()],
  ["a change under way", unfinishedChange({ under_way: true })],
  ["a broken intent", brokenChange()],
];

for (const [name, change] of UNFINISHED) {
  Deno.test(`derivedCheck does not judge derived state beside ${name}`, () => {
    assertEquals(
      runCheck(derivedCheck, { interrupted: change }),
      "A change of the store that writes derived state has not ended",
    );
  });

  Deno.test(`manifestCheck lets a manifest be ahead of the journal beside ${name}, and never behind it`, () => {
    const at = (generation: number): Partial<StoreSnapshot> => ({
      interrupted: change,
      manifest: manifestEntry({ active_generation: generation }),
    });
    assertEquals(runCheck(manifestCheck, at(5)), []);
    assertEquals(facts(manifestCheck, "id", at(2)), ["manifest.generation"]);
  });

  Deno.test(`disposableCheck leaves the work and the lock alone beside ${name}`, () => {
    const owner = { pid: 4_711, started_at: null, command: null };
    const old = { modified_at: "2025-01-01T00:00:00Z" };
    const store: Partial<StoreSnapshot> = {
      files: ["tmp/sync-change/intent.json", "tmp/sync-change/new/0", "tmp/sync.lock", "tmp/sync-changes/a"]
        .map((path) => fileEntry(path, old)),
      locks: [{ path: "tmp/sync.lock", owner, owner_alive: false }],
    };
    assertEquals(facts(disposableCheck, "target", { ...store, interrupted: change }), ["tmp/sync-changes"]);
    assertEquals(facts(disposableCheck, "target", store), ["tmp/sync.lock", "tmp/sync-change", "tmp/sync-changes"]);
  });
}

Deno.test("disposableCheck reports the scratch of a change that never wrote its intent as left behind", () => {
  const left = fileEntry("tmp/sync-change/intent.json.tmp", { modified_at: "2025-01-01T00:00:00Z" });
  assertEquals(facts(disposableCheck, "target", { files: [left] }), ["tmp/sync-change"]);
});

const TORN = '{"event_id":"evt-0000';
const UNSEALED = journalLine({
  ordinal: 4,
  event_type: "repair",
  lane: "repair",
  producer: "sourceos-sync",
  created_at: "2026-01-04T11:00:00Z",
  payload: {},
});
const OLD = `${UNSEALED.replace("2026-01-04", "2025-01-04")}\n`;
const tails: readonly (readonly [string, journal: string, change: UnfinishedChange | null, ids: readonly string[]])[] =
  [
    ["reports a torn tail where no change has begun", HEALTHY_JOURNAL + TORN, null, ["journal.torn-tail"]],
    ["leaves the torn line of an unfinished change to it", HEALTHY_JOURNAL + TORN, unfinishedChange(), []],
    ["reports an unsealed tail where no change has begun", HEALTHY_JOURNAL + UNSEALED, null, ["journal.unsealed-tail"]],
    ["leaves the unsealed line of an unfinished change to it", HEALTHY_JOURNAL + UNSEALED, unfinishedChange(), []],
    ["reports a tail that was torn before the change", HEALTHY_JOURNAL.slice(0, -20), unfinishedChange(), [
      "journal.torn-tail",
    ]],
    ["reports an old time where no change has begun", HEALTHY_JOURNAL + OLD, null, ["journal.out-of-order-time"]],
    ["leaves the old times of an unfinished import to it", HEALTHY_JOURNAL + OLD, unfinishedChange(), []],
    [
      "reports what no change writes, also behind one that is unfinished",
      `${HEALTHY_JOURNAL}{x\n`,
      unfinishedChange(),
      [
        "journal.unreadable-line",
      ],
    ],
    ["reports a torn tail beside a broken intent", HEALTHY_JOURNAL + TORN, brokenChange(), ["journal.torn-tail"]],
  ];

for (const [name, journal, change, ids] of tails) {
  Deno.test(`journalLinesCheck ${name}`, () => {
    assertEquals(facts(journalLinesCheck, "id", { journal: journalOf(journal), interrupted: change }), ids);
  });
}

Deno.test("diagnose() calls a store with an interrupted change degraded, not unknown", () => {
  const store = healthyStore({ interrupted: unfinishedChange() });
  const { health, checks } = diagnose(healthySnapshot({ store }), sha256Hex);
  assertEquals([health.status, health.severity], ["degraded", "warning"]);
  assertEquals(checks.skipped.filter(({ required }) => required), []);
});

Deno.test("draftRepair() finishes an interrupted change before anything else", () => {
  const old = { modified_at: "2025-01-01T00:00:00Z" };
  const files = ["tmp/sync-change/intent.json", "tmp/sync-change/new/0", "tmp/other"].map((path) =>
    fileEntry(path, old)
  );
  const snapshot = healthySnapshot({ store: healthyStore({ files, interrupted: unfinishedChange() }) });
  const diagnosis = diagnose(snapshot, sha256Hex);
  const draft = draftRepair({ snapshot, diagnosis, scopes: [], generatedAt: snapshot.taken_at, sha256Hex });
  assertEquals([draft.steps, draft.recording, draft.recovers?.change_id], [[], null, "repair-0001"]);
});

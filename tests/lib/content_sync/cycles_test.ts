import { assertEquals } from "@std/assert";
import { type CycleFacts, receiptRecord } from "../../../fixtures/content_sync/files.ts";
import { changeText, cycleOf, cyclesOf, repetitionText } from "../../../lib/content_sync/cycles.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { CONTENT_SYNC, recordEntry, storeWith } from "../../helpers/snapshots.ts";

const APPLIED: CycleFacts = { number: 1, at: "2026-05-01T00:00:00Z", from: null, to: "41.0", outcome: "applied" };
const BLOCKED: CycleFacts = { number: 2, at: "2026-05-02T00:00:00Z", from: "41.0", to: "42.0", outcome: "blocked" };

function at(cycle: CycleFacts, day: number, changes: Partial<CycleFacts> = {}): CycleFacts {
  return { ...cycle, number: day, at: `2026-05-${String(day).padStart(2, "0")}T00:00:00Z`, ...changes };
}

function storeOf(cycles: readonly CycleFacts[], unread = 0): StoreSnapshot {
  const total = cycles.length + unread;
  return {
    ...storeWith(...cycles.map((cycle) => recordEntry("receipt", receiptRecord(cycle)))),
    content_sync: { ...CONTENT_SYNC, receipts: { total, unread, oldest: null } },
  };
}

function repetition(cycles: readonly CycleFacts[], unread = 0) {
  const store = storeOf(cycles, unread);
  const found = cyclesOf(store, buildCatalog(store)).repetition;
  return found === null ? null : repetitionText(found) ?? "once";
}

const REPETITIONS: readonly (readonly [name: string, cycles: readonly CycleFacts[], want: string | null])[] = [
  ["no cycle at all", [], null],
  ["a good end", [at(BLOCKED, 1), at(APPLIED, 2)], null],
  ["one bad end", [at(APPLIED, 1), at(BLOCKED, 2)], "once"],
  [
    "the same bad end twice",
    [at(APPLIED, 1), at(BLOCKED, 2), at(BLOCKED, 3)],
    "2 times in a row since 2026-05-02T00:00:00Z",
  ],
  [
    "the same bad end from the beginning",
    [at(BLOCKED, 2), at(BLOCKED, 3)],
    "2 times in a row since 2026-05-02T00:00:00Z",
  ],
  ["another reason before", [at(BLOCKED, 2, { outcome: "denied" }), at(BLOCKED, 3)], "once"],
  ["another version before", [at(BLOCKED, 2, { to: "41.5" }), at(BLOCKED, 3)], "once"],
  ["a good end in between", [at(BLOCKED, 2), at(APPLIED, 3), at(BLOCKED, 4)], "once"],
  ["a rehearsal in between", [at(BLOCKED, 2), at(BLOCKED, 3, { outcome: "dry_run" }), at(BLOCKED, 4)], "once"],
];

for (const [name, cycles, want] of REPETITIONS) {
  Deno.test(`cyclesOf() counts what is repeated after ${name}`, () => {
    assertEquals(repetition(cycles), want);
    assertEquals(repetition(cycles.toReversed()), want, "files are put in order by their names");
  });
}

Deno.test("cyclesOf() does not take what was not opened for something else", () => {
  const same = [at(BLOCKED, 3), at(BLOCKED, 4)];
  assertEquals(repetition(same, 10), "at least 2 times in a row since before 2026-05-03T00:00:00Z");
  assertEquals(repetition([at(APPLIED, 2), ...same], 10), "2 times in a row since 2026-05-03T00:00:00Z");
});

Deno.test("cyclesOf() gives the last cycle and the last that applied a version", () => {
  const store = storeOf([at(APPLIED, 1), at(APPLIED, 2, { to: "42.0" }), at(BLOCKED, 3)]);
  const { last, lastApplied, isWhole } = cyclesOf(store, buildCatalog(store));
  assertEquals([last?.outcome, lastApplied?.toVersion, isWhole], ["blocked", "42.0", true]);
});

Deno.test("cycleOf() says why: the step that failed, else what the gate said", () => {
  const failed = cycleOf(receiptRecord({ ...BLOCKED, outcome: "failed" }));
  assertEquals(failed.failedStep?.returncode, 1);
  assertEquals(
    failed.reason,
    "step \"nix copy --from 'https://127.0.0.1:8443/pulp/nix' 'github:SociOS-Linux/source-os#builder-aarch64'\" " +
      "ended with 1: error: unable to download: HTTP error 404",
  );
  assertEquals(cycleOf({ ...receiptRecord({ ...BLOCKED, outcome: "failed" }), steps: [] }).reason, "no step says why");
  assertEquals(cycleOf({ outcome: "blocked" }).reason, "no reason is given");
  assertEquals(
    cycleOf({ outcome: "failed", steps: [null, "x", { step: "nix copy", status: "timeout" }] }).reason,
    'step "nix copy" took too long',
  );
  assertEquals(cycleOf({}).outcome, "unknown");
});

Deno.test("changeText() names both versions, or the one that there is", () => {
  assertEquals(changeText({ fromVersion: "41.0", toVersion: "42.0" }), "41.0 to 42.0");
  assertEquals(changeText({ fromVersion: null, toVersion: "42.0" }), "to 42.0");
  assertEquals(changeText({ fromVersion: null, toVersion: null }), "to ?");
});

/** Whatever is asked of a store with an interrupted change: the answer warns of it, to machines and to people. */
import { assertEquals } from "@std/assert";
import { applyFaults, FAULTS } from "../../../fixtures/faults.ts";
import { INTERRUPTED_FAULTS } from "../../../fixtures/faults/interrupted.ts";
import type { StateSnapshot, UnfinishedChange } from "../../../lib/model/snapshot.ts";
import { brokenChange, unfinishedChange } from "../../helpers/changes.ts";
import { runInMemory } from "../../helpers/fake_host.ts";
import { snapshotOf } from "../../helpers/store_snapshots.ts";
import { HEALTHY } from "../../helpers/stores.ts";
import { healthySnapshot, healthyStore, ROOT } from "../../helpers/snapshots.ts";

const COMMANDS = [
  "status",
  "doctor",
  "explain object:diary",
  "plans",
  "plans sync-plan:diary-to-desk",
  "actors",
  "schemas",
  "conflicts",
  "profiles",
  "devices",
  "repair --dry-run",
];

const WHICH = 'The repair "repair-0001" of 2 files, begun at 2026-01-04T11:00:00Z for scopes derived and disposable,';

const NAME = 'The repair "repair-0001", begun at 2026-01-04T11:00:00Z,';

interface Case {
  readonly change: UnfinishedChange;
  readonly code: string;
  readonly target: string;
  readonly message: string;
}

const cases: ReadonlyMap<string, Case> = new Map([
  ["an interrupted change", {
    change: unfinishedChange(),
    code: "interrupted_change",
    target: "repair-0001",
    message:
      `${NAME} was interrupted: look how it can end with sourceos sync repair --dry-run --store ${ROOT} --daemon none`,
  }],
  ["an intent that cannot be read", {
    change: brokenChange(),
    code: "interrupted_change",
    target: "tmp/sync-change/intent.json",
    message: "A change of the store was interrupted, and its intent cannot be read: Ends too early at line 2, column 1",
  }],
  ["a change under way", {
    change: unfinishedChange({ under_way: true }),
    code: "change_under_way",
    target: "repair-0001",
    message: `${NAME} is under way: what is shown may be between two states`,
  }],
]);

const snapshotWith = (interrupted: UnfinishedChange | null): StateSnapshot =>
  healthySnapshot({ store: healthyStore({ interrupted }) });

for (const [name, { change, code, target, message }] of cases) {
  for (const command of COMMANDS) {
    Deno.test(`sync ${command} warns of ${name}`, async () => {
      const argv = ["sync", ...command.split(" ")];
      const { stdout } = await runInMemory([...argv, "-o", "json"], { snapshot: snapshotWith(change) });
      assertEquals(JSON.parse(stdout).warnings, [{ code, message, target }]);

      const people = await runInMemory(argv, { snapshot: snapshotWith(change) });
      assertEquals(people.stderr, `warning: ${message}\n`);
    });
  }
}

Deno.test("sync status counts an interrupted change among the reasons of a degraded state", async () => {
  const { stdout } = await runInMemory(["sync", "status", "-o", "json"], {
    snapshot: snapshotWith(unfinishedChange()),
  });
  assertEquals(JSON.parse(stdout).data.degraded, {
    is_degraded: true,
    level: "degraded",
    reasons: [{
      code: "repair.interrupted",
      severity: "warning",
      message: `${WHICH} was interrupted: nothing is lost, and it can be finished or taken back`,
    }],
  });
});

const grades: readonly (readonly [string, UnfinishedChange | null, number])[] = [
  ["no change", null, 0],
  ["an interrupted change", unfinishedChange(), 3],
  ["an intent that cannot be read", brokenChange(), 4],
  ["a change under way", unfinishedChange({ under_way: true }), 0],
];

for (const [name, change, code] of grades) {
  Deno.test(`sync doctor ends with ${code} beside ${name}`, async () => {
    assertEquals((await runInMemory(["sync", "doctor"], { snapshot: snapshotWith(change) })).code, code);
  });
}

for (const { name } of INTERRUPTED_FAULTS) {
  Deno.test(`sync explain says what ${name} leads doctor to find`, async () => {
    const snapshot = await snapshotOf(applyFaults(HEALTHY, [name], 3).files);
    const { stdout } = await runInMemory(["sync", "doctor", "-o", "json"], { snapshot });
    const [finding] = JSON.parse(stdout).data.findings;
    const explained = await runInMemory(["sync", "explain", `finding:${finding.id}`], { snapshot });
    assertEquals([explained.code, explained.stdout.includes(finding.recommendation.action)], [0, true]);
  });
}

Deno.test("no other fault is taken for an interrupted change", async () => {
  // Without the two that make a file of 17 MiB.
  const others = FAULTS.filter((fault) => !INTERRUPTED_FAULTS.includes(fault)).map(({ name }) => name)
    .filter((name) => !["too-long", "record-oversize"].includes(name));
  const { store } = await snapshotOf(applyFaults(HEALTHY, others, 3).files);
  assertEquals(store?.interrupted, null);
});

import { assertEquals } from "@std/assert";
import { changeStanding, changeText, changeWarnings, unfinishedAppendAt } from "../../../lib/change/standing.ts";
import type { UnfinishedChange } from "../../../lib/model/snapshot.ts";
import { brokenChange, changeIntent, unfinishedChange } from "../../helpers/changes.ts";
import { HEALTHY_JOURNAL, healthyStore, ROOT } from "../../helpers/snapshots.ts";

const WHICH = 'The repair "repair-0001" of 2 files, begun at 2026-01-04T11:00:00Z for scopes derived and disposable,';
const NAME = 'The repair "repair-0001", begun at 2026-01-04T11:00:00Z,';
const LOOK = `sourceos sync repair --dry-run --store ${ROOT}`;

const states: readonly (readonly [name: string, UnfinishedChange | null, state: string])[] = [
  ["nothing", null, "none"],
  ["an intent whose process is gone", unfinishedChange(), "interrupted"],
  ["an intent whose process runs", unfinishedChange({ under_way: true }), "under_way"],
  ["an intent of whose process nothing is known", unfinishedChange({ under_way: null }), "interrupted"],
  ["a broken intent", brokenChange(), "unreadable"],
  ["a broken intent while a process runs", brokenChange({ under_way: true }), "under_way"],
];

for (const [name, interrupted, state] of states) {
  Deno.test(`changeStanding() of ${name} is ${state}`, () => {
    assertEquals(changeStanding({ interrupted }).state, state);
  });
}

Deno.test("changeStanding() of a snapshot that an earlier release saved is none", () => {
  assertEquals(changeStanding({}), { state: "none" });
});

Deno.test("unfinishedAppendAt() says where the lines of the change begin", () => {
  const without = unfinishedChange({ intent: changeIntent({ append: null }) });
  assertEquals(
    [null, unfinishedChange(), without, brokenChange()].map((interrupted) => unfinishedAppendAt({ interrupted })),
    [null, HEALTHY_JOURNAL.length, null, null],
  );
});

const texts: readonly (readonly [string, Parameters<typeof changeIntent>[0], string])[] = [
  ["names a few scopes", {}, WHICH],
  [
    "counts many scopes",
    { kind: "import", scopes: ["object:a", "object:b", "object:c", "object:d"] },
    'The import "repair-0001" of 2 files, begun at 2026-01-04T11:00:00Z for 4 scopes,',
  ],
  [
    "says nothing of no scope",
    { kind: "undo", scopes: [], changes: [] },
    'The undo "repair-0001" of 0 files, begun at 2026-01-04T11:00:00Z,',
  ],
  [
    "names one scope",
    { scopes: ["journal"] },
    'The repair "repair-0001" of 2 files, begun at 2026-01-04T11:00:00Z for scope journal,',
  ],
];

for (const [name, changes, want] of texts) {
  Deno.test(`changeText() ${name}`, () => assertEquals(changeText(changeIntent(changes)), want));
}

const warnings: readonly (readonly [string, UnfinishedChange | null, ReturnType<typeof changeWarnings>])[] = [
  ["nothing where no change has begun", null, []],
  ["an interrupted change, and of what shows its end", unfinishedChange(), [{
    code: "interrupted_change",
    message: `${NAME} was interrupted: look how it can end with ${LOOK}`,
    target: "repair-0001",
  }]],
  ["an intent that cannot be read", brokenChange(), [{
    code: "interrupted_change",
    message: "A change of the store was interrupted, and its intent cannot be read: Ends too early at line 2, column 1",
    target: "tmp/sync-change/intent.json",
  }]],
  ["a change under way", unfinishedChange({ under_way: true }), [{
    code: "change_under_way",
    message: `${NAME} is under way: what is shown may be between two states`,
    target: "repair-0001",
  }]],
  ["a change under way that cannot be read", brokenChange({ under_way: true }), [{
    code: "change_under_way",
    message: "Another process changes this store at the moment",
    target: null,
  }]],
];

for (const [name, interrupted, want] of warnings) {
  Deno.test(`changeWarnings() warns of ${name}`, () =>
    assertEquals(changeWarnings(healthyStore({ interrupted })), want));
}

Deno.test("changeWarnings() warns of nothing without a store", () => assertEquals(changeWarnings(null), []));

import { assertEquals, assertThrows } from "@std/assert";
import { CliError } from "../../../lib/model/errors.ts";
import type { FileChange, FileDigest } from "../../../lib/model/change.ts";
import type { StoredReport } from "../../../lib/model/repair_report.ts";
import { findReport, findSoundReport } from "../../../lib/change/find_report.ts";
import { readReports, soundReports } from "../../../lib/change/parse_report.ts";
import { summarizeReport, undoneSteps } from "../../../lib/change/report_summary.ts";
import { parseScope } from "../../../lib/change/scope.ts";
import { filesOfReport, planUndo, type Undo } from "../../../lib/repair/undo.ts";
import { emptyReport, restoreTrial, storedReport } from "../../helpers/reports.ts";
import { entryOf, healthyStore, recordEntry, ROOT, sha256Hex } from "../../helpers/snapshots.ts";

const digest = (text: string): FileDigest => ({ sha256: sha256Hex(text), bytes: text.length });

const REBUILT: FileChange = {
  path: "indexes/object-heads.json",
  before: digest("old"),
  after: digest("new"),
  kept_at: "repair-reports/before/r1/indexes/object-heads.json",
};
const MADE: FileChange = { path: "indexes/lane-counters.json", before: null, after: digest("made"), kept_at: null };
const DROPPED: FileChange = {
  path: "tmp/c",
  before: digest("scratch"),
  after: null,
  kept_at: "repair-reports/before/r1/tmp/c",
};
/** As drops are made now: nothing is kept of them. */
const DELETED: FileChange = { path: "tmp/d", before: digest("scratch"), after: null, kept_at: null };

const KINDS = {
  disposable: { kind: "drop", durability: "disposable" },
  journal: { kind: "seal", durability: "durable" },
} as const;

const step = (id: string, scope: string, changes: readonly FileChange[]): StoredReport["steps"][number] => ({
  id,
  ...(scope === "disposable" || scope === "journal" ? KINDS[scope] : { kind: "rebuild", durability: "rebuildable" }),
  description: `Do ${id}`,
  scope,
  changes,
  inverse: "Undo it",
});

function report(changes: Partial<StoredReport> = {}): StoredReport {
  return storedReport({
    report: emptyReport({ sentences: ["User data was not modified", "Rebuilt it"] }),
    scopes: ["derived", "disposable", "journal"],
    steps: [
      step("a", "index:object-heads", [REBUILT]),
      step("b", "index:lane-counters", [MADE]),
      step("c", "disposable", [DROPPED]),
      step("deleted", "disposable", [DELETED]),
      step("seal", "journal", []),
    ],
    ...changes,
  });
}

/** Every file as the repair left it. */
const AFTER: ReadonlyMap<string, FileDigest | null> = new Map([
  [REBUILT.path, REBUILT.after],
  [REBUILT.kept_at ?? "", REBUILT.before],
  [MADE.path, MADE.after],
  [DROPPED.path, null],
  [DROPPED.kept_at ?? "", DROPPED.before],
]);

const CANNOT = [
  { id: "deleted", scope: "disposable", reason: "What was disposable is deleted, and is not brought back" },
  { id: "seal", scope: "journal", reason: "It cannot be taken back" },
];
const outside = (id: string, scope: string) => ({
  id,
  scope,
  reason: `Outside the given scopes; it needs --scope ${scope}`,
});

interface UndoCase {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly found?: readonly (readonly [path: string, digest: FileDigest | null])[];
  readonly undone?: readonly string[];
  readonly want: { readonly changes: Undo["changes"]; readonly left: Undo["left"]; readonly stale: Undo["stale"] };
}

const BACK: Readonly<Record<"a" | "b" | "c", Undo["changes"][number]>> = {
  a: {
    change: {
      path: REBUILT.path,
      before: REBUILT.after,
      after: REBUILT.before,
      kept_at: "repair-reports/before/u1/indexes/object-heads.json",
    },
    content: { kind: "copy", from: "repair-reports/before/r1/indexes/object-heads.json" },
  },
  b: {
    change: {
      path: MADE.path,
      before: MADE.after,
      after: null,
      kept_at: "repair-reports/before/u1/indexes/lane-counters.json",
    },
    content: null,
  },
  c: {
    change: { path: DROPPED.path, before: null, after: DROPPED.before, kept_at: null },
    content: { kind: "copy", from: "repair-reports/before/r1/tmp/c" },
  },
};

const cases: readonly UndoCase[] = [
  {
    name: "puts back what was replaced, takes away what was made, brings back what was dropped",
    scopes: ["derived", "disposable"],
    want: { changes: [BACK.a, BACK.b, BACK.c], left: CANNOT, stale: [] },
  },
  {
    name: "leaves what is outside the scopes",
    scopes: ["index:lane-counters"],
    want: {
      changes: [BACK.b],
      left: [outside("a", "index:object-heads"), outside("c", "disposable"), ...CANNOT],
      stale: [],
    },
  },
  {
    name: "leaves what was taken back before",
    scopes: ["derived"],
    undone: ["a"],
    want: {
      changes: [BACK.b],
      left: [
        { id: "a", scope: "index:object-heads", reason: "It was taken back before" },
        outside("c", "disposable"),
        ...CANNOT,
      ],
      stale: [],
    },
  },
  {
    name: "sees that a file was changed",
    scopes: ["index:object-heads"],
    found: [[REBUILT.path, digest("other")]],
    want: {
      changes: [BACK.a],
      left: [outside("b", "index:lane-counters"), outside("c", "disposable"), ...CANNOT],
      stale: [{ target: REBUILT.path, message: '"indexes/object-heads.json" has been changed since the repair' }],
    },
  },
  {
    name: "sees that a file is gone",
    scopes: ["index:lane-counters"],
    found: [[MADE.path, null]],
    want: {
      changes: [BACK.b],
      left: [outside("a", "index:object-heads"), outside("c", "disposable"), ...CANNOT],
      stale: [{ target: MADE.path, message: '"indexes/lane-counters.json" is gone since the repair' }],
    },
  },
  {
    name: "sees that a dropped file is there again",
    scopes: ["disposable"],
    found: [[DROPPED.path, digest("scratch")]],
    want: {
      changes: [BACK.c],
      left: [outside("a", "index:object-heads"), outside("b", "index:lane-counters"), ...CANNOT],
      stale: [{ target: DROPPED.path, message: '"tmp/c" is there again since the repair' }],
    },
  },
  {
    name: "sees that what was kept is not what it was",
    scopes: ["disposable"],
    found: [[DROPPED.kept_at ?? "", null]],
    want: {
      changes: [BACK.c],
      left: [outside("a", "index:object-heads"), outside("b", "index:lane-counters"), ...CANNOT],
      stale: [{
        target: DROPPED.kept_at ?? "",
        message: 'What was kept of "tmp/c" is not what the report says',
      }],
    },
  },
];

for (const { name, scopes, found = [], undone = [], want } of cases) {
  Deno.test(`planUndo() ${name}`, () => {
    const digests = new Map([...AFTER, ...found]);
    const { steps: _, ...undo } = planUndo(report(), {
      undoId: "u1",
      scopes: scopes.map(parseScope),
      digests,
      undone: new Set(undone),
    });
    assertEquals(undo, want);
  });
}

Deno.test("planUndo() brings back of one step what was kept, and not what was deleted", () => {
  const mixed = report({ steps: [step("c", "disposable", [DELETED, DROPPED])] });
  const { changes, left, stale } = planUndo(mixed, {
    undoId: "u1",
    scopes: [{ kind: "disposable" }],
    digests: AFTER,
    undone: new Set(),
  });
  assertEquals({ changes, left, stale }, { changes: [BACK.c], left: [], stale: [] });
});

Deno.test("filesOfReport() names each changed file and what is kept of it, and none that was deleted", () => {
  assertEquals(filesOfReport(report()), [...AFTER.keys()]);
});

/** An undo of the report with that id, of these steps. */
const undo = (id: string, undoes: string, at: string, ...steps: readonly string[]) =>
  report({
    record_id: id,
    kind: "undo",
    plan_id: null,
    undoes,
    created_at: at,
    steps: steps.map((one) => step(one, "index:lane-counters", [])),
  });

const histories: readonly (readonly [name: string, undos: readonly StoredReport[], want: readonly string[]])[] = [
  ["none without an undo", [], []],
  ["those of an undo", [undo("u1", "r1", "2026-01-06T00:00:00Z", "undo-a", "undo-b")], ["a", "b"]],
  [
    "those of several",
    [undo("u1", "r1", "2026-01-06T00:00:00Z", "undo-a"), undo("u2", "r1", "2026-01-07T00:00:00Z", "undo-c")],
    ["a", "c"],
  ],
  ["none of another report's", [undo("u1", "r0", "2026-01-06T00:00:00Z", "undo-a")], []],
  [
    "none that an undo of the undo did again",
    [
      undo("u1", "r1", "2026-01-06T00:00:00Z", "undo-a", "undo-b"),
      undo("u2", "u1", "2026-01-07T00:00:00Z", "undo-undo-a"),
    ],
    ["b"],
  ],
  [
    "those that were taken back once more",
    [
      undo("u1", "r1", "2026-01-06T00:00:00Z", "undo-a"),
      undo("u2", "u1", "2026-01-07T00:00:00Z", "undo-undo-a"),
      undo("u3", "u2", "2026-01-08T00:00:00Z", "undo-undo-undo-a"),
    ],
    ["a"],
  ],
  ["and ends where a report says that it undoes itself", [undo("r2", "r2", "2026-01-06T00:00:00Z", "undo-a")], []],
];

function storeOf(...reports: readonly StoredReport[]) {
  return healthyStore({
    records: [
      entryOf("report", { record_id: "foreign" }),
      ...reports.map((one) => recordEntry("report", { ...one }, {})),
    ],
  });
}

for (const [name, undos, want] of histories) {
  Deno.test(`undoneSteps() tells ${name}`, () => {
    const store = storeOf(report(), ...undos);
    assertEquals([...undoneSteps(report(), soundReports(readReports(store)))].toSorted(), want);
  });
}

Deno.test("readReports() gives this program's reports, the newest first, and says which are not sound", () => {
  const forged = undo("u1", "r1", "2026-01-06T00:00:00Z", "undo-a");
  const reports = readReports(storeOf(report(), { ...forged, undoes: "../r1" }));
  assertEquals(reports.map(({ report: { record_id: id }, problem }) => [id, problem]), [
    ["u1", '"../r1" is no id of a report'],
    ["r1", null],
  ]);
  assertEquals(soundReports(reports), [report()]);
});

Deno.test("findSoundReport() refuses a report that tells of what no change did", () => {
  const store = storeOf(report({ scopes: ["derived"] }));
  const { exit, code, message } = assertThrows(() => findSoundReport("r1", store), CliError);
  assertEquals([exit, code, message], [
    "manual",
    "untrusted_report",
    'Cannot undo repair "r1": its report tells of what no change did: its step "c" is outside its scopes',
  ]);
});

Deno.test("findReport() takes an id with its kind or without", () => {
  const store = storeOf(report());
  for (const id of ["r1", "report:r1", "repair-report:r1"]) assertEquals(findReport(id, store).report, report());
});

Deno.test("findReport() takes the part of an id that only one has, and last for the newest", () => {
  const ids = ["repair-20260101T000000Z-aaaa1111", "repair-20260102T000000Z-aaab2222"] as const;
  const [older, newer] = ids;
  const store = storeOf(
    report({ record_id: older, created_at: "2026-01-01T00:00:00Z" }),
    report({ record_id: newer, created_at: "2026-01-02T00:00:00Z" }),
  );
  const meant = (id: string) => findReport(id, store).report.record_id;
  assertEquals(["last", "aaaa", "repair-20260102"].map(meant), [newer, older, newer]);
  const { exit, code, message, hint } = assertThrows(() => findReport("aaa", store), CliError);
  assertEquals([exit, code, message, hint], [
    "usage",
    "ambiguous",
    'Cannot tell which repair report "aaa" is: 2 begin so',
    `Give one of them in full: ${newer}, ${older}`,
  ]);
});

const unfound: readonly (readonly [name: string, id: string, want: readonly (string | null)[]])[] = [
  ["an unknown one, with a command for this very store", "r9", [
    "not_found",
    'Cannot find repair report "r9"',
    `The newest is r1; see sourceos sync repair reports --store ${ROOT}`,
  ]],
  ["the trial of a restore, which this program wrote", "drill-1", [
    "unsupported",
    'Cannot use report "drill-1" as one of a repair: it tells how a restore was tried',
    `It changed nothing that could be undone; see sourceos sync status --store ${ROOT}, which shows what it proved`,
  ]],
  ["one of another program", "foreign", [
    "unsupported",
    'Cannot use repair report "foreign": another program wrote it',
    "Only what this program repaired can be undone by it",
  ]],
];

for (const [name, id, want] of unfound) {
  Deno.test(`findReport() refuses ${name}`, () => {
    const store = storeOf(report());
    const records = [...store.records, recordEntry("report", { ...restoreTrial() }, {})];
    const error = assertThrows(() => findReport(id, { ...store, records }), CliError);
    assertEquals([error.exit, error.message, error.hint], want);
  });
}

Deno.test("summarizeReport() says that all was taken back only once all that can be was", () => {
  const some = [undo("u1", "r1", "2026-01-06T00:00:00Z", "undo-a", "undo-b")];
  const all = [...some, undo("u2", "r1", "2026-01-07T00:00:00Z", "undo-c")];
  const file = { report: report(), problem: null };
  const told = [[], some, all].map((undos) => summarizeReport(file, [...undos.toReversed(), report()]).undone);
  assertEquals(told, [false, false, true]);
  assertEquals(summarizeReport(file, [report()]).summary, "Rebuilt it");
});

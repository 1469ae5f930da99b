import { assertEquals } from "@std/assert";
import { contentSyncFilesCheck } from "../../../lib/checks/content_sync_files.ts";
import { runCheck as outcomeOf } from "../../../lib/checks/frame/check.ts";
import type { ContentSyncState } from "../../../lib/model/content_sync.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { checkInput, type Found, found, runCheck } from "../../helpers/findings.ts";
import { CONTENT_SYNC, entryOf, fileEntry, healthyStore, ROOT, unreadableEntry } from "../../helpers/snapshots.ts";

type Queue = NonNullable<ContentSyncState["queue"]>;

const QUEUE: Queue = {
  manifest: { state: "ok", error: null, record: {} },
  audit: { state: "ok", error: null, lines: 1, bad: 0, bad_lines: [] },
  replays: 0,
};

function version(state: NonNullable<ContentSyncState["version"]>): Partial<ContentSyncState> {
  return { version: state };
}

function untold(reason: string, evidence: Found["evidence"]): Found {
  return found({
    id: "content-sync.version",
    severity: "error",
    target: "current-version",
    message: `Cannot tell the content version in force: ${reason}`,
    evidence: { file: "current-version", last_applied: "41.0", ...evidence },
    command: `sourceos sync explain version --store ${ROOT}`,
  });
}

function unreadable(path: string, reason: string, state: string): Found {
  return found({
    id: "content-sync.unreadable",
    severity: "error",
    target: path,
    message: `Cannot read "${path}": ${reason}`,
    evidence: { file: path, state },
  });
}

function badLines(message: string, evidence: Found["evidence"]): Found {
  return found({
    id: "content-sync.audit-line",
    severity: "warning",
    target: "orchestration/audit.jsonl",
    message,
    evidence: { file: "orchestration/audit.jsonl", ...evidence },
  });
}

function more(message: string, total: number): Found {
  return found({
    id: "content-sync.unreadable",
    severity: "error",
    target: ".",
    message,
    evidence: { file: ".", total, shown: 20 },
  });
}

const torn = (count: number): readonly RecordEntry[] =>
  Array.from(
    { length: count },
    (_, index) => unreadableEntry("queue", `orchestration/pending/${index}.json`, { error: null }),
  );

interface Case {
  readonly name: string;
  readonly state?: Partial<ContentSyncState>;
  readonly records?: readonly RecordEntry[];
  readonly want: readonly Found[];
}

const CASES: readonly Case[] = [
  { name: "nothing where all can be read", want: [] },
  { name: "nothing where no version is in force", state: { version: null }, want: [] },
  {
    name: "a version that cannot be told",
    state: version({ state: "empty", value: null, error: "It is empty" }),
    want: [untold("It is empty", { state: "empty", value: null })],
  },
  {
    name: "a version that cannot be told for no known reason",
    state: version({ state: "not_a_file", value: null, error: null }),
    want: [untold("not_a_file", { state: "not_a_file", value: null })],
  },
  {
    name: "a line without an end that is no version that was applied",
    state: version({ state: "torn", value: "4", error: null }),
    want: [untold("torn", { state: "torn", value: "4" })],
  },
  {
    name: "nothing of a line without an end that is whole, as a receipt says",
    state: version({ state: "torn", value: "41.0", error: null }),
    want: [],
  },
  {
    name: "several lines, also where the first of them was applied",
    state: version({ state: "several_lines", value: "41.0", error: null }),
    want: [untold("several_lines", { state: "several_lines", value: "41.0" })],
  },
  {
    name: "a version where no receipt tells of any",
    state: version({ state: "torn", value: "41.0", error: null }),
    records: [],
    want: [untold("torn", { state: "torn", value: "41.0", last_applied: null })],
  },
  {
    name: "lines of the audit log that cannot be read, and the first of them",
    state: {
      queue: {
        ...QUEUE,
        audit: { state: "ok", error: null, lines: 9, bad: 2, bad_lines: [{ line: 3, reason: "it is no JSON" }] },
      },
    },
    want: [
      badLines('2 lines of "orchestration/audit.jsonl" cannot be read, the first in line 3: it is no JSON', {
        line: 3,
        lines: 9,
        bad: 2,
        bad_lines: [3],
      }),
    ],
  },
  {
    name: "lines of the audit log that cannot be read, where no line is named",
    state: { queue: { ...QUEUE, audit: { state: "ok", error: null, lines: 9, bad: 1, bad_lines: [] } } },
    want: [
      badLines('1 line of "orchestration/audit.jsonl" cannot be read', { line: null, lines: 9, bad: 1, bad_lines: [] }),
    ],
  },
  {
    name: "a queue of which neither manifest nor audit log can be read",
    state: {
      queue: {
        manifest: { state: "denied", error: "permission denied", record: null },
        audit: { state: "too_large", error: null, lines: 0, bad: 0, bad_lines: [] },
        replays: 0,
      },
    },
    want: [
      unreadable("orchestration/manifest.json", "permission denied", "denied"),
      unreadable("orchestration/audit.jsonl", "too_large", "too_large"),
    ],
  },
  {
    name: "nothing where the queue has neither",
    state: { queue: { manifest: null, audit: null, replays: 0 } },
    want: [],
  },
  {
    name: "one more file of the same fault than are shown",
    records: [entryOf("receipt"), ...torn(21)],
    want: [
      ...torn(20).map(({ file }) => unreadable(file.path, "not_json", "not_json")),
      more("1 more file of content sync has the same fault", 21),
    ],
  },
  {
    name: "two more files of the same fault than are shown",
    records: [entryOf("receipt"), ...torn(22)],
    want: [
      ...torn(20).map(({ file }) => unreadable(file.path, "not_json", "not_json")),
      more("2 more files of content sync have the same fault", 22),
    ],
  },
  {
    name: "no record of another registry that cannot be read",
    records: [entryOf("receipt"), unreadableEntry("object", "objects/torn.json")],
    want: [],
  },
  {
    name: "a receipt that breaks its contract",
    records: [{ ...entryOf("receipt", { outcome: undefined }), file: fileEntry("receipts/odd.json") }],
    want: [found({
      id: "content-sync.contract",
      severity: "warning",
      target: "urn:srcos:sync-receipt:00000001-5ec0-4000-8000-000000000001",
      message: '"receipts/odd.json" breaks the contract of a sync receipt: Field "outcome" is required and absent',
      evidence: { file: "receipts/odd.json", fields: ["outcome"] },
    })],
  },
  {
    name: "an item of the queue that breaks its contract",
    records: [
      entryOf("receipt"),
      { ...entryOf("queue", { queued_at: undefined }), file: fileEntry("orchestration/pending/odd.json") },
    ],
    want: [found({
      id: "content-sync.contract",
      severity: "warning",
      target: "queue:idem:event:tidy-up:capability:tidy-up:policy-epoch-0",
      message: '"orchestration/pending/odd.json" breaks the contract of a queue item: Field "queued_at" is required ' +
        "and absent",
      evidence: { file: "orchestration/pending/odd.json", fields: ["queued_at"] },
    })],
  },
];

Deno.test("contentSyncFilesCheck finds nothing in a store that keeps nothing of content sync", () => {
  assertEquals(runCheck(contentSyncFilesCheck, { records: [], content_sync: null }), []);
});

Deno.test("contentSyncFilesCheck tells of a file that cannot be read what to do about that very one", () => {
  const records = [
    unreadableEntry("receipt", "receipts/torn.json", { error: null }),
    unreadableEntry("queue", "orchestration/pending/torn.json", { error: null }),
  ];
  const queue: Queue = {
    manifest: { state: "denied", error: null, record: null },
    audit: { state: "too_large", error: null, lines: 0, bad: 0, bad_lines: [] },
    replays: 0,
  };
  const store = healthyStore({ records, content_sync: { ...CONTENT_SYNC, queue } });
  const outcome = outcomeOf(contentSyncFilesCheck, checkInput(store));
  assertEquals(outcome.ran && outcome.findings.map(({ target, recommendation }) => [target, recommendation.action]), [
    ["receipts/torn.json", "Move it to a folder below receipts/, or accept it: the daemon passes over it in silence"],
    [
      "orchestration/pending/torn.json",
      "Move it to a folder below orchestration/, or accept it: the daemon lists no queue with such an item in it",
    ],
    ["orchestration/manifest.json", "Run as a user who may read it"],
    [
      "orchestration/audit.jsonl",
      "Where it is denied, run as a user who may read it; else move it to a folder below receipts/ or " +
      "orchestration/, or accept it: the daemon lists no queue with such an item in it",
    ],
  ]);
});

Deno.test("contentSyncFilesCheck tells which version the newest receipt that applied one tells of", () => {
  const state = version({ state: "empty", value: null, error: null });
  const store = healthyStore({ records: [entryOf("receipt")], content_sync: { ...CONTENT_SYNC, ...state } });
  const outcome = outcomeOf(contentSyncFilesCheck, checkInput(store));
  assertEquals(outcome.ran && outcome.findings.map(({ recommendation }) => recommendation.action), [
    `The newest receipt that applied a version tells of "41.0": compare, and write that one into ${ROOT}/current-version ` +
    "with the daemon stopped",
  ]);
});

for (const { name, state = {}, records = [entryOf("receipt")], want } of CASES) {
  Deno.test(`contentSyncFilesCheck finds ${name}`, () => {
    assertEquals(runCheck(contentSyncFilesCheck, { records, content_sync: { ...CONTENT_SYNC, ...state } }), want);
  });
}

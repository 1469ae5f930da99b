import { assertEquals } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import type { Finding } from "../../../lib/model/documents/health.ts";
import type { Draft } from "../../../lib/repair/drafts.ts";
import { buildReport } from "../../../lib/repair/report.ts";
import {
  entryOf,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  sha256Hex,
} from "../../helpers/snapshots.ts";

const JOURNAL = journalOf(HEALTHY_JOURNAL);
const DIAGNOSIS = diagnose(healthySnapshot(), sha256Hex);

function finding(id: string, target: string, action = "Look at it"): Finding {
  return {
    id,
    check: "layout",
    severity: "warning",
    durability: "disposable",
    target,
    message: "It is so",
    evidence: {},
    recommendation: { action, command: null, automatic: false, needs_review: true },
  };
}

function draft(action: Draft["action"], found: Finding | null = null): Draft {
  return {
    action,
    finding: found,
    needs: { kind: "derived" },
    id: "a",
    description: "Do it",
    expected_result: "It is done",
    durability: "disposable",
  };
}

const INDEXES = [
  draft({ kind: "rebuild_index", index: "object-heads" }),
  draft({ kind: "rebuild_index", index: "lane-counters" }),
];
const CHECKPOINT = draft({ kind: "rebuild_checkpoint" });
const QUARANTINE = draft(
  { kind: "quarantine", path: "objects/a.json" },
  finding("registry.unreadable", "objects/a.json"),
);
const LOCK = draft({ kind: "drop", paths: [] }, finding("disposable.stale-lock", "tmp/sync.lock"));
const RESUME = draft({ kind: "resume", path: "plans/a.json", record: {} });

const works: readonly (readonly [
  name: string,
  steps: readonly Draft[],
  done: readonly string[],
  preview: readonly string[],
])[] = [
  [
    "a seal",
    [draft({ kind: "seal" })],
    ["User data was not modified", "Sealed the journal's last line, of which every byte stays"],
    ["Repair would seal the journal's last line, of which every byte stays", "User data would not be modified"],
  ],
  [
    "one index",
    INDEXES.slice(0, 1),
    ["User data was not modified", "Rebuilt 2 entries of 1 index from the journal"],
    ["Repair would rebuild 2 entries of 1 index from the journal", "User data would not be modified"],
  ],
  [
    "indexes and the checkpoint",
    [...INDEXES, CHECKPOINT],
    [
      "User data was not modified",
      "Rebuilt 4 entries of 2 indexes from the journal",
      "Rebuilt the checkpoint of 3 events",
    ],
    [
      "Repair would rebuild 4 entries of 2 indexes from the journal and rebuild the checkpoint of 3 events",
      "User data would not be modified",
    ],
  ],
  [
    "files that are dropped",
    [draft({ kind: "drop", paths: ["tmp/a", "tmp/b"] }), LOCK],
    ["User data was not modified", "Dropped 2 disposable files"],
    ["Repair would drop 2 disposable files", "User data would not be modified"],
  ],
  [
    "a lock alone",
    [draft({ kind: "drop", paths: [] }), LOCK],
    ["User data was not modified", "Dropped a lock whose owner was gone"],
    ["Repair would drop a lock whose owner was gone", "User data would not be modified"],
  ],
  [
    "what is cleared away with any change",
    [draft({ kind: "drop", paths: [] })],
    ["User data was not modified", "Cleared what interrupted work left in tmp/"],
    ["Repair would clear what interrupted work left in tmp/", "User data would not be modified"],
  ],
  [
    "records that are moved aside, which are a user's",
    [QUARANTINE],
    ["Moved 1 unreadable record to quarantine, byte for byte"],
    ["Repair would move 1 unreadable record to quarantine, byte for byte"],
  ],
  [
    "plans that go on",
    [RESUME, RESUME],
    ["User data was not modified", "Resumed 2 sync plans"],
    ["Repair would resume 2 sync plans", "User data would not be modified"],
  ],
  ["nothing", [], ["User data was not modified"], ["There is nothing that repair would change"]],
];

for (const [name, steps, past, preview] of works) {
  Deno.test(`The report tells of ${name}`, () => {
    const facts = { steps, review: [], diagnosis: DIAGNOSIS, journal: JOURNAL };
    assertEquals(buildReport({ ...facts, done: true }).sentences, past);
    assertEquals(buildReport({ ...facts, done: false }).sentences, [
      "This is a preview: nothing was modified",
      ...preview,
    ]);
  });
}

Deno.test("The report counts one entry, and says of a repair without steps that nothing was appended", () => {
  const [line = ""] = HEALTHY_JOURNAL.split("\n");
  const facts = { review: [], diagnosis: DIAGNOSIS, journal: journalOf(`${line}\n`) };
  assertEquals(buildReport({ ...facts, done: true, steps: INDEXES.slice(0, 1) }).sentences, [
    "User data was not modified",
    "Rebuilt 1 entry of 1 index from the journal",
  ]);
  const nothing = buildReport({ ...facts, done: true, steps: [] });
  assertEquals([nothing.sentences, nothing.appended], [["User data was not modified"], []]);
});

Deno.test("The report counts no entries of a journal that nobody has read", () => {
  const facts = { steps: [...INDEXES, CHECKPOINT], review: [], diagnosis: DIAGNOSIS, journal: null };
  assertEquals(buildReport({ ...facts, done: true }).sentences, [
    "User data was not modified",
    "Rebuilt 2 indexes from the journal",
    "Rebuilt the checkpoint of the journal",
  ]);
});

Deno.test("The report says what is left for a person, what is left behind, and what is missing", () => {
  const one = finding("record-ids.duplicate", "object:diary");
  const told = ([1, 2] as const).flatMap((count) =>
    [true, false].map((done) =>
      buildReport({
        done,
        steps: [RESUME],
        review: [one, one].slice(0, count),
        behind: ["index:a", "index:b"].slice(0, count),
        diagnosis: DIAGNOSIS,
        journal: null,
      }).sentences.slice(2)
    )
  );
  const why = "as the repair's own event follows what they cover: --scope derived rebuilds them as well";
  assertEquals(told, [
    [`index:a is one event behind, ${why}`, "1 finding needs a person and was left alone"],
    [
      "User data would not be modified",
      `index:a would be one event behind, ${why}`,
      "1 finding needs a person and would be left alone",
    ],
    [`index:a and index:b are one event behind, ${why}`, "2 findings need a person and were left alone"],
    [
      "User data would not be modified",
      `index:a and index:b would be one event behind, ${why}`,
      "2 findings need a person and would be left alone",
    ],
  ]);
  const missing = buildReport({
    done: false,
    steps: [],
    review: [],
    missing: { message: "No scope", scopes: null },
    diagnosis: DIAGNOSIS,
    journal: null,
  });
  assertEquals(missing.sentences, ["This is a preview: nothing was modified", "No scope"]);
});

Deno.test("The report lists what failed, and what becomes of each file", () => {
  const open = entryOf("conflict", { conflict_id: "conflict:open", decision_card: undefined });
  const nameless = entryOf("conflict", { conflict_id: undefined, decision_card: undefined });
  const store = healthyStore({ records: [...healthyStore().records, open, nameless] });
  const report = buildReport({
    done: true,
    steps: [
      ...INDEXES.slice(0, 1),
      CHECKPOINT,
      RESUME,
      QUARANTINE,
      QUARANTINE,
      draft({ kind: "drop", paths: ["tmp/a"] }, finding("disposable.leftover", "tmp/a")),
    ],
    review: [
      finding("record-ids.duplicate", "object:diary", "Merge them"),
      finding("references.dangling", "object:diary", "Merge them"),
      finding("trust.revoked-actor", "actor:ada", "Ask Ada"),
    ],
    diagnosis: diagnose(healthySnapshot({ store }), sha256Hex),
    journal: JOURNAL,
  });
  const { sentences: _, ...lists } = report;
  assertEquals(lists, {
    failed: ["registry.unreadable", "disposable.leftover"],
    affected_objects: ["object:diary"],
    affected_actors: ["actor:ada"],
    preserved: ["Every durable record and every byte of the journal"],
    rebuilt: [
      "indexes/object-heads.json",
      "indexes/object-heads.entries.ndjson",
      "checkpoints/journal.json",
      "checkpoints/journal.records.ndjson",
      "plans/a.json",
    ],
    quarantined: ["objects/a.json", "objects/a.json"],
    appended: ["journal.jsonl"],
    dropped: ["tmp/a"],
    unresolved_conflicts: ["conflict:open"],
    policy_decisions: [],
    next_actions: ["Merge them", "Ask Ada"],
  });
});

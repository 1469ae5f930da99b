import { assertEquals, assertThrows } from "@std/assert";
import { Value } from "@sinclair/typebox/value";
import { sha256Hex } from "../../../commands/host/files/hashing.ts";
import { buildCheckpoint, buildIndex, entriesOf, hashOfRecord } from "../../../lib/derived/build.ts";
import { INVENTORY_PATH } from "../../../lib/derived/inventory.ts";
import { judgeCheckpoint, judgeCheckpoints, judgeDerived, judgeIndex } from "../../../lib/derived/judge.ts";
import { canonicalJson } from "../../../lib/text/stringify_json.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import { CheckpointRecord, INDEX_KINDS, type IndexKind, IndexRecord } from "../../../lib/model/derived.ts";
import type { CheckpointJudgement, IndexJudgement } from "../../../lib/model/documents/health.ts";
import type { JournalSummary } from "../../../lib/model/journal.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import type { DerivedEntry, FileEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { encode, foldBytes, sampleEvent, sampleJournal } from "../journal/sample.ts";

const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const text = sampleJournal([1, 2, 3]) + `${sampleEvent(4, { object_id: "object:beta", event_type: "delete" })}\n`;
const journal = summarise(text);

function summarise(journalText: string): JournalSummary {
  return { ...foldBytes(encode(journalText)), sha256: sha256Hex(journalText) };
}

function build(kind: IndexKind, of: JournalSummary = journal) {
  return buildIndex(kind, of, { activeGeneration: 4, sha256Hex });
}

function file(path: string): FileEntry {
  return { path, type: "file", bytes: 1, mode: null, uid: null, modified_at: null, problem: null };
}

/** The entry that a host would make of an index built from `built`, over the journal `now`. */
function entryOf(kind: IndexKind, built: string = text, now: string = text): DerivedEntry {
  const index = build(kind, summarise(built));
  return {
    folder: "indexes",
    file: file(index.recordPath),
    state: "ok",
    error: null,
    oddities: [],
    record: parsed(index.recordText),
    prefix_sha256: now.length < built.length ? null : sha256Hex(now.slice(0, built.length)),
    entries: {
      file: file(index.entriesPath),
      state: "ok",
      sha256: index.entriesDigest.sha256,
      count: index.record.entry_count,
      difference: null,
    },
  };
}

function parsed(recordText: string): JsonObject {
  const result = parseJsonObject(recordText);
  if (!result.ok) throw new TypeError(result.message);
  return result.value;
}

function withRecord(entry: DerivedEntry, patch: JsonObject): DerivedEntry {
  return { ...entry, record: { ...entry.record, ...patch } };
}

Deno.test("buildIndex() writes a record that keeps its contract, and sorted entries", () => {
  const { record, recordPath, recordText, entriesPath, entriesTexts, entriesDigest } = build("lane-counters");
  const entriesText = [...entriesTexts()].join("");
  assertEquals(record, {
    schema: "sourceos.index-record/v1alpha1",
    index_id: "lane-counters",
    index_kind: "lane-counters",
    format_version: 1,
    built_at: "2026-01-01T00:00:04Z",
    built_by: "sourceos-sync",
    covers: {
      journal_bytes: text.length,
      journal_sha256: sha256Hex(text),
      last_event_id: "evt-00000004",
      events: 4,
      active_generation: 4,
    },
    entries_file: "indexes/lane-counters.entries.ndjson",
    entry_count: 1,
    entries_sha256: sha256Hex(entriesText),
  });
  assertEquals(entriesDigest, { sha256: sha256Hex(entriesText), bytes: encode(entriesText).length });
  assertEquals([recordPath, entriesPath], ["indexes/lane-counters.json", "indexes/lane-counters.entries.ndjson"]);
  assertEquals(recordText, `${JSON.stringify(record, null, 2)}\n`);
  assertEquals(
    entriesText,
    '{"by_type":{"delete":1,"update":3},"events":4,"lane":"normal","last_event_at":"2026-01-01T00:00:04Z",' +
      '"last_event_id":"evt-00000004","unapplied":0}\n',
  );
});

for (const kind of INDEX_KINDS) {
  Deno.test(`buildIndex() keeps the contract of ${kind}, one line a key in the order of the keys`, () => {
    const { record, entriesTexts } = build(kind);
    assertEquals(Value.Check(IndexRecord, record), true);
    const keys = [...entriesTexts()].join("").trimEnd().split("\n").map((line) => JSON.parse(line)).map((entry) =>
      entry.object_id ?? entry.actor_id ?? entry.lane
    );
    assertEquals(keys, keys.toSorted());
    const hashed = { ...journal, objects: journal.objects.map((head) => ({ ...head, content_hash: "0".repeat(64) })) };
    for (const  of of[journal, hashed]) {
      const canonical = entriesOf(kind, of).map((entry) => `${canonicalJson(entry)}\n`);
      assertEquals([...build(kind, of).entriesTexts()].join(""), canonical.join(""));
    }
    assertEquals(keys.length, record.entry_count);
  });
}

Deno.test("buildIndex() covers an absent journal as an empty one, and refuses one that was not read", () => {
  const absent: JournalSummary = { ...foldBytes(new Uint8Array()), state: "absent" };
  const { record, entriesTexts } = build("object-heads", absent);
  assertEquals([record.built_at, record.covers.journal_sha256, [...entriesTexts()]], [null, EMPTY_SHA256, []]);
  assertThrows(() => build("object-heads", { ...absent, state: "unreadable" }), RangeError);
  assertThrows(() => build("object-heads", { ...journal, sha256: null }), RangeError);
});

const grown = text + sampleJournal([5, 6]);
const rewritten = text.replace("object:beta", "object:zeta");

const healthy: IndexJudgement = {
  index_id: "object-heads",
  state: "healthy",
  entries: 2,
  expected_entries: 2,
  covers_event: "evt-00000004",
  behind_events: 0,
  missing_entries: null,
  extra_entries: null,
  differing_entries: null,
  reason: "It agrees with the whole journal",
};
const corrupt = (reason: string, patch: Partial<IndexJudgement> = {}): IndexJudgement => ({
  ...healthy,
  state: "corrupt",
  behind_events: null,
  reason,
  ...patch,
});
const unproven = { covers_event: null };
const heads = entryOf("object-heads");
const entries = heads.entries ?? { file: file(""), state: "absent", sha256: null, count: 0, difference: null };

const indexCases: readonly (readonly [string, DerivedEntry, string, IndexJudgement])[] = [
  ["finds a fresh index healthy", heads, text, healthy],
  ["finds an index stale that the journal has left behind", entryOf("object-heads", text, grown), grown, {
    ...healthy,
    state: "stale",
    behind_events: 2,
    reason: "The journal has grown by 2 events",
  }],
  [
    "finds an index corrupt when history was rewritten",
    entryOf("object-heads", text, rewritten),
    rewritten,
    corrupt(`The first ${text.length} bytes of the journal are not those that it covers`),
  ],
  [
    "finds an index corrupt when history was cut short",
    entryOf("object-heads", text, sampleJournal([1])),
    sampleJournal([1]),
    corrupt(`It covers ${text.length} bytes of a journal that has ${sampleJournal([1]).length}`, {
      expected_entries: 1,
    }),
  ],
  [
    "finds an unreadable record corrupt",
    { ...heads, state: "not_json", error: "Ends too early", record: null },
    text,
    corrupt("Its record cannot be read: Ends too early", { ...unproven, expected_entries: null }),
  ],
  [
    "finds a record corrupt that breaks its contract",
    withRecord(heads, { entry_count: "2" }),
    text,
    corrupt("Its record breaks its contract at /entry_count", unproven),
  ],
  [
    "finds a record corrupt that has no schema",
    withRecord(heads, { schema: 5 }),
    text,
    corrupt("Its record breaks its contract at /schema", unproven),
  ],
  [
    "finds a record corrupt that names another index",
    withRecord(heads, { index_id: "other" }),
    text,
    corrupt("Its record names another index", unproven),
  ],
  [
    "finds a record corrupt that names a file elsewhere",
    withRecord(heads, { entries_file: "../passwd" }),
    text,
    corrupt("Its record names another entries file"),
  ],
  ["finds an index corrupt whose entries are gone", { ...heads, entries: null }, text, {
    ...corrupt("Its entries file is gone"),
    entries: null,
  }],
  [
    "finds an index corrupt whose entries cannot be read",
    { ...heads, entries: { ...entries, state: "denied", sha256: null, count: 0 } },
    text,
    corrupt("Its entries cannot be read: denied", { entries: null }),
  ],
  [
    "finds an index corrupt that lost an entry",
    { ...heads, entries: { ...entries, count: 1 } },
    text,
    corrupt("It has 1 entries, not 2", { entries: 1 }),
  ],
  [
    "finds an index corrupt whose entries were changed",
    { ...heads, entries: { ...entries, sha256: EMPTY_SHA256 } },
    text,
    corrupt("Its entries have another hash than its record says"),
  ],
  [
    "finds an index corrupt that agrees with itself and not with the journal",
    withRecord({ ...heads, entries: { ...entries, sha256: EMPTY_SHA256 } }, { entries_sha256: EMPTY_SHA256 }),
    text,
    corrupt("It differs from what the journal yields", { behind_events: 0 }),
  ],
  ["leaves a kind alone that it does not know", withRecord(heads, { index_kind: "search" }), text, {
    ...healthy,
    ...unproven,
    state: "foreign",
    expected_entries: null,
    behind_events: null,
    reason: 'Its kind is "search"',
  }],
  ["leaves a newer format alone", withRecord(heads, { format_version: 2, entry_count: "many" }), text, {
    ...healthy,
    ...unproven,
    state: "foreign",
    expected_entries: null,
    behind_events: null,
    reason: "Its format version is 2, newer than known",
  }],
  ["leaves another schema alone", withRecord(heads, { schema: "example.index/v1" }), text, {
    ...healthy,
    ...unproven,
    state: "foreign",
    expected_entries: null,
    behind_events: null,
    reason: 'Its schema is "example.index/v1"',
  }],
];

for (const [name, entry, now, expected] of indexCases) {
  Deno.test(`judgeIndex() ${name}`, () => assertEquals(judgeIndex(entry, summarise(now), sha256Hex), expected));
}

Deno.test("judgeIndex() accepts extra fields, and an index of nothing", () => {
  assertEquals(judgeIndex(withRecord(heads, { note: "kept" }), journal, sha256Hex).state, "healthy");
  const absent: JournalSummary = { ...foldBytes(new Uint8Array()), state: "absent" };
  assertEquals(judgeIndex({ ...entryOf("object-heads", ""), prefix_sha256: null }, absent, sha256Hex).state, "healthy");
});

Deno.test("judgeIndex() cannot prove an index current against a journal that cannot be read", () => {
  const unreadable: JournalSummary = { ...foldBytes(new Uint8Array()), state: "unreadable" };
  assertEquals(judgeIndex({ ...heads, prefix_sha256: null }, unreadable, sha256Hex), {
    ...healthy,
    state: "stale",
    expected_entries: null,
    behind_events: null,
    reason: "The journal cannot be read, so it cannot be proven current",
  });
});

function store(patch: Partial<StoreSnapshot>): StoreSnapshot {
  return {
    root: "/store",
    real_root: "/store",
    selected_by: "option",
    origin: "disk",
    root_file: null,
    manifest: { file: null, state: "ok", error: null, oddities: [], record: {} },
    generation_after: null,
    journal,
    journal_file: null,
    records: [],
    derived: [],
    files: [],
    folders: [],
    locks: [],
    disk: null,
    ...patch,
  };
}

const states = (of: StoreSnapshot) => judgeDerived(of, sha256Hex).map(({ index_id, state }) => [index_id, state]);

const storeCases: readonly (readonly [string, Partial<StoreSnapshot>, readonly (readonly [string, string])[]])[] = [
  ["finds nothing built in a new store", {}, [
    ["actor-activity", "not_built"],
    ["lane-counters", "not_built"],
    ["object-heads", "not_built"],
  ]],
  ["finds what is built, what was promised and what was left behind", {
    derived: [heads, { ...entryOf("object-heads"), folder: "checkpoints", file: file("checkpoints/journal.json") }],
    files: [file("indexes/lane-counters.entries.ndjson"), file("indexes/notes.txt")],
    manifest: {
      file: null,
      state: "ok",
      error: null,
      oddities: [],
      record: { indexes: ["object-heads", "actor-activity", "search"] },
    },
  }, [
    ["actor-activity", "missing"],
    ["lane-counters", "missing"],
    ["object-heads", "healthy"],
    ["search", "missing"],
  ]],
];

for (const [name, patch, expected] of storeCases) {
  Deno.test(`judgeDerived() ${name}`, () => assertEquals<unknown>(states(store(patch)), expected));
}

function checkpointEntry(built: string, now: string): DerivedEntry {
  const bytes = built.length;
  const { recordText, recordPath } = buildCheckpoint(summarise(built), {
    activeGeneration: 4,
    sha256Hex,
    segments: [{
      offset: 0,
      bytes,
      events: 4,
      sha256: sha256Hex(built),
      first_event_id: "evt-00000001",
      last_event_id: "evt-00000004",
    }],
    fold: null,
  });
  return {
    ...heads,
    folder: "checkpoints",
    file: file(recordPath),
    record: parsed(recordText),
    prefix_sha256: now.length < bytes ? null : sha256Hex(now.slice(0, bytes)),
    entries: null,
  };
}

const intact: CheckpointJudgement = {
  checkpoint_id: "journal",
  state: "healthy",
  history: "intact",
  covers_event: "evt-00000004",
  behind_events: 0,
  reason: "It covers the whole journal",
};

const checkpointCases: readonly (readonly [string, DerivedEntry, string, CheckpointJudgement])[] = [
  ["finds history intact", checkpointEntry(text, text), text, intact],
  ["finds history intact that has grown", checkpointEntry(text, grown), grown, {
    ...intact,
    state: "stale",
    behind_events: 2,
    reason: "The journal has grown by 2 events",
  }],
  ["finds history rewritten", checkpointEntry(text, rewritten), rewritten, {
    ...intact,
    state: "corrupt",
    history: "rewritten",
    behind_events: null,
    reason: `The first ${text.length} bytes of the journal are not those that it covers`,
  }],
  ["finds history cut short", checkpointEntry(text, ""), "", {
    ...intact,
    state: "corrupt",
    history: "cut_short",
    behind_events: null,
    reason: `It covers ${text.length} bytes of a journal that has 0`,
  }],
  ["cannot tell by a checkpoint that is broken", withRecord(checkpointEntry(text, text), { segments: 1 }), text, {
    ...intact,
    state: "corrupt",
    history: "unknown",
    covers_event: null,
    behind_events: null,
    reason: "Its record breaks its contract at /segments",
  }],
];

const inventory = {
  file: file(INVENTORY_PATH),
  state: "ok",
  sha256: sha256Hex("x\n"),
  count: 1,
  difference: null,
} as const;
const LISTED = { entries_file: INVENTORY_PATH, entry_count: 1, entries_sha256: sha256Hex("x\n") };
const inventoryCases: readonly (readonly [string, JsonObject, DerivedEntry["entries"], string | null])[] = [
  ["vouches for its inventory", LISTED, inventory, null],
  ["lacks its inventory", LISTED, null, "Its entries file is gone"],
  [
    "has another inventory",
    LISTED,
    { ...inventory, sha256: sha256Hex("y\n") },
    "Its entries have another hash than its record says",
  ],
  [
    "names another inventory",
    { ...LISTED, entries_file: "checkpoints/x" },
    inventory,
    "Its record names another entries file",
  ],
  ["counts other records", { ...LISTED, entry_count: 2 }, inventory, "It has 1 entries, not 2"],
];

for (const [name, reference, entries, reason] of inventoryCases) {
  Deno.test(`judgeCheckpoint() judges a checkpoint that ${name}`, () => {
    const { record_sha256: _, ...record } = checkpointEntry(text, text).record ?? {};
    const listed = { ...record, ...reference };
    const sealed = { ...listed, record_sha256: hashOfRecord(listed, sha256Hex) };
    const judged = judgeCheckpoint(
      { ...checkpointEntry(text, text), record: sealed, entries },
      summarise(text),
      sha256Hex,
    );
    assertEquals(judged, reason === null ? intact : { ...intact, behind_events: null, state: "corrupt", reason });
  });
}

for (const [name, entry, now, expected] of checkpointCases) {
  Deno.test(`judgeCheckpoint() ${name}`, () => {
    assertEquals(judgeCheckpoint(entry, summarise(now), sha256Hex), expected);
    assertEquals(judgeCheckpoints(store({ derived: [heads, entry], journal: summarise(now) }), sha256Hex), [expected]);
  });
}

Deno.test("buildCheckpoint() writes a record that keeps its contract", () => {
  assertEquals(Value.Check(CheckpointRecord, checkpointEntry(text, text).record), true);
});

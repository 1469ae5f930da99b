/** Arbitrary states for property tests: lawful ones, spoiled in any field, with any text, number and key in them. */
import fc from "./properties.ts";
import { READ_STATES } from "../../lib/model/read_states.ts";
import type { JsonObject, JsonValue } from "../../lib/text/json.ts";
import { CHANGE_KINDS } from "../../lib/model/change_kinds.ts";
import { RECORD_KINDS } from "../../lib/model/kinds.ts";
import {
  type DerivedEntry,
  type FileEntry,
  type ManifestEntry,
  type RecordEntry,
  type StateSnapshot,
  type UnfinishedChange,
} from "../../lib/model/snapshot.ts";
import { brokenChange, changeIntent, unfinishedChange } from "./changes.ts";
import { disabledProbe, downProbe, healthyProbe } from "./probes.ts";
import {
  derivedEntry,
  EVENT_LINES,
  fileEntry,
  healthySnapshot,
  healthyStore,
  journalOf,
  MANIFEST,
  manifestEntry,
  noJournal,
  recordEntry,
  RECORDS,
  ROOT,
  unreadableEntry,
} from "./snapshots.ts";

/** What steers a terminal, hides in it, or is read as something else. */
const NASTY = [
  "\x1b[31m",
  "\x07",
  "\r\n",
  "\u202e",
  "\u200b",
  "\ud800",
  "\x9b",
  "e\u0301",
  "日本語",
  "__proto__",
  "%s",
  "",
];

export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.array(fc.constantFrom(...NASTY, "object:diary", "a", " "), { maxLength: 4 }).map((parts) => parts.join("")),
);

const anyKey = fc.oneof(anyText, fc.constantFrom("__proto__", "constructor", "toString", "length"));

/** Any JSON, with integers beyond 2^53 as the parser reads them. */
const { value: anyJson } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }),
      anyText,
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(anyKey, tie("value")), { maxLength: 3 }).map((fields): JsonObject => Object.fromEntries(fields)),
  ),
}));

/** The record with some of its fields replaced by anything, left out, or joined by others. */
function spoiled(record: JsonObject): fc.Arbitrary<JsonObject> {
  const names = Object.keys(record);
  return fc.record({
    changes: fc.array(fc.tuple(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, anyKey), anyJson), {
      maxLength: 3,
    }),
    without: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, fc.subarray(names, { maxLength: 2 })),
  }).map(({ changes, without }) => {
    const fields = [...Object.entries(record).filter(([name]) => !without.includes(name)), ...changes];
    return Object.fromEntries(fields);
  });
}

const anyFile: fc.Arbitrary<FileEntry> = fc.record({
  path: fc.oneof(
    fc.tuple(fc.constantFrom("tmp", "objects", "indexes", "photos", "repair-reports"), anyText)
      .map((names) => names.join("/")),
    fc.constantFrom("objects/a.json.tmp", "actors", "indexes/a b.entries.ndjson"),
    anyText,
  ),
  type: fc.constantFrom("file", "directory", "symlink", "fifo", "socket", "other"),
  mode: fc.constantFrom(null, 0o600, 0o777),
  problem: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, anyText),
}).map(({ path, ...changes }) => fileEntry(path, changes));

const anyRecord: fc.Arbitrary<RecordEntry> = fc.constantFrom(...RECORD_KINDS).chain((kind) =>
  fc.oneof(
    { weight: 5, arbitrary: spoiled(RECORDS[kind]) },
    fc.constant({}),
  ).chain((record) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constant(recordEntry(kind, RECORDS[kind], { record })) },
      fc.record({ state: fc.constantFrom(...READ_STATES), error: fc.option(anyText) }).map(({ state, error }) =>
        unreadableEntry(kind, `${kind}/x.json`, state === "ok" ? {} : { state, error })
      ),
    )
  )
);

const anyManifest: fc.Arbitrary<ManifestEntry> = fc.oneof(
  fc.constant(manifestEntry()),
  spoiled(MANIFEST).map((record) => ({ ...manifestEntry(), record })),
  anyText.map((error) => ({ ...manifestEntry(), state: "not_json" as const, error, record: null })),
);

const INDEX: JsonObject = {
  schema: "sourceos.index-record/v1alpha1",
  index_id: "object-heads",
  index_kind: "object-heads",
  format_version: 1,
  built_at: "2026-01-02T08:00:00Z",
  built_by: "sourceos-sync",
  covers: {
    journal_bytes: 10,
    journal_sha256: "0".repeat(64),
    last_event_id: "evt-00000001",
    events: 1,
    active_generation: null,
  },
  entries_file: "indexes/object-heads.entries.ndjson",
  entry_count: 1,
  entries_sha256: "0".repeat(64),
};

const anyDerived: fc.Arbitrary<DerivedEntry> = fc.record({
  folder: fc.constantFrom("indexes", "checkpoints"),
  name: fc.oneof(fc.constantFrom("object-heads", "journal"), anyText),
  record: spoiled(INDEX),
}).map(({ folder, name, record }) => derivedEntry(`${folder}/${name}.json`, record));

const anyLine = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...EVENT_LINES) },
  fc.tuple(
    fc.constantFrom(...EVENT_LINES),
    fc.constantFrom("event_id", "event_type", "lane", "object_id", "producer", "created_at", "applied"),
    anyText,
  )
    .map(([line, name, value]) =>
      line.replace(new RegExp(`("${name}": ?)("[^"]*"|true)`), (_, key) => key + JSON.stringify(value))
    ),
  anyText,
  fc.constantFrom("", "{}", "[]", '{"torn', "NaN"),
);

const anyJournal = fc.oneof(
  { weight: 5, arbitrary: fc.array(anyLine, { maxLength: 8 }).map((lines) => journalOf(lines.join("\n"))) },
  fc.constant(noJournal("absent")),
  anyText.map((error) => noJournal("unreadable", error)),
);

const anyChange: fc.Arbitrary<UnfinishedChange | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  anyText.map((error) => brokenChange({ error })),
  fc.record({
    change_id: anyText,
    kind: fc.constantFrom(...CHANGE_KINDS),
    scopes: fc.array(anyText, { maxLength: 5 }),
  }).chain((intent) =>
    fc.constantFrom(true, false, null).map((under_way) => unfinishedChange({ intent: changeIntent(intent), under_way }))
  ),
);

const anyDaemon = fc.oneof(
  fc.constant(disabledProbe("default")),
  fc.constant(downProbe()),
  fc.record({ status: fc.option(anyText), summary: fc.option(anyText), version: fc.option(anyText) }).map((changes) =>
    healthyProbe(ROOT, { ...changes, ready: false })
  ),
);

/** A state with a store, in which nothing has to be right. */
export const anyState: fc.Arbitrary<StateSnapshot> = fc.record({
  manifest: anyManifest,
  journal: anyJournal,
  records: fc.array(anyRecord, { maxLength: 10 }),
  derived: fc.array(anyDerived, { maxLength: 3 }),
  files: fc.array(anyFile, { maxLength: 4 }),
  interrupted: anyChange,
  daemon: anyDaemon,
}).map(({ daemon, ...store }) => healthySnapshot({ store: healthyStore(store), daemon }));

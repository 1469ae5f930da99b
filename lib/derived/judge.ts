/** Judging indexes and checkpoints against the journal (docs/formats.md, "Judging derived files"). */
import { textOf } from "../model/fields.ts";
import type { TSchema } from "@sinclair/typebox";
import { Errors } from "@sinclair/typebox/errors";
import {
  BUILT_BY,
  CHECKPOINT_KIND,
  CHECKPOINT_SCHEMA,
  CheckpointRecord,
  type Covers,
  FORMAT_VERSION,
  INDEX_KINDS,
  INDEX_SCHEMA,
  type IndexKind,
  IndexRecord,
} from "../model/derived.ts";
import type { CheckpointJudgement, IndexJudgement } from "../model/documents/health.ts";
import type { JournalSummary } from "../model/journal.ts";
import { integerField, type JsonObject, stringField, stringListField } from "../text/json.ts";
import type { DerivedEntry, StoreSnapshot } from "../model/snapshot.ts";
import { countText } from "../text/numbers.ts";
import { compareCodePoints } from "../text/order.ts";
import { buildIndex, countEntries, entriesPath, hashOfRecord } from "./build.ts";
import { INVENTORY_PATH } from "./inventory.ts";
import { findCheckpointProblem } from "./sound_checkpoint.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { holds } from "../model/quick_check.ts";

/**
 * Every index of the store, sorted by id: those with a record, those that something says should exist, and the kinds
 * that were never built.
 */
export function judgeDerived(store: StoreSnapshot, sha256Hex: Sha256Hex): readonly IndexJudgement[] {
  const judged = store.derived.filter((entry) => entry.folder === "indexes")
    .map((entry) => judgeIndex(entry, store.journal, sha256Hex));
  const known = new Set(judged.map((judgement) => judgement.index_id));
  const promised = [...promisedIndexes(store)].filter(([id]) => !known.has(id))
    .map(([id, reason]) => withoutRecord(id, "missing", reason, store.journal));
  for (const { index_id: id } of promised) known.add(id);
  const unbuilt = INDEX_KINDS.filter((kind) => !known.has(kind))
    .map((kind) => withoutRecord(kind, "not_built", "It was never built", store.journal));
  return [...judged, ...promised, ...unbuilt].sort((a, b) => compareCodePoints(a.index_id, b.index_id));
}

/** One index record, with its entries as the host measured them. Its id is the name of its file. */
export function judgeIndex(entry: DerivedEntry, journal: JournalSummary, sha256Hex: Sha256Hex): IndexJudgement {
  const id = idOf(entry);
  const { record } = entry;
  const kind = knownKind(record);
  const seen = {
    index_id: id,
    entries: entry.entries?.state === "ok" ? entry.entries.count : null,
    expected_entries: expectedEntries(kind, journal),
    covers_event: null,
    behind_events: null,
    ...differenceCounts(entry),
  };
  const corrupt = (reason: string): IndexJudgement => ({ ...seen, state: "corrupt", reason });
  if (entry.state !== "ok" || record === null) {
    return corrupt(`Its record cannot be read: ${entry.error ?? entry.state}`);
  }
  const foreign = foreignness(record, { schema: INDEX_SCHEMA, kindField: "index_kind", kinds: INDEX_KINDS });
  if (foreign !== null) return { ...seen, expected_entries: null, state: "foreign", reason: foreign };
  if (!holds(IndexRecord, record)) return corrupt(contractProblem(IndexRecord, record));
  if (record.index_id !== id) return corrupt("Its record names another index");
  const covered = { ...seen, covers_event: record.covers.last_event_id };
  const broken = entriesProblem(entry, record, entriesPath(record.index_id)) ??
    prefixProblem(entry, record.covers, journal);
  if (broken !== null) return { ...covered, state: "corrupt", reason: broken };
  const { behind_events, reason } = lag(record.covers, journal);
  if (reason !== null) return { ...covered, behind_events, state: "stale", reason };
  const differs = !entriesAgree(entry, record, journal, sha256Hex) ||
    journal.events !== record.covers.events || journal.last_event_id !== record.covers.last_event_id;
  const agreement = isParsed(journal)
    ? "It agrees with the whole journal"
    : "It is whole, and covers the whole journal, which was not read line by line";
  return differs
    ? { ...covered, behind_events, state: "corrupt", reason: `It differs from what the journal yields${counts(entry)}` }
    : { ...covered, behind_events, state: "healthy", reason: agreement };
}

/** Whether the entries, whose hash is the record's, are those of the journal; by recomputation where the host did not compare. */
function entriesAgree(
  { entries }: DerivedEntry,
  record: IndexRecord,
  journal: JournalSummary,
  sha256Hex: Sha256Hex,
): boolean {
  if (entries !== null && entries.difference !== null) return entries.difference.exact;
  // What the summary says of the beginning is what the indexes said: they would be held against themselves.
  if (!isParsed(journal)) return true;
  const expected = buildIndex(record.index_kind, journal, { activeGeneration: null, sha256Hex }).record;
  return expected.entries_sha256 === record.entries_sha256 && expected.entry_count === record.entry_count;
}

type DifferenceCounts = Pick<IndexJudgement, "missing_entries" | "extra_entries" | "differing_entries">;

function differenceCounts(entry: DerivedEntry | null): DifferenceCounts {
  const difference = entry?.entries?.difference ?? null;
  return {
    missing_entries: difference?.missing ?? null,
    extra_entries: difference?.extra ?? null,
    differing_entries: difference?.differing ?? null,
  };
}

/** `: 1 missing, 2 differing`, or nothing where nothing was counted. */
function counts({ entries }: DerivedEntry): string {
  const { missing = 0, extra = 0, differing = 0 } = entries?.difference ?? {};
  const parts = Object.entries({ missing, extra, differing }).filter(([, count]) => count > 0);
  return parts.length === 0 ? "" : `: ${parts.map(([what, count]) => `${count} ${what}`).join(", ")}`;
}

/** Every checkpoint of the store, sorted by id; none where there is none. */
export function judgeCheckpoints(store: StoreSnapshot, sha256Hex: Sha256Hex): readonly CheckpointJudgement[] {
  return store.derived.filter((entry) => entry.folder === "checkpoints")
    .map((entry) => judgeCheckpoint(entry, store.journal, sha256Hex))
    .sort((a, b) => compareCodePoints(a.checkpoint_id, b.checkpoint_id));
}

/** One checkpoint record. Its id is the name of its file. */
export function judgeCheckpoint(
  entry: DerivedEntry,
  journal: JournalSummary,
  sha256Hex: Sha256Hex,
): CheckpointJudgement {
  const id = idOf(entry);
  const { record } = entry;
  const seen = { checkpoint_id: id, history: "unknown", covers_event: null, behind_events: null } as const;
  if (entry.state !== "ok" || record === null) {
    return { ...seen, state: "corrupt", reason: `Its record cannot be read: ${entry.error ?? entry.state}` };
  }
  const ours = { schema: CHECKPOINT_SCHEMA, kindField: "checkpoint_kind", kinds: [CHECKPOINT_KIND] };
  const foreign = foreignness(record, ours);
  if (foreign !== null) return { ...seen, state: "foreign", reason: foreign };
  if (!holds(CheckpointRecord, record)) {
    return { ...seen, state: "corrupt", reason: contractProblem(CheckpointRecord, record) };
  }
  if (record.checkpoint_id !== id) return { ...seen, state: "corrupt", reason: "Its record names another checkpoint" };
  if (record.record_sha256 !== undefined && record.record_sha256 !== hashOfRecord(record, sha256Hex)) {
    return { ...seen, state: "corrupt", reason: "Its record has another hash than it says" };
  }
  const covered = { ...seen, covers_event: record.covers.last_event_id };
  const broken = prefixProblem(entry, record.covers, journal);
  if (broken !== null) {
    const history = record.covers.journal_bytes > journal.bytes ? "cut_short" : "rewritten";
    return { ...covered, history, state: "corrupt", reason: broken };
  }
  const contradiction = findCheckpointProblem(record);
  if (contradiction !== null) {
    return { ...covered, state: "corrupt", reason: `Its record contradicts itself: ${contradiction}` };
  }
  const { behind_events, reason } = lag(record.covers, journal);
  const isHashed = isKnown(journal) && !isUnmeasured(entry, record.covers, journal);
  const history = isHashed ? "intact" : "unknown";
  const lacking = record.entries_file === undefined ? null : entriesProblem(entry, record, INVENTORY_PATH);
  if (lacking !== null) return { ...covered, history, state: "corrupt", reason: lacking };
  const whole = isHashed ? "It covers the whole journal" : "It covers the whole journal, of which the end was hashed";
  return reason === null
    ? { ...covered, history, behind_events, state: "healthy", reason: whole }
    : { ...covered, history, behind_events, state: "stale", reason };
}

/** Whether the summary says what is in the journal; an absent one holds nothing. */
function isKnown({ state }: JournalSummary): boolean {
  return state === "present" || state === "absent";
}

function expectedEntries(kind: IndexKind | null, journal: JournalSummary): number | null {
  return kind === null || !isKnown(journal) ? null : countEntries(kind, journal);
}

/** Whether nobody hashed what the record covers, as a quick look does not. */
function isUnmeasured({ prefix_sha256: hash }: DerivedEntry, covers: Covers, journal: JournalSummary): boolean {
  return hash === null && journal.bytes_hashed < covers.journal_bytes;
}

/** Whether the summary comes from the journal's own lines, not in part from what a checkpoint and its indexes keep. */
function isParsed({ bytes, bytes_parsed: parsed }: JournalSummary): boolean {
  return parsed === bytes;
}

function idOf(entry: DerivedEntry): string {
  return entry.file.path.slice(entry.folder.length + 1).replace(/\.json$/, "");
}

function knownKind(record: JsonObject | null): IndexKind | null {
  const kind = stringField(record, "index_kind");
  return INDEX_KINDS.find((candidate) => candidate === kind) ?? null;
}

/** Index ids that should have a record, each with what says so. */
function promisedIndexes(store: StoreSnapshot): ReadonlyMap<string, string> {
  const promised = new Map<string, string>();
  for (const { path } of store.files) {
    const id = /^indexes\/([^/]+)\.entries\.ndjson$/.exec(path)?.[1];
    if (id !== undefined) promised.set(id, `Its entries are there without a record: "${path}"`);
  }
  for (const id of stringListField(store.manifest.record, "indexes")) promised.set(id, "The manifest names it");
  return promised;
}

function withoutRecord(
  id: string,
  state: "missing" | "not_built",
  reason: string,
  journal: JournalSummary,
): IndexJudgement {
  const kind = INDEX_KINDS.find((candidate) => candidate === id);
  return {
    index_id: id,
    state,
    entries: null,
    expected_entries: expectedEntries(kind ?? null, journal),
    covers_event: null,
    behind_events: null,
    ...differenceCounts(null),
    reason,
  };
}

/** Why the record is none of ours to judge, or null where it is. A field of the wrong type is corruption, not this. */
function foreignness(
  record: JsonObject,
  ours: { readonly schema: string; readonly kindField: string; readonly kinds: readonly string[] },
): string | null {
  const schema = textOf(record, "schema");
  if (schema !== null && schema !== ours.schema) return `Its schema is "${schema}"`;
  const kind = stringField(record, ours.kindField);
  if (kind !== null && !ours.kinds.includes(kind)) return `Its kind is "${kind}"`;
  // The daemon puts our schema's name into whatever is registered as an index.
  if (kind === null && stringField(record, "built_by") !== BUILT_BY) {
    return "It has no kind, and was built by another program";
  }
  const version = integerField(record, "format_version");
  return version !== null && version > FORMAT_VERSION ? `Its format version is ${version}, newer than known` : null;
}

function contractProblem(contract: TSchema, record: JsonObject): string {
  const error = Errors(contract, record).First();
  return `Its record breaks its contract${error === undefined ? "" : ` at ${error.path || "/"}`}`;
}

function entriesProblem(
  entry: DerivedEntry,
  record: Pick<CheckpointRecord, "entries_file" | "entry_count" | "entries_sha256">,
  path: string,
): string | null {
  const { entries } = entry;
  if (record.entries_file !== path) return "Its record names another entries file";
  if (entries === null || entries.state === "absent") return "Its entries file is gone";
  if (entries.state === "too_large") {
    return `Its entries file has ${countText(entries.file.bytes)} bytes, more than it can need`;
  }
  if (entries.state !== "ok") return `Its entries cannot be read: ${entries.state}`;
  if (entries.count !== record.entry_count) {
    return `It has ${entries.count} entries, not ${record.entry_count}${counts(entry)}`;
  }
  return entries.sha256 === record.entries_sha256
    ? null
    : `Its entries have another hash than its record says${counts(entry)}`;
}

function prefixProblem(entry: DerivedEntry, covers: Covers, journal: JournalSummary): string | null {
  // Nothing can be said of a journal that was not read, and of nothing covered there is nothing to say.
  if (!isKnown(journal) || covers.journal_bytes === 0) return null;
  if (covers.journal_bytes > journal.bytes) {
    return `It covers ${covers.journal_bytes} bytes of a journal that has ${journal.bytes}`;
  }
  return entry.prefix_sha256 === covers.journal_sha256 || isUnmeasured(entry, covers, journal)
    ? null
    : `The first ${covers.journal_bytes} bytes of the journal are not those that it covers`;
}

function lag(
  covers: Covers,
  journal: JournalSummary,
): { readonly behind_events: number | null; readonly reason: string | null } {
  if (!isKnown(journal)) {
    const why = journal.state === "not_read" ? "was not read" : "cannot be read";
    return { behind_events: null, reason: `The journal ${why}, so it cannot be proven current` };
  }
  if (covers.journal_bytes === journal.bytes) return { behind_events: 0, reason: null };
  const behind = Math.max(journal.events - covers.events, 0);
  const grown = behind === 0
    ? `${journal.bytes - covers.journal_bytes} bytes that hold no event`
    : `${behind} ${behind === 1 ? "event" : "events"}`;
  return { behind_events: behind, reason: `The journal has grown by ${grown}` };
}

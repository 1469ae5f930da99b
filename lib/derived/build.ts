/**
 * Derived files as a pure function of the journal: the same journal gives the same bytes on any host.
 *
 * Nothing here depends on a clock; hashes come from a function that the host passes in (lower-case hex of UTF-8 bytes).
 */
import { canonicalJson, joinedLines, stringifyJson } from "../text/stringify_json.ts";
import {
  BUILT_BY,
  CHECKPOINT_KIND,
  CHECKPOINT_SCHEMA,
  type CheckpointRecord,
  type CheckpointSegment,
  type Covers,
  FORMAT_VERSION,
  INDEX_SCHEMA,
  type IndexKind,
  type IndexRecord,
} from "../model/derived.ts";
import type { FileDigest } from "../model/change.ts";
import type { FoldState, ResumeState } from "../model/fold_state.ts";
import type { InventoryReference } from "./inventory.ts";
import type { JournalSummary, ObjectHead } from "../model/journal.ts";
import type { JsonObject } from "../text/json.ts";
import { digestOfTexts, type Sha256Hex } from "../text/sha256.ts";

interface BuiltIndex {
  readonly record: IndexRecord;
  /** Relative to the store's root, as is `entriesPath`. */
  readonly recordPath: string;
  readonly recordText: string;
  readonly entriesPath: string;
  readonly entriesDigest: FileDigest;
  /** The text of the entries, one piece behind the other. */
  readonly entriesTexts: () => Iterable<string>;
}

interface BuiltCheckpoint {
  readonly record: CheckpointRecord;
  readonly recordPath: string;
  readonly recordText: string;
}

interface IndexSources {
  /** The manifest's active generation, where it is known. */
  readonly activeGeneration: number | null;
  readonly sha256Hex: Sha256Hex;
}

/** Where an index's entries are, relative to the store's root. */
export function entriesPath(indexId: string): string {
  return `indexes/${indexId}.entries.ndjson`;
}

/** Where an index's record is, relative to the store's root. */
export function recordPath(indexId: string): string {
  return `indexes/${indexId}.json`;
}

/** Where the journal's checkpoint is, relative to the store's root. */
export const CHECKPOINT_PATH = "checkpoints/journal.json";

/** How many entries an index of this kind has for this journal. */
export function countEntries(kind: IndexKind, journal: JournalSummary): number {
  return entriesOf(kind, journal).length;
}

/** The index of this kind; its id is the kind's name. @throws RangeError where the journal was not read. */
export function buildIndex(kind: IndexKind, journal: JournalSummary, sources: IndexSources): BuiltIndex {
  const digest = entriesDigest(kind, journal, sources.sha256Hex);
  const record: IndexRecord = {
    schema: INDEX_SCHEMA,
    index_id: kind,
    index_kind: kind,
    format_version: FORMAT_VERSION,
    built_at: journal.newest_event_at,
    built_by: BUILT_BY,
    covers: coverWhole(journal, sources),
    entries_file: entriesPath(kind),
    entry_count: countEntries(kind, journal),
    entries_sha256: digest.sha256,
  };
  return {
    record,
    recordPath: recordPath(kind),
    recordText: fileText(record),
    entriesPath: record.entries_file,
    entriesDigest: digest,
    entriesTexts: () => joinedLines(entryLines(kind, journal)),
  };
}

interface CheckpointSources extends IndexSources {
  /** All segments of the journal, hashed by the host, in order. */
  readonly segments: readonly CheckpointSegment[];
  /** The fold's state at the journal's end, where it has one. */
  readonly fold: FoldState | null;
  /** None where absent. */
  readonly inventory?: InventoryReference;
}

// A fold that found anomalies everywhere is not worth going on from: its record could become too large to be read.
const MAX_FOLD_CHARACTERS = 4 * 1024 * 1024;

/** The journal's checkpoint, `checkpoints/journal.json`. @throws RangeError where the journal was not read. */
export function buildCheckpoint(journal: JournalSummary, sources: CheckpointSources): BuiltCheckpoint {
  const unsealed = {
    schema: CHECKPOINT_SCHEMA,
    checkpoint_id: "journal",
    checkpoint_kind: CHECKPOINT_KIND,
    format_version: FORMAT_VERSION,
    built_at: journal.newest_event_at,
    built_by: BUILT_BY,
    covers: coverWhole(journal, sources),
    segments: sources.segments,
    resume: resumeState(journal, sources),
    ...sources.inventory,
  } as const;
  const record: CheckpointRecord = { ...unsealed, record_sha256: hashOfRecord(unsealed, sources.sha256Hex) };
  return { record, recordPath: CHECKPOINT_PATH, recordText: fileText(record) };
}

/** The entries that an index of this kind has for this journal, sorted by key. */
export function entriesOf(kind: IndexKind, journal: JournalSummary): readonly JsonObject[] {
  switch (kind) {
    case "object-heads":
      return journal.objects;
    case "actor-activity":
      return journal.actors;
    case "lane-counters":
      return journal.lanes;
  }
}

/** The line of the entry in that place, without its newline; null behind the last. */
export function entryLine(kind: IndexKind, journal: JournalSummary, place: number): string | null {
  const entry = kind === "object-heads" ? inOrder(journal.objects[place]) : entriesOf(kind, journal)[place];
  return entry === undefined ? null : canonicalJson(entry);
}

function* entryLines(kind: IndexKind, journal: JournalSummary): Generator<string> {
  const count = countEntries(kind, journal);
  for (let place = 0; place < count; place++) yield entryLine(kind, journal, place) ?? "";
}

/** By hand, as sorting the fields of each of a hundred thousand heads takes longer than writing them. */
function inOrder(head: ObjectHead | undefined): ObjectHead | undefined {
  if (head === undefined) return undefined;
  return {
    ...(head.content_hash === undefined ? {} : { content_hash: head.content_hash }),
    deleted: head.deleted,
    events: head.events,
    first_event_id: head.first_event_id,
    lane: head.lane,
    last_event_at: head.last_event_at,
    last_event_id: head.last_event_id,
    last_event_type: head.last_event_type,
    last_producer: head.last_producer,
    line: head.line,
    object_id: head.object_id,
    offset: head.offset,
  };
}

/** An index tells the digest of its entries, and the checkpoint tells it again: a hundred thousand are written out once. */
const entriesDigests = new WeakMap<readonly JsonObject[], FileDigest>();

function entriesDigest(kind: IndexKind, journal: JournalSummary, sha256Hex: Sha256Hex): FileDigest {
  const entries = entriesOf(kind, journal);
  const digest = entriesDigests.get(entries) ?? digestOfTexts(joinedLines(entryLines(kind, journal)), sha256Hex);
  entriesDigests.set(entries, digest);
  return digest;
}

function coverWhole(journal: JournalSummary, { activeGeneration, sha256Hex }: IndexSources): Covers {
  if (
    journal.state === "unreadable" || journal.state === "not_read" || (journal.sha256 === null && journal.bytes > 0)
  ) {
    throw new RangeError("Cannot build a derived file: the journal was not read");
  }
  return {
    journal_bytes: journal.bytes,
    journal_sha256: journal.sha256 ?? sha256Hex(""),
    last_event_id: journal.last_event_id,
    events: journal.events,
    active_generation: activeGeneration,
  };
}

function resumeState(journal: JournalSummary, { fold, sha256Hex }: CheckpointSources): ResumeState | null {
  if (fold === null || stringifyJson(fold).length > MAX_FOLD_CHARACTERS) return null;
  return {
    fold,
    object_heads_sha256: entriesDigest("object-heads", journal, sha256Hex).sha256,
    actor_activity_sha256: entriesDigest("actor-activity", journal, sha256Hex).sha256,
  };
}

/** The hash that a checkpoint's record carries of everything else in it. */
export function hashOfRecord({ record_sha256: _, ...rest }: JsonObject, sha256Hex: Sha256Hex): string {
  return sha256Hex(canonicalJson(rest));
}

// As the store's other files are written (docs/formats.md, "Canonical bytes").
function fileText(record: JsonObject): string {
  return `${stringifyJson(record, 2)}\n`;
}

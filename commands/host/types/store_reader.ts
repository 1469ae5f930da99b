/** How the host reads a store: what is asked for, and what is told. Types only. */
import type { DayOfEvents } from "../../../lib/journal/activity.ts";
import type { LineAt } from "../../../lib/journal/line_at.ts";
import type { EventFilters, NewestEvent } from "../../../lib/journal/newest.ts";
import type { FoundEvents, SearchRole } from "../../../lib/journal/search.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import type { LookNote } from "../../../lib/model/look_note.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import type { RecordEntry, StoreAbsence, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import type { EventSelection } from "../../../lib/export/events.ts";
import type { StoreBytes } from "../../../lib/repair/predict.ts";

export interface StoreChoice {
  readonly root: string;
  /** `daemon` where only the daemon named it. */
  readonly selectedBy: "option" | "environment" | "default" | "daemon";
}

export interface FoundStore {
  readonly found: true;
  readonly store: StoreSnapshot;
  /** What it was read over, which stands for the records and heads that it lacks; absent where it was read as a whole. */
  readonly note?: LookNote;
  /** A file was being written while it was read, and is not in it: one that is never finished lies there from now on. */
  readonly isWritten?: true;
}

export type StoreReading =
  | FoundStore
  | { readonly found: false; readonly absence: StoreAbsence };

/**
 * How much of the journal is read. `full` parses every line. Where a checkpoint covers its beginning, `standard` only
 * hashes that and `quick` only hashes the end of it; both parse what follows, and without a checkpoint they parse all.
 * `skip` reads nothing, which leaves the summary in the state `not_read`.
 */
export type JournalDepth = "quick" | "standard" | "full" | "skip";

/**
 * `all` where absent; only what judges and changes nothing may do with `changed`. `noted` leaves out what the note of an
 * earlier look stands for: whoever asks for it holds the note against the rest, and reads again where it does not fit.
 */
export type RecordDepth = "all" | "changed" | "noted";

/** Which of the daemon's receipts are opened beside the newest. */
export interface ReceiptDepth {
  readonly all: boolean;
  /** The id, or the path, of a receipt that is wanted however old it is; null where none is. */
  readonly named: string | null;
}

export interface ReadOptions {
  /** `full` where absent. */
  readonly journal?: JournalDepth;
  /** The newest alone where absent. */
  readonly receipts?: ReceiptDepth;
  /** Which records are opened: all, or only those that the cache of records does not list as their files are now. */
  readonly records?: RecordDepth;
  /** The only kinds whose records are read; every kind where absent or null. Nothing is then told of what is gone. */
  readonly kinds?: readonly RecordKind[] | null;
  /**
   * As a person types it, the only record that is asked for; every one where absent or null. Of the objects that the cache
   * of records has, only those are then told that bear on it, and nothing of what is gone or of the entries of indexes.
   */
  readonly about?: string | null;
  /** `answer` where absent. */
  readonly purpose?: ReadPurpose;
  /**
   * The store as it was read for a change before: its records are taken from there, as from the cache, where their files are in
   * the states that they had then. From nowhere where absent or null.
   */
  readonly over?: StoreSnapshot | null;
}

/** What comes of it: for a `plan` it is kept what readBytes() needs, for a `change` what recordCache() needs as well. */
export type ReadPurpose = "answer" | "plan" | "change";

export interface SearchRequest {
  readonly role: SearchRole;
  readonly id: string;
  /** How many of the newest events are wanted whole. */
  readonly newest: number;
}

export interface JournalFindings extends FoundEvents {
  readonly state: "searched" | "absent" | "unreadable";
  readonly error: string | null;
}

export interface NewestRequest {
  readonly filters: EventFilters;
  /** No more are read for. */
  readonly limit: number;
}

export interface NewestEvents {
  readonly state: "present" | "absent" | "unreadable";
  readonly error: string | null;
  /** The newest first. */
  readonly events: readonly NewestEvent[];
}

export interface BytesRequest {
  readonly paths: readonly string[];
  /** What the journal is folded with behind its end; not at all where `folds` is false. */
  readonly appended: string;
  readonly folds: boolean;
  /** What the inventory of that time is made from, as far as it can be read; null where none is made. */
  readonly inventory: { readonly paths: readonly string[]; readonly at: string } | null;
}

export interface EventRequest {
  /** The ids of the objects whose events are wanted. */
  readonly objects: ReadonlySet<string>;
  /** Takes the UTF-8 of each line, newline included, in the order of the journal. */
  take?(line: Uint8Array): void;
}

/** `moved_on`: what had been read of the journal is not there any more as it was. */
export interface EventReading {
  readonly state: "selected" | "moved_on" | "unreadable";
  readonly error: string | null;
  /** Null where it is unreadable. */
  readonly selection: EventSelection | null;
}

/** Objects of which records and journal say different things. */
export interface SuspectObjects {
  readonly records: readonly RecordEntry[];
  /** Ids that the journal keeps alive and that have no record. */
  readonly without: readonly string[];
}

export interface StoreReader {
  /** The store directory that is in force: the option, the environment, the first default that exists. */
  choose(option: string | null): Promise<StoreChoice>;
  /** Reads everything that the store says; writes nothing, and a bad file never hides the others. */
  read(choice: StoreChoice, options?: ReadOptions): Promise<StoreReading>;
  /** Finds the events of one id in the journal of a store that was read, without reading every line. */
  searchJournal(store: StoreSnapshot, request: SearchRequest): Promise<JournalFindings>;
  /** The newest events that fit, of a journal that is read from its end as far as that takes. */
  newestEvents(store: StoreSnapshot, request: NewestRequest): Promise<NewestEvents>;
  /** The record of that id of a store that was read, from the file that the id names; null where that does not hold it. */
  readRecord(store: StoreSnapshot, kind: RecordKind, id: string): JsonObject | null;
  /** The record in a file that a change keeps below repair-reports/; null where there is none, or it cannot be read. */
  readKept(store: StoreSnapshot, path: string): JsonObject | null;
  /** That line of the journal of a store that was read; null where there is none, or it cannot be read. */
  readLine(store: StoreSnapshot, line: number): Promise<LineAt | null>;
  /** The ids of those objects that are being written to: waits a moment, and looks at them again. */
  findMoving(store: StoreSnapshot, suspects: SuspectObjects): Promise<readonly string[]>;
  /** Looks at the bytes of a store that was read. @throws CliError io, denied; stale where the journal is another */
  readBytes(store: StoreSnapshot, request: BytesRequest): Promise<StoreBytes>;
  /** The lines of a cache of the records of a store as it was read for a change, without its seal. */
  recordCache(store: StoreSnapshot): Iterable<string>;
  /** Counts the events a day that the last 16 MiB of the journal hold; null where it cannot be read. */
  tallyActivity(store: StoreSnapshot): Promise<readonly DayOfEvents[] | null>;
  /** Selects the events of these objects from the journal of a store that was read, as far as it was read. */
  selectEvents(store: StoreSnapshot, request: EventRequest): Promise<EventReading>;
}

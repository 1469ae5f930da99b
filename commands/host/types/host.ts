/** The effects that commands need, as narrow interfaces. Types only: what carries them out is in the files beside this one. */
import type { DayOfEvents } from "../../../lib/journal/activity.ts";
import type { LineAt } from "../../../lib/journal/line_at.ts";
import type { EventFilters, NewestEvent } from "../../../lib/journal/newest.ts";
import type { FoundEvents, SearchRole } from "../../../lib/journal/search.ts";
import type { ChangeIntent, ChangeRequest, FileDigest } from "../../../lib/model/change.ts";
import type { Build } from "../../../lib/model/envelope.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import type { LookNote } from "../../../lib/model/look_note.ts";
import type { LookedAt } from "../../../lib/answers/look_note.ts";
import type { DaemonProbe } from "../../../lib/model/daemon.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import type { RecordEntry, StoreAbsence, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import type { EventSelection } from "../../../lib/export/events.ts";
import type { Progress } from "../../../lib/render/progress.ts";
import type { StreamTraits } from "../../../lib/render/view.ts";
import type { OwnershipProblem } from "../../../lib/change/who_may_change.ts";
import type { StoreBytes } from "../../../lib/repair/predict.ts";
import type { Bundles } from "./bundle.ts";
import type { ProgressLine, Work } from "./progress.ts";
import type { Screen } from "./screen.ts";
import type { StoreMaker } from "./store_maker.ts";

export type { StreamTraits };

/** The time of day; SOURCE_DATE_EPOCH fixes it. */
export interface Clock {
  now(): Date;
}

/** How long the command may take (`--max-time`): for ever, until it is set. What a change of a store needs does not ask. */
export interface Deadline {
  /** So many seconds after the program began. */
  set(seconds: number): void;
  /** @throws CliError timeout once the time is up */
  check(): void;
  /** Takes note of how far the work is, which the error then tells. @throws CliError timeout once the time is up */
  note(progress: Progress): void;
  /** Does what may have to wait for others. @throws CliError timeout once the time is up, with the work left waiting */
  within<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Environment variables, by name; an empty one counts as unset. */
export type Environment = (name: string) => string | null;

/** A stream that takes whole texts and waits until every byte is gone. @throws ReaderLeft when the other side is closed. */
export interface TextSink {
  readonly traits: StreamTraits;
  write(text: string): Promise<void>;
}

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
  /** A plan is made of what is read: what readBytes() needs of it is kept. Not so where absent. */
  readonly forPlan?: boolean;
}

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
  /** Counts the events a day that the last 16 MiB of the journal hold; null where it cannot be read. */
  tallyActivity(store: StoreSnapshot): Promise<readonly DayOfEvents[] | null>;
  /** Selects the events of these objects from the journal of a store that was read, as far as it was read. */
  selectEvents(store: StoreSnapshot, request: EventRequest): Promise<EventReading>;
}

export interface DaemonChoice {
  /** `none`, an http URL, or `unix:` and a path, as it was given or found. */
  readonly endpoint: string;
  readonly selectedBy: "option" | "environment" | "default";
}

export interface DaemonClient {
  /**
   * The endpoint in force: the option, the environment, the socket where it exists, else the default port.
   *
   * Call it before giveUpWriting(): a unix socket can only be opened while the program may write.
   * @throws CliError "usage" for a malformed endpoint.
   */
  choose(option: string | null): Promise<DaemonChoice>;
  /** Asks /healthz, /readyz and /statez; every failure is a state in the answer, never an exception. */
  probe(choice: DaemonChoice, timeoutMs: number): Promise<DaemonProbe>;
  /** The state that a probed daemon tells of its store, journal included; null where it does not tell. */
  readStore(choice: DaemonChoice, probe: DaemonProbe, timeoutMs: number): Promise<StoreSnapshot | null>;
}

/** Files that a person names: plans, snapshots, bundles. */
export interface NamedFiles {
  /** The file's bytes, or standard input's for `-`. @throws CliError when it cannot be read or is over the limit. */
  read(path: string, limitBytes: number): Promise<Uint8Array>;
  /** @throws CliError usage where the path lies in the folder or below: what is saved would be taken for a part of the store */
  requireOutside(path: string, folder: string): Promise<void>;
  /** Writes a new file, whole or not at all, mode 0600; never over an existing one. @throws CliError */
  writeNew(path: string, text: string): Promise<void>;
  /**
   * Writes the file anew, whole or not at all, whether it is there or not; mode 0600, or what is public 0644 less the umask.
   *
   * @throws CliError, usage for a path below the folder that it has to be outside of
   */
  replace(
    path: string,
    text: string,
    where: { readonly outside: string | null; readonly isPublic?: boolean },
  ): Promise<void>;
  /** As writeNew(), for more than memory should hold; a signal ends it too. @throws CliError, and what the content throws */
  writeNewBytes(path: string, content: AsyncIterable<Uint8Array>): Promise<void>;
}

/** The users of this host. */
export interface Accounts {
  /** Of the user that this process acts as. */
  uid(): number;
  /** Null where the host does not tell. */
  nameOf(uid: number): string | null;
  /** Whether that user can open the file for certain. */
  canSurelyRead(path: string, uid: number): boolean;
}

/** A store that nobody else changes as long as it is not released. */
export interface LockedStore {
  /** What an earlier process began and did not finish. */
  readonly interrupted: ChangeIntent | null;
  /**
   * Finishes the interrupted change where its journal lines or all of its new files are there, else takes it back.
   * @throws CliError manual where neither can be done
   */
  recover(): Promise<"completed" | "undone">;
  /**
   * Carries the change out, and tells what was left to clear away.
   * @throws CliError stale where a file is not as it was before; busy where the lock was lost; denied where others can write a folder on the way;
   *   denied or io where nothing can be written; rolled_back
   *   or manual where it failed on the way; interrupted or terminated on a signal, which leaves the rest to recover()
   */
  apply(request: ChangeRequest): Promise<{ readonly cleared: boolean }>;
  /** Leaves the cache of records anew, for looks to come; what keeps it from that is no failure. */
  noteRecords(): Promise<void>;
  /**
   * Leaves the note of a look, as noteRecords() leaves its cache: what `noteOf` makes of it and of the states of files and
   * folders that were the same before and after it, once no change of them can go unseen. Null leaves none.
   */
  noteLook<Look>(look: () => Promise<Look>, noteOf: (look: Look, lookedAt: LookedAt) => string | null): Promise<void>;
  release(): void;
}

export interface StoreChanger {
  /**
   * What keeps this user from changing the store at this root; null where nothing does, or where there is none.
   * @throws CliError denied or io where it cannot be looked at
   */
  findProblem(root: string): OwnershipProblem | null;
  /**
   * Takes the lock of the store at this root. `ask` throws where a change must not go on, as somebody else works on the
   * store by now; it is asked before anything is touched, and before the change comes to stand.
   * @throws CliError busy while a living process holds it; denied where findProblem() finds one; denied, io
   */
  lock(root: string, ask?: () => Promise<void>): Promise<LockedStore>;
}

/** Stores that are made to try something, and that nobody else knows of. */
export interface TemporaryStores {
  /**
   * Runs the work with a store of these files, given by their paths; it is removed afterwards, and on a signal too.
   * @throws CliError io or denied where it cannot be made
   */
  withStore<Result>(files: ReadonlyMap<string, string>, work: (root: string) => Promise<Result>): Promise<Result>;
  /** Changes such stores. It waits for no disk, as they need not outlive a crash. */
  readonly changer: StoreChanger;
}

export interface RunningDigest {
  add(text: string): void;
  /** Of everything so far. */
  digest(): FileDigest;
}

/** Who called: what it takes to understand a command line, and to say that it was not understood. */
export interface Caller {
  /** The words that the program was started with. */
  readonly words: readonly string[];
  readonly build: Build;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly progress: ProgressLine;
  readonly environment: Environment;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** A short id under which an internal error is reported. */
  newIncidentId(): string;
}

/** The caller, and the machine that the program runs on. */
export interface Host extends Caller, Work {
  readonly stores: StoreReader;
  readonly daemons: DaemonClient;
  readonly files: NamedFiles;
  readonly bundles: Bundles;
  readonly accounts: Accounts;
  readonly changer: StoreChanger;
  readonly temporary: TemporaryStores;
  readonly screen: Screen;
  /** Minutes that the local clocks are ahead of UTC at that moment. */
  minutesAhead(moment: Date): number;
  readonly maker: StoreMaker;
  /** Gives up the permission to write for the rest of the process; read-only commands do so before they read anything. */
  giveUpWriting(): void;
  /** The SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
  sha256Hex(text: string): string;
  /** The hash and length of the texts' UTF-8 bytes, one behind the other. */
  digestOf(texts: Iterable<string>): FileDigest;
  /** As digestOf(), for texts that come by and by. */
  startDigest(): RunningDigest;
}

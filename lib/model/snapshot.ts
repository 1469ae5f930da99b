/** The in-memory state that every decision rests on; the same document that `doctor --save-snapshot` writes. */
import * as Type from "@sinclair/typebox";
import { ChangeIntent } from "./change.ts";
import { DaemonProbe } from "./daemon.ts";
import { DERIVED_FOLDERS, InventoryEntry, MissingContentSync } from "./derived.ts";
import { JournalSummary } from "./journal.ts";
import { RECORD_KINDS } from "./kinds.ts";
import { READ_STATES } from "./read_states.ts";
import { ContentSyncState } from "./content_sync.ts";
import { AnyJsonObject, Count, nullable, oneOf, type Shape, Timestamp } from "./schema_kit.ts";

export const SNAPSHOT_SCHEMA = "sourceos.cli.state-snapshot/v1";

const FILE_TYPES = ["file", "directory", "symlink", "fifo", "socket", "block_device", "char_device", "other"] as const;

/** A file or folder of the store, as the file system describes it. */
export const FileEntry = Type.Object({
  path: Type.String({ description: "relative to the store's root, `/` between names" }),
  type: oneOf(FILE_TYPES),
  bytes: Count,
  mode: nullable(Type.Integer({ description: "permission bits" })),
  uid: nullable(Type.Integer()),
  modified_at: nullable(Timestamp),
  problem: nullable(Type.String({ description: "why it could not be looked at" })),
});
export type FileEntry = Shape<typeof FileEntry>;

const readOutcome = {
  state: oneOf(READ_STATES),
  error: nullable(Type.String()),
  /** Where JSON was read with care: a byte order mark, a number that no double holds. */
  oddities: Type.Array(Type.String()),
  record: nullable(AnyJsonObject),
};

/** One file of a record, with the record in it where it could be read. */
export const RecordEntry = Type.Object({
  kind: oneOf(RECORD_KINDS),
  file: FileEntry,
  ...readOutcome,
  /** Absent where the record is whole. */
  redacted: Type.Optional(Type.Object(
    { fingerprint: nullable(Type.String({ description: "of the whole record, as trials of restores keep it" })) },
    { description: "what is known of a record whose content was left out" },
  )),
});
export type RecordEntry = Shape<typeof RecordEntry>;

export const ManifestEntry = Type.Object({ file: nullable(FileEntry), ...readOutcome });
export type ManifestEntry = Shape<typeof ManifestEntry>;

/** Entries of an index that covers the whole journal, held against those that the journal yields. */
export const EntriesDifference = Type.Object({
  missing: Count,
  extra: Type.Integer({ minimum: 0, description: "of no known key, a key's second one, or no entry at all" }),
  differing: Count,
  exact: Type.Boolean({ description: "byte for byte what the journal yields" }),
});
export type EntriesDifference = Shape<typeof EntriesDifference>;

/** A file under indexes/ or checkpoints/ that holds a derived record, with what was measured to judge it. */
export const DerivedEntry = Type.Object({
  folder: oneOf(DERIVED_FOLDERS),
  file: FileEntry,
  ...readOutcome,
  prefix_sha256: nullable(
    Type.String({ description: "of the journal's first covers.journal_bytes bytes; null where it has fewer" }),
  ),
  entries: nullable(Type.Object({
    file: FileEntry,
    state: oneOf(READ_STATES),
    sha256: nullable(Type.String()),
    count: Count,
    difference: nullable(EntriesDifference),
  })),
});
export type DerivedEntry = Shape<typeof DerivedEntry>;

/** A lock file under tmp/, and whether the process that it names still runs. */
export const LockEntry = Type.Object({
  path: Type.String(),
  owner: nullable(Type.Object({
    pid: Type.Integer({ minimum: 1 }),
    started_at: nullable(Type.String()),
    command: nullable(Type.String()),
  })),
  owner_alive: nullable(Type.Boolean({ description: "null where it cannot be known" })),
});
export type LockEntry = Shape<typeof LockEntry>;

/** The intent file of a change that began and has not ended: its process is at work, or was ended on the way. */
export const UnfinishedChange = Type.Object({
  file: FileEntry,
  intent: nullable(ChangeIntent),
  error: nullable(Type.String({ description: "why the intent cannot be told; null where it can" })),
  under_way: nullable(
    Type.Boolean({ description: "a process worked on it while the store was read; null where it cannot be known" }),
  ),
});
export type UnfinishedChange = Shape<typeof UnfinishedChange>;

/** Room on the file system that holds the store; null where the file system does not count it. */
export const DiskSpace = Type.Object({
  free_bytes: Type.Integer({ minimum: 0, description: "for an account without privilege" }),
  total_bytes: Count,
  free_inodes: nullable(Count),
  total_inodes: nullable(Count),
});
export type DiskSpace = Shape<typeof DiskSpace>;

const Account = Type.Object({
  id: Type.Integer({ minimum: 0 }),
  name: nullable(Type.String({ description: "null where the host does not say it" })),
});
export type Account = Shape<typeof Account>;

/** Who may read what the caller may not: the owner of all of it, and the group whose members may; null for several or none. */
const Readers = Type.Object({ owner: nullable(Account), group: nullable(Account) });
export type Readers = Shape<typeof Readers>;

export const StoreSnapshot = Type.Object({
  root: Type.String({ description: "as it was given" }),
  real_root: Type.String({ description: "absolute, with links resolved" }),
  selected_by: oneOf(["option", "environment", "default", "daemon", "snapshot"]),
  named_daemon: Type.Optional(
    Type.String({ description: "as --daemon named it beside the store; absent where it did not" }),
  ),
  origin: oneOf(["disk", "daemon"], { description: "where the state was read" }),
  root_file: nullable(FileEntry),
  /** Absent from what earlier releases saved. */
  above: Type.Optional(
    Type.Array(FileEntry, { description: "the folders that the root lies in, the outermost first" }),
  ),
  manifest: ManifestEntry,
  generation_after: nullable(
    Type.Integer({ description: "the manifest's active_generation, read again after the journal" }),
  ),
  journal: JournalSummary,
  journal_file: nullable(FileEntry),
  moving_objects: Type.Optional(
    Type.Array(Type.String(), {
      description: "ids whose record and newest event were written while the store was read",
    }),
  ),
  records: Type.Array(RecordEntry),
  /** Absent where every record was opened, as it is for what is saved. */
  unopened_records: Type.Optional(Type.Object(
    {
      count: Count,
      as_of: Type.String({ description: "since when their files have not changed" }),
    },
    { description: "records whose files were not opened, as the cache of records has them as they are" },
  )),
  derived: Type.Array(DerivedEntry),
  /** Absent where there are none, and from what earlier releases saved. */
  missing_records: Type.Optional(
    Type.Array(InventoryEntry, { description: "what the checkpoint's inventory lists and no registry has" }),
  ),
  /** Absent where nothing is missing, and from what earlier releases saved. */
  missing_content_sync: Type.Optional(MissingContentSync),
  files: Type.Array(FileEntry, { description: "everything else in the store" }),
  folders: Type.Array(FileEntry, { description: "every folder below the root that was looked into" }),
  /** Absent where there is none, and from what earlier releases saved. */
  mounts: Type.Optional(
    Type.Array(Type.String(), { description: "folders that lie on another file system than the root" }),
  ),
  locks: Type.Array(LockEntry),
  /** Absent from what earlier releases saved; null where no change has begun. */
  interrupted: Type.Optional(nullable(UnfinishedChange)),
  disk: nullable(DiskSpace),
  /** Absent where nothing was denied, and from what earlier releases saved. */
  readers: Type.Optional(Readers),
  /** Absent from what earlier releases saved, and where a daemon's word is all there is; null where there is none. */
  content_sync: Type.Optional(nullable(ContentSyncState)),
});
export type StoreSnapshot = Shape<typeof StoreSnapshot>;

/** Why there is no store to look at. */
export const StoreAbsence = Type.Object({
  root: nullable(Type.String()),
  selected_by: oneOf(["option", "environment", "default", "daemon"]),
  reason: oneOf(["absent", "uninitialized", "not_a_directory", "denied", "io_error"]),
  message: Type.String(),
  /** Where it was denied. */
  readers: Type.Optional(Readers),
  /** Whether there is nothing at all in the folder; absent where there is no folder that could be listed. */
  empty: Type.Optional(Type.Boolean()),
});
export type StoreAbsence = Shape<typeof StoreAbsence>;

export const StateSnapshot = Type.Object({
  schema: Type.Literal(SNAPSHOT_SCHEMA),
  taken_at: Timestamp,
  store: nullable(StoreSnapshot),
  absence: nullable(StoreAbsence),
  daemon: DaemonProbe,
});
export type StateSnapshot = Shape<typeof StateSnapshot>;

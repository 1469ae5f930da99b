/**
 * One change of a store, all or nothing: what repair, undo, import and a decision on a conflict hand to the machinery that carries it out, and the
 * intent file that lets a later run finish or take back what an interrupted one began (docs/formats.md, "Intent, lock and work folder").
 */
import * as Type from "@sinclair/typebox";
import { CHANGE_KINDS, type ChangeKind } from "./change_kinds.ts";
import { Count, nullable, oneOf, Sha256, type Shape, Timestamp } from "./schema_kit.ts";

export const INTENT_SCHEMA = "sourceos.cli.change-intent/v1";

/** Where the machinery works, relative to the store's root. All of it is disposable once there is no intent in it. */
export const LOCK_PATH = "tmp/sync.lock";
export const WORK_FOLDER = "tmp/sync-change";
export const INTENT_PATH = `${WORK_FOLDER}/intent.json`;

/** Larger files are no lock and no intent: an intent names every file that an import writes, a hundred thousand and more. */
export const LOCK_LIMIT_BYTES = 64 * 1024;
export const INTENT_LIMIT_BYTES = 128 * 1024 * 1024;

/** The bytes of a file that is there. */
export const FileDigest = Type.Object({ sha256: Sha256, bytes: Count });
export type FileDigest = Shape<typeof FileDigest>;

/** One file of the store before and after; null is absence, and before or after is one. */
export const FileChange = Type.Object({
  path: Type.String({ minLength: 1, description: "relative to the store's root" }),
  before: nullable(FileDigest),
  after: nullable(FileDigest),
  kept_at: nullable(
    Type.String({
      description: "where the earlier bytes stay, relative to the store's root; null where there are none",
    }),
  ),
});
export type FileChange = Shape<typeof FileChange>;

/** What is appended to the journal once every file is as planned: the last step, and the one that makes the change stand. */
export const JournalAppend = Type.Object({
  journal_bytes: Type.Integer({ minimum: 0, description: "of the journal before" }),
  existed: Type.Boolean({ description: "whether there was a journal file" }),
  appended: FileDigest,
});
export type JournalAppend = Shape<typeof JournalAppend>;

export const ChangeIntent = Type.Object({
  schema: Type.Literal(INTENT_SCHEMA),
  change_id: Type.String({ minLength: 1, description: "of the report that the change writes" }),
  kind: oneOf(CHANGE_KINDS),
  plan_id: nullable(Type.String()),
  scopes: Type.Array(Type.String()),
  started_at: Timestamp,
  changes: Type.Array(FileChange),
  new_folders: Type.Array(Type.String(), { description: "that the change makes, each after the folder it lies in" }),
  append: nullable(JournalAppend),
  /** Absent from what earlier releases left, which called it `new`. */
  staged_in: Type.Optional(
    Type.String({
      pattern: "^new(-[0-9a-f]+)?$",
      description: "the folder beside the intent that holds the new bytes",
    }),
  ),
});
export type ChangeIntent = Shape<typeof ChangeIntent>;

/** Where a file's new bytes come from; a text is made when it is written, so that not all are held at once. */
export type NewContent =
  | { readonly kind: "text"; readonly make: () => string }
  /** One behind the other, where all of them are more than memory should hold. */
  | { readonly kind: "texts"; readonly texts: () => Iterable<string> }
  /** Of another file of the store, relative to its root. */
  | { readonly kind: "copy"; readonly from: string };

/** A change of one file with its new content, which is null where the file goes away. */
export interface ChangeWithContent {
  readonly change: FileChange;
  readonly content: NewContent | null;
  /** Whether others may never read it, whatever bits the file had whose place it takes. */
  readonly isSecret?: boolean;
}

/** What goes to the end of the journal: whole lines, newlines included, made anew each time they are asked for. */
export interface JournalLines {
  readonly range: JournalAppend;
  readonly lines: () => Iterable<string>;
}

/** A change of a store, all or nothing. */
export interface ChangeRequest {
  /** Of the report that it writes. */
  readonly id: string;
  readonly kind: ChangeKind;
  readonly planId: string | null;
  readonly scopes: readonly string[];
  readonly startedAt: string;
  /** Each path once. */
  readonly changes: readonly ChangeWithContent[];
  readonly append: JournalLines | null;
}

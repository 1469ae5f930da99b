/** Whole files of a store: looking at them, writing new ones, and making their names durable. */
import { modeOfNewFile, modeOfReplacement } from "../../../lib/change/modes.ts";
import { folderOf, foldersAbove } from "../../../lib/change/paths.ts";
import type { Seen } from "../../../lib/change/seen.ts";
import type { FileDigest } from "../../../lib/model/change.ts";
import { createRunningHash } from "../files/hashing.ts";
import type { ProgressTaker } from "../types/progress.ts";
import type { ClosedFolders } from "./closed_folders.ts";
import type { FileOperations, OpenFile } from "./file_operations.ts";
import { FileFailure, FileMoved } from "./within_store.ts";

/** The store that is changed. */
export interface OpenStore {
  readonly root: string;
  /** On paths relative to the root. */
  readonly files: FileOperations;
  readonly folders: ClosedFolders;
  readonly lock: KeptLock;
  /** Called between steps: lets signals in. @throws Stopped where the work should end here; LockLost; FileFailure */
  readonly pause: () => Promise<void>;
  /** Told how far a change is. */
  readonly progress: ProgressTaker;
  /** Whether the change may go on. @throws CliError busy where somebody else works on the store by now */
  readonly ask: () => Promise<void>;
}

/** The lock of a store, whose file others can take away. */
interface KeptLock {
  /** @throws FileFailure where its place cannot be looked at */
  isHeld(): boolean;
  /** Takes it again where it was lost; false where another process has it by now. @throws CliError denied; FileFailure */
  regain(): Promise<boolean>;
}

/** The lock's file was removed or replaced: another process may take it, and work on the store. */
export class LockLost extends Error {
  override readonly name = "LockLost";
}

/** The same store for work that is walked to its end, whatever signal comes. */
export function unstoppable(store: OpenStore): OpenStore {
  return { ...store, pause: () => Promise.resolve() };
}

const PIECE_BYTES = 64 * 1024;
/** Nobody else sees a file before it is whole. */
export const PRIVATE = 0o600;

/** What is at a path; nothing but a plain file below real folders is opened. */
export async function lookAt(store: OpenStore, path: string): Promise<Seen> {
  const blocked = lookAbove(store, path);
  if (blocked !== null) return blocked;
  const facts = store.files.look(path);
  if (facts === null) return { kind: "absent" };
  if (facts.type !== "file") return { kind: "other", what: wordFor(facts.type) };
  // There may be a hundred thousand small files, and a byte more than there is shows the end.
  const pieceBytes = Math.min(facts.bytes + 1, PIECE_BYTES);
  return { kind: "file", digest: await readDigest(store, { path, offset: 0, limit: Infinity, pieceBytes }) };
}

/** Why there can be nothing of the store at a path; null where its folders are as they should be. */
function lookAbove({ files }: OpenStore, path: string): Seen | null {
  for (const folder of foldersAbove(path)) {
    const facts = files.look(folder);
    if (facts === null) return { kind: "absent" };
    if (facts.type !== "folder") return { kind: "other", what: `below "${folder}", which is ${wordFor(facts.type)}` };
  }
  return null;
}

function wordFor(type: "file" | "folder" | "link" | "other"): string {
  return { file: "a file", folder: "a folder", link: "a symbolic link", other: "no plain file" }[type];
}

/** The length and hash of a file from an offset on, of so many bytes at most. */
export async function readDigest(store: OpenStore, request: PieceRequest): Promise<FileDigest> {
  const hash = createRunningHash();
  const bytes = await readPieces(store, request, (piece) => hash.update(piece));
  return { sha256: hash.digest(), bytes };
}

interface PieceRequest {
  readonly path: string;
  readonly offset: number;
  readonly limit: number;
  readonly pieceBytes?: number;
}

/** Hands over a file's bytes piece by piece, each to be used before the next; tells how many there were. */
export async function readPieces(
  store: OpenStore,
  { path, offset, limit, pieceBytes = PIECE_BYTES }: PieceRequest,
  use: (piece: Uint8Array) => void,
): Promise<number> {
  const file = openSeen(store, path, () => store.files.openToRead(path, offset));
  try {
    const buffer = new Uint8Array(pieceBytes);
    let bytes = 0;
    while (bytes < limit) {
      const count = fill(file, buffer.subarray(0, Math.min(buffer.length, limit - bytes)));
      if (count === 0) break;
      use(buffer.subarray(0, count));
      bytes += count;
      await store.pause();
    }
    return bytes;
  } finally {
    file.close();
  }
}

function fill(file: OpenFile, buffer: Uint8Array): number {
  let filled = 0;
  while (filled < buffer.length) {
    const count = file.read(buffer.subarray(filled));
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

/** Writes all of the bytes. */
export function writeAll(file: OpenFile, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += file.write(bytes.subarray(written));
}

/** Opens what is there by a look, and nothing that took its place since. @throws FileFailure */
function openSeen<File extends OpenFile>({ files }: OpenStore, path: string, open: () => File): File {
  const seen = files.look(path);
  if (seen === null) throw new FileMoved(path, "there is no such file");
  if (seen.type !== "file") throw new FileFailure(path, `it is ${wordFor(seen.type)}, and is not opened`);
  const file = open();
  if (file.facts().identity === seen.identity) return file;
  file.close();
  throw new FileMoved(path, "another file took its place while it was opened");
}

/** As openSeen(), to write: what has another name as well may be a file of somewhere else. @throws FileFailure */
export function openAlone<File extends OpenFile>(store: OpenStore, path: string, open: () => File): File {
  const file = openSeen(store, path, open);
  if (file.facts().links === 1) return file;
  file.close();
  throw new FileFailure(path, "it has another name as well, and is not written");
}

/** Whether what is there has more names than this one. */
export function hasOtherNames({ files }: OpenStore, path: string): boolean {
  return (files.look(path)?.links ?? 1) > 1;
}

/** The bits that a file gets whose group is this one. */
export type ModeOf = (made: { readonly gid: number }) => number;

/** A new file with what `write` puts into it, on the disk when this ends; its name is not, before its folder is synced. */
export async function createWhole(
  { files }: OpenStore,
  path: string,
  modeOf: ModeOf,
  write: (file: OpenFile) => Promise<void> | void,
): Promise<void> {
  const file = files.create(path, PRIVATE);
  try {
    await write(file);
    const made = file.facts();
    const mode = modeOf(made);
    if (mode !== made.mode) files.setMode(path, mode);
    file.sync();
  } finally {
    file.close();
  }
}

/** The bits of a new file of the store. */
export function modeOfNew({ files }: OpenStore): ModeOf {
  const root = files.look("");
  return (made) => root === null ? PRIVATE : modeOfNewFile(root, made);
}

/** The bits that all of these files have that are there, or else those of a new one. */
export function modeLike(store: OpenStore, models: readonly string[], isSecret = false): ModeOf {
  const earlier = models.flatMap((path) => {
    const facts = store.files.look(path);
    return facts?.type === "file" ? [facts] : [];
  });
  if (earlier.length === 0) return modeOfNew(store);
  return ({ gid }) => earlier.reduce((mode, facts) => mode & modeOfReplacement(facts, { gid, isSecret }), 0o777);
}

/** Names that were made or taken away are durable only once their folders are: each is synced once. */
export function syncFoldersOf({ files }: OpenStore, paths: Iterable<string>): void {
  for (const folder of new Set([...paths].map(folderOf))) {
    if (files.look(folder) !== null) files.syncFolder(folder);
  }
}

/**
 * Removes what is at a path, and below it where that is a folder; what takes its place meanwhile stays.
 * @throws CliError denied where others can write a folder in it; FileFailure
 */
export function removeTree(store: OpenStore, path: string): void {
  const { files, folders } = store;
  const facts = files.look(path);
  if (facts === null) return;
  if (facts.type !== "folder") return files.remove(path);
  folders.closeAbove([`${path}/`]);
  for (const name of files.names(path)) {
    if (files.look(path)?.identity !== facts.identity) throw new FileMoved(path, "another took its place meanwhile");
    removeTree(store, `${path}/${name}`);
  }
  files.removeFolder(path);
}

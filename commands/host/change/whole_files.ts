/** Whole files of a store: looking at them, writing new ones, and making their names durable. */
import { folderOf, foldersAbove, JOURNAL_PATH, MANIFEST_PATH } from "../../../lib/change/paths.ts";
import type { Seen } from "../../../lib/change/seen.ts";
import type { FileImage } from "../../../lib/model/change.ts";
import { createRunningHash } from "../files/hashing.ts";
import type { FileOperations, OpenFile } from "./file_operations.ts";

/** The store that is changed. */
export interface OpenStore {
  readonly root: string;
  /** On paths relative to the root. */
  readonly files: FileOperations;
  /** Called between steps: lets signals in. @throws Stopped where the work should end here */
  readonly pause: () => Promise<void>;
}

interface Attributes {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** The same store for work that is walked to its end, whatever signal comes. */
export function unstoppable(store: OpenStore): OpenStore {
  return { ...store, pause: () => Promise.resolve() };
}

const PIECE_BYTES = 64 * 1024;
const KEPT_PRIVATE = 0o600;

/** What is at a path; nothing but a plain file below real folders is opened. */
export async function lookAt(store: OpenStore, path: string): Promise<Seen> {
  const blocked = lookAbove(store, path);
  if (blocked !== null) return blocked;
  const facts = store.files.look(path);
  if (facts === null) return { kind: "absent" };
  if (facts.type !== "file") return { kind: "other", what: wordFor(facts.type) };
  // There may be a hundred thousand small files, and a byte more than there is shows the end.
  const pieceBytes = Math.min(facts.bytes + 1, PIECE_BYTES);
  return { kind: "file", image: await readImage(store, { path, offset: 0, limit: Infinity, pieceBytes }) };
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
export async function readImage(store: OpenStore, request: PieceRequest): Promise<FileImage> {
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
  const file = store.files.openToRead(path, offset);
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

/** A new file with what `write` puts into it, on the disk when this ends; its name is not, before its folder is synced. */
export async function createWhole(
  { files }: OpenStore,
  path: string,
  attributes: Attributes,
  write: (file: OpenFile) => Promise<void> | void,
): Promise<void> {
  const file = files.create(path, attributes.mode);
  try {
    await write(file);
    giveAttributes(files, path, file, attributes);
    file.sync();
  } finally {
    file.close();
  }
}

/** The process's umask and account may have made the file another's. */
export function giveAttributes(files: FileOperations, path: string, file: OpenFile, attributes: Attributes): void {
  const { mode, uid, gid } = file.facts();
  if (uid !== attributes.uid || gid !== attributes.gid) {
    try {
      files.setOwner(path, attributes);
    } catch (error) {
      // A group that this account is not in cannot be given; the owner is what a file is read by.
      if (uid !== attributes.uid) throw error;
    }
  }
  if (mode !== attributes.mode) files.setMode(path, attributes.mode);
}

/** A new file at a path is like the one it replaces, else as private as the store's manifest. */
export function attributesFor({ files }: OpenStore, path: string): Attributes {
  for (const model of [path, MANIFEST_PATH, JOURNAL_PATH]) {
    const facts = files.look(model);
    if (facts?.type === "file") return { ...facts, mode: facts.mode & (model === path ? 0o7777 : 0o666) };
  }
  const root = files.look("");
  return { mode: KEPT_PRIVATE, uid: root?.uid ?? 0, gid: root?.gid ?? 0 };
}

/** A new folder is like the store's root. */
export function makeFolderLikeRoot({ files }: OpenStore, path: string): void {
  const root = files.look("");
  files.makeFolder(path, root === null ? 0o700 : root.mode & 0o777);
  const made = files.look(path);
  if (root === null || made === null) return;
  if (made.uid !== root.uid) files.setOwner(path, root);
}

/** Names that were made or taken away are durable only once their folders are: each is synced once. */
export function syncFoldersOf({ files }: OpenStore, paths: Iterable<string>): void {
  for (const folder of new Set([...paths].map(folderOf))) {
    if (files.look(folder) !== null) files.syncFolder(folder);
  }
}

/** Removes whatever is at a path, and below it where that is a folder. */
export function removeTree(files: FileOperations, path: string): void {
  const facts = files.look(path);
  if (facts === null) return;
  if (facts.type !== "folder") return files.remove(path);
  for (const name of files.names(path)) removeTree(files, `${path}/${name}`);
  files.removeFolder(path);
}

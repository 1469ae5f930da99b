/** The way forward: what was kept, put in place and appended stays so; every step can be repeated. */
import { isDeletion } from "../../../lib/change/deletion.ts";
import { JOURNAL_PATH, linesPath, MANIFEST_PATH, stagedPath } from "../../../lib/change/paths.ts";
import type { FileState } from "../../../lib/change/recovery.ts";
import { isSeen } from "../../../lib/change/seen.ts";
import { type ChangeIntent, type FileChange, type JournalAppend, WORK_FOLDER } from "../../../lib/model/change.ts";
import type { FileOperations, OpenFile } from "./file_operations.ts";
import { observeTail } from "./observe.ts";
import {
  createWhole,
  lookAt,
  modeLike,
  modeOfNew,
  openAlone,
  type OpenStore,
  PRIVATE,
  readPieces,
  syncFoldersOf,
  unstoppable,
  writeAll,
} from "./whole_files.ts";
import { FileFailure } from "./within_store.ts";

const COPY_PATH = `${WORK_FOLDER}/copy`;

/** Others that append at the same time cannot come between the bytes of one write. */
const APPEND_PIECE_BYTES = 64 * 1024 * 1024;

interface Progress {
  /** In the order of the intent's changes. */
  readonly files: readonly FileState[];
}

/**
 * Applies the rest of a change, in an order that a kill anywhere can be told from. The manifest goes with the journal,
 * as whoever appends an event counts it there.
 *
 * @throws FileFailure, Stopped, LockLost; CliError busy where somebody else works on the store by now
 */
export async function goForward(store: OpenStore, intent: ChangeIntent, progress: Progress): Promise<void> {
  const open = intent.changes.flatMap((change, index) =>
    progress.files[index] === "after" || isDeletion(change) ? [] : [{ change, staged: stagedPath(intent, index) }]
  );
  makeFolders(store, intent.new_folders);
  await keepEarlier(store, open.map(({ change }) => change));
  const isManifest = ({ path }: FileChange) => path === MANIFEST_PATH;
  await placeAll(store, open.filter(({ change }) => !isManifest(change)));
  await verify(store, intent.changes.filter((change) => !isManifest(change)));
  await store.ask();
  await store.pause();
  // A stop between the lines and the look at them would leave the next run to say what became of them.
  const last = unstoppable(store);
  await placeAll(last, open.filter(({ change }) => isManifest(change)));
  await verify(last, intent.changes.filter(isManifest));
  if (intent.append !== null) await append(last, intent.append, linesPath(intent));
}

interface StagedChange {
  readonly change: FileChange;
  readonly staged: string;
}

async function placeAll(store: OpenStore, changes: readonly StagedChange[]): Promise<void> {
  for (const [index, { change, staged }] of changes.entries()) {
    store.progress.report({ phase: "place", done: index, total: changes.length, unit: "count" });
    await place(store, change, staged);
    await store.pause();
  }
  syncFoldersOf(store, changes.map(({ change }) => change.path));
}

function makeFolders(store: OpenStore, folders: readonly string[]): void {
  const made = folders.filter((folder) => store.files.look(folder) === null);
  for (const folder of made) store.folders.make(folder);
  syncFoldersOf(store, made);
}

/** Gives each file that goes or changes a second name, which is on the disk before the first name is touched. */
async function keepEarlier(store: OpenStore, changes: readonly FileChange[]): Promise<void> {
  const kept: string[] = [];
  for (const { path, before, kept_at } of changes) {
    if (before === null || kept_at === null) continue;
    kept.push(kept_at);
    if (store.files.look(kept_at) !== null) continue;
    if (!tryLink(store.files, path, kept_at)) await keepCopy(store, path, kept_at);
    await store.pause();
  }
  syncFoldersOf(store, kept);
}

/** Not every file system, nor every owner, allows a second name. */
function tryLink(files: FileOperations, from: string, to: string): boolean {
  try {
    files.link(from, to);
    return true;
  } catch (error) {
    if (error instanceof FileFailure) return false;
    throw error;
  }
}

/** A copy gets its name once it is whole. */
async function keepCopy(store: OpenStore, from: string, to: string): Promise<void> {
  if (store.files.look(COPY_PATH) !== null) store.files.remove(COPY_PATH);
  await createWhole(store, COPY_PATH, modeLike(store, [from]), async (file) => {
    await readPieces(store, { path: from, offset: 0, limit: Infinity }, (piece) => writeAll(file, piece));
  });
  store.files.rename(COPY_PATH, to);
}

async function place(store: OpenStore, change: FileChange, staged: string): Promise<void> {
  const { path, after } = change;
  await assertUntouched(store, change);
  if (after === null) store.files.remove(path);
  else store.files.rename(staged, path);
}

/** Who takes no lock may have written since the file was looked at; a second name tells without reading it again. */
async function assertUntouched(store: OpenStore, { path, before, kept_at }: FileChange): Promise<void> {
  const kept = kept_at === null ? null : store.files.look(kept_at);
  const isKept = kept !== null && store.files.look(path)?.identity === kept.identity;
  if (isKept || isSeen(await lookAt(store, path), before)) return;
  throw new FileFailure(path, "another process wrote it meanwhile");
}

/**
 * Deletes what the change drops, once it stands: nothing brings that back. What others have put in its place stays.
 * @throws FileFailure
 */
export async function deleteDropped(store: OpenStore, { changes }: Pick<ChangeIntent, "changes">): Promise<void> {
  const gone: string[] = [];
  for (const { path, before } of changes.filter(isDeletion)) {
    if (!isSeen(await lookAt(store, path), before)) continue;
    store.files.remove(path);
    gone.push(path);
  }
  syncFoldersOf(store, gone);
}

async function verify(store: OpenStore, changes: readonly FileChange[]): Promise<void> {
  const placed = changes.filter((change) => !isDeletion(change));
  for (const [index, { path, before, after, kept_at }] of placed.entries()) {
    store.progress.report({ phase: "verify", done: index, total: placed.length, unit: "count" });
    const isPlaced = isSeen(await lookAt(store, path), after);
    if (!isPlaced) throw new FileFailure(path, "it does not read back as it was written");
    if (kept_at === null) continue;
    const isKept = isSeen(await lookAt(store, kept_at), before);
    if (!isKept) throw new FileFailure(kept_at, "it does not read back as what it keeps");
  }
}

/** Appends the lines, or those of their bytes that an interrupted run did not, and reads them back. */
async function append(store: OpenStore, place: JournalAppend, lines: string): Promise<void> {
  const { journal_bytes, appended } = place;
  const before = await observeTail(store, place, lines);
  const file = openJournal(store);
  try {
    const offset = file.facts().bytes - journal_bytes;
    if (before === "none" ? offset !== 0 : before !== "part") {
      throw new FileFailure(JOURNAL_PATH, "another process wrote it meanwhile");
    }
    await appendFrom(store, file, { lines, offset, rest: appended.bytes - offset });
    file.sync();
  } finally {
    file.close();
  }
  syncFoldersOf(store, [JOURNAL_PATH]);
  const after = await observeTail(store, place, lines);
  if (after === "all" || after === "more") return;
  throw new FileFailure(JOURNAL_PATH, "the appended lines do not read back as they were written");
}

function openJournal(store: OpenStore): OpenFile {
  const { files } = store;
  if (files.look(JOURNAL_PATH) !== null) return openAlone(store, JOURNAL_PATH, () => files.openToWrite(JOURNAL_PATH));
  const file = files.create(JOURNAL_PATH, PRIVATE);
  files.setMode(JOURNAL_PATH, modeOfNew(store)(file.facts()));
  return file;
}

async function appendFrom(
  store: OpenStore,
  journal: OpenFile,
  { lines, offset, rest }: { readonly lines: string; readonly offset: number; readonly rest: number },
): Promise<void> {
  if (rest === 0) return;
  const pieceBytes = Math.min(rest, APPEND_PIECE_BYTES);
  await readPieces(store, { path: lines, offset, limit: rest, pieceBytes }, (piece) => writeAll(journal, piece));
}

/** The new bytes of a change, written beside the store's own before any of those is touched. */
import {
  folderOf,
  foldersAbove,
  JOURNAL_PATH,
  linesPath,
  stagedFolder,
  stagedPath,
  TMP_FOLDER,
} from "../../../lib/change/paths.ts";
import { isDeletion } from "../../../lib/change/deletion.ts";
import { describeDifference } from "../../../lib/change/seen.ts";
import {
  type ChangeIntent,
  type ChangeRequest,
  type FileDigest,
  INTENT_PATH,
  type NewContent,
  WORK_FOLDER,
} from "../../../lib/model/change.ts";
import { createRunningHash } from "../files/hashing.ts";
import {
  createWhole,
  lookAt,
  modeLike,
  type ModeOf,
  modeOfNew,
  openAlone,
  type OpenStore,
  readPieces,
  writeAll,
} from "./whole_files.ts";

const NEW_INTENT_PATH = `${INTENT_PATH}.new`;

/** UTF-16 units that are encoded at once, so that a long text is not held twice. */
const SLICE_UNITS = 256 * 1024;

/** A file that is to be copied is not what it was when the change was planned. */
export class CopyMoved extends Error {
  override readonly name = "CopyMoved";
}

/** The folders that the change has to make, each after the one it lies in. */
export function missingFolders({ files }: OpenStore, { changes }: ChangeRequest): readonly string[] {
  const needed = changes.flatMap(({ change: { path, after, kept_at } }) => [
    ...(after === null ? [] : foldersAbove(path)),
    ...(kept_at === null ? [] : foldersAbove(kept_at)),
  ]);
  return [...new Set(needed)].filter((folder) => files.look(folder) === null);
}

/** Makes the folder that the change works in; that this works shows that the store can be written. */
export function makeWorkFolder({ folders }: OpenStore): void {
  folders.make(WORK_FOLDER);
}

/** Makes the folder of the new bytes. */
export function makeStagedFolder({ folders }: OpenStore, intent: ChangeIntent): void {
  folders.make(stagedFolder(intent));
}

/**
 * Writes every new file and the journal's lines, on the disk when this ends.
 * @throws CopyMoved; Error where the plan's prediction does not hold, which is a bug
 */
export async function stage(store: OpenStore, { changes, append }: ChangeRequest, intent: ChangeIntent): Promise<void> {
  for (const [index, { change: { path, after }, content, isSecret }] of changes.entries()) {
    store.progress.report({ phase: "stage", done: index, total: changes.length, unit: "count" });
    if (content === null || after === null) continue;
    if (content.kind === "copy") await checkSource(store, content.from, after);
    // What is put back was not for everybody who may read what it replaces.
    const models = content.kind === "copy" ? [path, content.from] : [path];
    const mode = modeLike(store, models, isSecret);
    assertPredicted(path, await writeStaged(store, { path: stagedPath(intent, index), mode }, content), after);
  }
  if (append !== null) {
    const lines = { kind: "appended" as const, lines: append.lines, bytes: append.range.appended.bytes };
    const staged = await writeStaged(store, { path: linesPath(intent), mode: modeOfNew(store) }, lines);
    assertPredicted(JOURNAL_PATH, staged, append.range.appended);
  }
  store.files.syncFolder(stagedFolder(intent));
  store.files.syncFolder(WORK_FOLDER);
  store.files.syncFolder(TMP_FOLDER);
  store.files.syncFolder(folderOf(TMP_FOLDER));
}

async function checkSource(store: OpenStore, from: string, expected: FileDigest): Promise<void> {
  const difference = describeDifference(from, await lookAt(store, from), expected);
  if (difference !== null) throw new CopyMoved(difference);
}

/** What goes wrong here was wrong in the plan, and nothing of the store has been touched. */
function assertPredicted(path: string, staged: FileDigest, predicted: FileDigest): void {
  if (staged.sha256 === predicted.sha256 && staged.bytes === predicted.bytes) return;
  throw new Error(
    `"${path}" was predicted as ${predicted.bytes} bytes ${predicted.sha256} and came out as ${staged.bytes} bytes ${staged.sha256}`,
  );
}

type StagedContent = NewContent | {
  readonly kind: "appended";
  readonly lines: () => Iterable<string>;
  /** How many all of them have. */
  readonly bytes: number;
};

async function writeStaged(
  store: OpenStore,
  { path, mode }: { readonly path: string; readonly mode: ModeOf },
  content: StagedContent,
): Promise<FileDigest> {
  const hash = createRunningHash();
  let bytes = 0;
  await createWhole(store, path, mode, async (file) => {
    const write = (piece: Uint8Array) => {
      hash.update(piece);
      bytes += piece.length;
      writeAll(file, piece);
    };
    if (content.kind === "copy") {
      await readPieces(store, { path: content.from, offset: 0, limit: Infinity }, write);
      return;
    }
    for (const text of textsOf(content)) {
      await writeText(store, text, write);
      if (content.kind === "appended") {
        store.progress.report({ phase: "append", done: bytes, total: content.bytes, unit: "bytes" });
      }
    }
  });
  return { sha256: hash.digest(), bytes };
}

function textsOf(content: Exclude<StagedContent, { readonly kind: "copy" }>): Iterable<string> {
  switch (content.kind) {
    case "text":
      return [content.make()];
    case "texts":
      return content.texts();
    case "appended":
      return content.lines();
  }
}

async function writeText(store: OpenStore, text: string, write: (piece: Uint8Array) => void): Promise<void> {
  const encoder = new TextEncoder();
  for (let start = 0; start < text.length;) {
    const end = sliceEnd(text, start);
    write(encoder.encode(text.slice(start, end)));
    start = end;
    await store.pause();
  }
}

/** Where a slice may end: never between the halves of one character. */
function sliceEnd(text: string, start: number): number {
  const end = Math.min(start + SLICE_UNITS, text.length);
  const isHalf = end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return isHalf ? end - 1 : end;
}

/** Writes the intent, whole or not at all. From here on the next process finishes the change or takes it back. */
export async function writeIntent(store: OpenStore, intent: ChangeIntent): Promise<void> {
  const bytes = intentBytes(intent);
  await createWhole(store, NEW_INTENT_PATH, modeOfNew(store), (file) => writeAll(file, bytes));
  putIntent(store);
}

/** As writeIntent() on a full disk: into the blocks of a file that the change drops, where there is one that has enough. */
export async function writeIntentOver(store: OpenStore, intent: ChangeIntent): Promise<void> {
  const { files } = store;
  const bytes = intentBytes(intent);
  const donor = intent.changes.filter(isDeletion).find(({ path, before }) =>
    before !== null && before.bytes >= bytes.length && files.look(path)?.links === 1
  );
  if (donor === undefined) return await writeIntent(store, intent);
  files.rename(donor.path, NEW_INTENT_PATH);
  const file = openAlone(store, NEW_INTENT_PATH, () => files.openToOverwrite(NEW_INTENT_PATH));
  try {
    writeAll(file, bytes);
    file.truncate(bytes.length);
    files.setMode(NEW_INTENT_PATH, modeOfNew(store)(file.facts()));
    file.sync();
  } finally {
    file.close();
  }
  files.syncFolder(folderOf(donor.path));
  putIntent(store);
}

function intentBytes(intent: ChangeIntent): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(intent, null, 2)}\n`);
}

function putIntent({ files }: OpenStore): void {
  files.rename(NEW_INTENT_PATH, INTENT_PATH);
  files.syncFolder(WORK_FOLDER);
}

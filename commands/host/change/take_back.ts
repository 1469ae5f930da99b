/** The way back: the journal first, then every file, then what was made for the change; every step can be repeated. */
import { isDeletion } from "../../../lib/change/deletion.ts";
import { GIVEN_UP_FOLDER, JOURNAL_PATH, stagedFolder, TMP_FOLDER } from "../../../lib/change/paths.ts";
import type { Recovery } from "../../../lib/change/recovery.ts";
import { isSeen } from "../../../lib/change/seen.ts";
import {
  type ChangeIntent,
  type FileChange,
  INTENT_PATH,
  type JournalAppend,
  WORK_FOLDER,
} from "../../../lib/model/change.ts";
import { lookAt, openAlone, type OpenStore, removeTree, syncFoldersOf } from "./whole_files.ts";
import { FileFailure } from "./within_store.ts";

type WayBack = Extract<Recovery, { readonly way: "back" }>;

/** Marks the change as one that only goes back. */
export function giveUp({ files }: OpenStore, intent: ChangeIntent): void {
  const staged = stagedFolder(intent);
  if (files.look(staged) === null) return;
  files.rename(staged, GIVEN_UP_FOLDER);
  files.syncFolder(WORK_FOLDER);
}

/** Brings every byte of a change that was given up back to what it was, and ends it. @throws FileFailure */
export async function takeBack(store: OpenStore, intent: ChangeIntent, { files, cutsJournal }: WayBack): Promise<void> {
  const { changes, append, new_folders } = intent;
  if (append !== null && cutsJournal) cutJournal(store, append);
  for (const [index, change] of changes.entries()) {
    restore(store, change, files[index] === "after");
    await store.pause();
  }
  syncFoldersOf(store, changes.flatMap(({ path, kept_at }) => kept_at === null ? [path] : [path, kept_at]));
  for (const [index, change] of changes.entries()) {
    const { path, before } = change;
    if (files[index] !== "theirs" && !isDeletion(change) && !isSeen(await lookAt(store, path), before)) {
      throw new FileFailure(path, "it does not read back as it was before");
    }
  }
  removeFolders(store, new_folders.toReversed());
  endIntent(store);
}

/** The caller has seen that what is behind `journal_bytes` is ours. */
function cutJournal(store: OpenStore, { journal_bytes, existed }: JournalAppend): void {
  const { files } = store;
  const facts = files.look(JOURNAL_PATH);
  if (facts === null || (existed && facts.bytes === journal_bytes)) return;
  if (!existed) {
    files.remove(JOURNAL_PATH);
    files.syncFolder("");
    return;
  }
  const file = openAlone(store, JOURNAL_PATH, () => files.openToWrite(JOURNAL_PATH));
  try {
    file.truncate(journal_bytes);
    file.sync();
  } finally {
    file.close();
  }
}

function restore({ files }: OpenStore, change: FileChange, isPlaced: boolean): void {
  const { path, kept_at } = change;
  if (isDeletion(change)) return;
  if (isPlaced && kept_at === null) files.remove(path);
  if (isPlaced && kept_at !== null) files.rename(kept_at, path);
  // Where the file has the kept copy's bytes there is one name too many, which renaming does not take away.
  if (kept_at !== null && files.look(kept_at) !== null) files.remove(kept_at);
}

/** What others put into a folder of ours stays, and the folder with it. */
function removeFolders(store: OpenStore, folders: readonly string[]): void {
  const { files } = store;
  const removed = folders.filter((folder) => {
    if (files.look(folder) === null || files.names(folder).length > 0) return false;
    files.removeFolder(folder);
    return true;
  });
  syncFoldersOf(store, removed);
}

/** The change is over: without its intent, what is left of it is scratch. */
function endIntent({ files }: OpenStore): void {
  if (files.look(INTENT_PATH) === null) return;
  files.remove(INTENT_PATH);
  files.syncFolder(WORK_FOLDER);
}

/** Removes what is left of a change that is over; an intent without what it rests on would be read as another. */
export function clearScratch(store: OpenStore): void {
  const { files } = store;
  if (files.look(WORK_FOLDER) === null) return;
  endIntent(store);
  removeTree(store, WORK_FOLDER);
  files.syncFolder(TMP_FOLDER);
}

/** The lock of a store: a kernel file lock, which ends with its process whatever happens to the file. */
import { describeOwner, type LockOwner, lockText } from "../../../lib/change/lock_owner.ts";
import { TMP_FOLDER } from "../../../lib/change/paths.ts";
import { busyError } from "../../../lib/change/problems.ts";
import { LOCK_LIMIT_BYTES, LOCK_PATH } from "../../../lib/model/change.ts";
import type { FileOperations, LockFile } from "./file_operations.ts";
import { makeFolderLikeRoot, type OpenStore, readPieces, writeAll } from "./whole_files.ts";
import { FileFailure } from "./within_store.ts";

/** Each attempt but the last met a lock file that its owner was just taking away. */
const ATTEMPTS = 20;

interface HeldLock {
  /** Lets go of the lock and removes its file; never throws. */
  release(): void;
}

/** Takes the lock. @throws CliError busy; FileFailure */
export async function takeLock(store: OpenStore, owner: LockOwner): Promise<HeldLock> {
  const { files } = store;
  let madeFolder = false;
  const leave = () => {
    if (madeFolder) attempt(() => files.removeFolder(TMP_FOLDER));
  };
  try {
    for (let count = 0; count < ATTEMPTS; count++) {
      if (makeTmpFolder(store)) madeFolder = true;
      const file = openLockFile(files);
      if (file === null) continue;
      if (!await file.tryLock()) throw busyError(store.root, describeOwner(await readOwner(store)));
      if (!isStillAt(files, file)) {
        file.close();
        continue;
      }
      const release = () => {
        attempt(() => {
          if (isStillAt(files, file)) files.remove(LOCK_PATH);
        });
        attempt(() => file.close());
        leave();
      };
      try {
        file.truncate(0);
        writeAll(file, new TextEncoder().encode(lockText(owner)));
      } catch (error) {
        release();
        throw error;
      }
      return { release };
    }
    throw busyError(store.root, "another process");
  } catch (error) {
    leave();
    throw error;
  }
}

/** Whether the folder had to be made. */
function makeTmpFolder(store: OpenStore): boolean {
  if (store.files.look(TMP_FOLDER) !== null) return false;
  try {
    makeFolderLikeRoot(store, TMP_FOLDER);
    return true;
  } catch (error) {
    if (store.files.look(TMP_FOLDER) !== null) return false;
    throw error;
  }
}

/** Null where the folder has gone since, with the owner that made it. */
function openLockFile(files: FileOperations): LockFile | null {
  assertPlain(files, TMP_FOLDER, "folder");
  assertPlain(files, LOCK_PATH, "file");
  try {
    return files.openLock(LOCK_PATH);
  } catch (error) {
    if (error instanceof FileFailure && error.cause instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function assertPlain(files: FileOperations, path: string, type: "file" | "folder"): void {
  const facts = files.look(path);
  if (facts !== null && facts.type !== type) throw new FileFailure(path, `it is no plain ${type}, and is not followed`);
}

/** An owner that ended between two looks takes its file with it: a lock on a file without a name keeps nobody out. */
function isStillAt(files: FileOperations, file: LockFile): boolean {
  return files.look(LOCK_PATH)?.identity === file.facts().identity;
}

function attempt(operation: () => void): void {
  try {
    operation();
  } catch {
    // A lock file that stays is no lock, and an empty folder does no harm.
  }
}

async function readOwner(store: OpenStore): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    await readPieces(store, { path: LOCK_PATH, offset: 0, limit: LOCK_LIMIT_BYTES }, (piece) => {
      text += decoder.decode(piece, { stream: true });
    });
  } catch (error) {
    if (!(error instanceof FileFailure)) throw error;
  }
  return text;
}

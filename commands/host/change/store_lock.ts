/** The lock of a store: a kernel file lock, which ends with its process whatever happens to the file. */
import { describeOwner, type LockOwner, lockText } from "../../../lib/change/lock_owner.ts";
import { TMP_FOLDER } from "../../../lib/change/paths.ts";
import { busyError, linkedError } from "../../../lib/change/problems.ts";
import { LOCK_LIMIT_BYTES, LOCK_PATH } from "../../../lib/model/change.ts";
import type { FileOperations, LockFile } from "./file_operations.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { hasOtherNames, modeOfNew, openAlone, type OpenStore, readPieces, writeAll } from "./whole_files.ts";
import { FileFailure, FileMoved } from "./within_store.ts";

/** Each attempt but the last met a lock file that its owner was just taking away. */
const ATTEMPTS = 20;

export interface HeldLock {
  /** Whether its file is still the one at its place; @throws FileFailure */
  isHeld(): boolean;
  /** Lets go of the lock and removes its file; never throws. */
  release(): void;
  /** Lets go of a lock whose file is another one by now, and leaves everything else as it is. */
  abandon(): void;
}

/** Takes the lock, in folders that are closed by then. @throws CliError busy, denied, unsupported; FileFailure */
export async function takeLock(store: OpenStore, owner: LockOwner): Promise<HeldLock> {
  const { files, folders } = store;
  let madeFolder = false;
  const leave = () => {
    if (madeFolder) attempt(() => files.removeFolder(TMP_FOLDER));
    // Whoever has the lock by now needs the folders closed, and gives them back in the end.
    attempt(() => {
      if (files.look(LOCK_PATH) === null) folders.open();
    });
  };
  try {
    for (let count = 0; count < ATTEMPTS; count++) {
      const existing = openLockFile(store);
      if (existing === null) {
        // Nothing is made in a folder that others could exchange.
        folders.closeTop();
        if (makeTmpFolder(store)) madeFolder = true;
      }
      const file = existing ?? createLockFile(store);
      if (file === null) continue;
      if (!await file.tryLock()) throw busyError(store.root, describeOwner(await readOwner(store)));
      const { identity } = file.facts();
      const release = () => {
        attempt(() => {
          if (isStillAt(files, identity)) files.remove(LOCK_PATH);
        });
        leave();
        attempt(() => file.close());
      };
      try {
        folders.closeTop();
        if (!isStillAt(files, identity)) {
          file.close();
          continue;
        }
        file.truncate(0);
        // The text is for people: a full disk has no room for it, and the lock is the kernel's.
        attempt(() => writeAll(file, new TextEncoder().encode(lockText(owner))));
      } catch (error) {
        release();
        throw error;
      }
      return { isHeld: () => isStillAt(files, identity), release, abandon: () => attempt(() => file.close()) };
    }
    throw busyError(store.root, "another process");
  } catch (error) {
    if (!(error instanceof CliError && error.exit === "busy")) leave();
    throw error;
  }
}

/** Whether the folder had to be made. */
function makeTmpFolder({ files, folders }: OpenStore): boolean {
  if (files.look(TMP_FOLDER) !== null) return false;
  try {
    folders.make(TMP_FOLDER);
    return true;
  } catch (error) {
    if (files.look(TMP_FOLDER) !== null) return false;
    throw error;
  }
}

/** Null where there is none. */
function openLockFile(store: OpenStore): LockFile | null {
  const { files } = store;
  assertPlain(files, TMP_FOLDER, "folder");
  assertPlain(files, LOCK_PATH, "file");
  if (files.look(LOCK_PATH) === null) return null;
  if (hasOtherNames(store, LOCK_PATH)) throw linkedError(store.root, LOCK_PATH);
  try {
    return openAlone(store, LOCK_PATH, () => files.openLock(LOCK_PATH));
  } catch (error) {
    if (isLate(error)) return null;
    throw error;
  }
}

/** Null where another process made it meanwhile, or took its folder away. */
function createLockFile(store: OpenStore): LockFile | null {
  const { files } = store;
  try {
    const file = files.createLock(LOCK_PATH, 0o600);
    files.setMode(LOCK_PATH, modeOfNew(store)(file.facts()));
    return file;
  } catch (error) {
    if (isLate(error)) return null;
    throw error;
  }
}

/** Whether another process has made the file meanwhile, or taken it away. */
function isLate(error: unknown): boolean {
  if (!(error instanceof FileFailure)) return false;
  const { cause } = error;
  return error instanceof FileMoved || cause instanceof Deno.errors.NotFound ||
    cause instanceof Deno.errors.AlreadyExists;
}

function assertPlain(files: FileOperations, path: string, type: "file" | "folder"): void {
  const facts = files.look(path);
  if (facts !== null && facts.type !== type) throw new FileFailure(path, `it is no plain ${type}, and is not followed`);
}

/** An owner that ended between two looks takes its file with it: a lock on a file without a name keeps nobody out. */
function isStillAt(files: FileOperations, identity: string): boolean {
  return files.look(LOCK_PATH)?.identity === identity;
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

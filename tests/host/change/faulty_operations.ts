/**
 * File operations of a process that fails or dies at one of them. Power that goes takes more along than a kill does:
 * what was written into files that were not synced since, or names in folders that were not.
 */
import { realOperations } from "../../../commands/host/change/real_operations.ts";
import type { FileOperations, LockFile, OpenFile } from "../../../commands/host/change/file_operations.ts";

export const ERRORS = {
  ENOSPC: () => new Error("No space left on device (os error 28)"),
  EIO: () => new Error("Input/output error (os error 5)"),
  EACCES: () => new Deno.errors.PermissionDenied("Permission denied (os error 13)"),
};
export type ErrorName = keyof typeof ERRORS;

export type Fate =
  | { readonly kind: "none" }
  /** One operation fails, or all from it on; a write that the disk is full for takes half of its bytes. */
  | { readonly kind: "fail"; readonly at: number; readonly error: ErrorName; readonly forever: boolean }
  /** The process ends right after one operation. */
  | { readonly kind: "die"; readonly at: number; readonly loses: "nothing" | "bytes" | "bytes and names" };

/** What everything throws in a process that is no more. */
export class Died extends Error {
  override readonly name = "Died";
}

export interface FaultyOperations {
  readonly files: FileOperations;
  /** How many operations were asked for. */
  count(): number;
  isDead(): boolean;
  /** Closes what a dead process left open, and takes along what it had not synced; whether there was any. */
  bury(): boolean;
}

interface UnsyncedName {
  readonly folder: string;
  readonly undo: () => void;
}

/** Operations with that fate; `side` is a folder on the same file system that holds what may have to come back. */
export function faultyOperations(fate: Fate, side: string): FaultyOperations {
  let count = 0;
  let isDead = false;
  const open = new Map<OpenFile, () => void>();
  const unsyncedBytes = new Map<string, { readonly path: string; readonly bytes: Uint8Array }>();
  let unsyncedNames: UnsyncedName[] = [];
  const keepsTrack = fate.kind === "die" && fate.loses !== "nothing";

  function step<Result>(operation: () => Result, partly: () => void = () => {}): Result {
    if (isDead) throw new Died();
    count++;
    if (fate.kind === "fail" && (count === fate.at || (fate.forever && count > fate.at))) {
      if (fate.error === "ENOSPC") partly();
      throw ERRORS[fate.error]();
    }
    const result = operation();
    if (fate.kind === "die" && count === fate.at) {
      isDead = true;
      throw new Died();
    }
    return result;
  }

  function name(folder: string, undo: () => void) {
    if (keepsTrack) unsyncedNames.push({ folder, undo });
  }

  let sideNames = 0;
  /** A way to bring back the file at a path, which is about to lose its name. */
  function keepName(path: string): () => void {
    if (!keepsTrack || realOperations.look(path)?.type !== "file") return () => {};
    const kept = `${side}/${sideNames++}`;
    Deno.linkSync(path, kept);
    return () => Deno.renameSync(kept, path);
  }

  function bytesAreUnsynced(path: string, identity: string) {
    if (unsyncedBytes.has(identity)) return;
    const kept = `${side}/${sideNames++}`;
    Deno.linkSync(path, kept);
    unsyncedBytes.set(identity, { path: kept, bytes: Deno.readFileSync(path) });
  }

  function opened(path: string, file: OpenFile, isTracked = keepsTrack): OpenFile {
    const { identity } = file.facts();
    const self: OpenFile = {
      facts: () => step(() => file.facts()),
      read: (into) => step(() => file.read(into)),
      write: (bytes) => {
        if (isTracked) bytesAreUnsynced(path, identity);
        return step(() => file.write(bytes), () => file.write(bytes.subarray(0, bytes.length / 2)));
      },
      truncate: (bytes) => {
        if (isTracked) bytesAreUnsynced(path, identity);
        step(() => file.truncate(bytes));
      },
      sync: () =>
        step(() => {
          file.sync();
          unsyncedBytes.delete(identity);
        }),
      close: () => {
        if (!open.delete(self)) return;
        file.close();
        step(() => {});
      },
    };
    open.set(self, () => file.close());
    return self;
  }

  /** The file is open even where the process dies right after that. */
  function opening(path: string, make: () => OpenFile): OpenFile {
    let file: OpenFile | null = null;
    try {
      file = opened(path, step(() => file = make()));
      return file;
    } catch (error) {
      if (file !== null && error instanceof Died) file.close();
      throw error;
    }
  }

  /** What becomes of the lock file after a death is of no account. */
  function openLock(path: string, open: () => LockFile): LockFile {
    const made: LockFile[] = [];
    try {
      const lock = step(() => {
        const file = open();
        made.push(file);
        return file;
      });
      return { ...opened(path, lock, false), tryLock: () => step(() => lock.tryLock()) };
    } catch (error) {
      if (error instanceof Died) { for (const file of made) file.close(); }
      throw error;
    }
  }

  const files: FileOperations = {
    user: realOperations.user,
    resolve: (path) => step(() => realOperations.resolve(path)),
    look: (path) => step(() => realOperations.look(path)),
    names: (path) => step(() => realOperations.names(path)),
    makeFolder: (path, mode) =>
      step(() => {
        realOperations.makeFolder(path, mode);
        name(folderOf(path), () => Deno.removeSync(path, { recursive: true }));
      }),
    removeFolder: (path) =>
      step(() => {
        realOperations.removeFolder(path);
        name(folderOf(path), () => Deno.mkdirSync(path));
      }),
    create: (path, mode) =>
      opening(path, () => {
        const file = realOperations.create(path, mode);
        name(folderOf(path), () => Deno.removeSync(path));
        return file;
      }),
    openToRead: (path, offset) => opening(path, () => realOperations.openToRead(path, offset)),
    openToWrite: (path) => opening(path, () => realOperations.openToWrite(path)),
    openToOverwrite: (path) => opening(path, () => realOperations.openToOverwrite(path)),
    createLock: (path, mode) => openLock(path, () => realOperations.createLock(path, mode)),
    openLock: (path) => openLock(path, () => realOperations.openLock(path)),
    setMode: (path, mode) => step(() => realOperations.setMode(path, mode)),
    link: (from, to) =>
      step(() => {
        realOperations.link(from, to);
        name(folderOf(to), () => Deno.removeSync(to));
      }),
    rename: (from, to) =>
      step(() => {
        const isSame = realOperations.look(from)?.identity === realOperations.look(to)?.identity;
        const bringBack = keepName(to);
        realOperations.rename(from, to);
        if (isSame) return;
        name(folderOf(to), () => {
          Deno.renameSync(to, from);
          bringBack();
        });
      }),
    remove: (path) =>
      step(() => {
        const bringBack = keepName(path);
        realOperations.remove(path);
        name(folderOf(path), bringBack);
      }),
    syncFolder: (path) =>
      step(() => {
        realOperations.syncFolder(path);
        unsyncedNames = unsyncedNames.filter(({ folder }) => folder !== path);
      }),
    canMove: (from, to) => step(() => realOperations.canMove(from, to)),
    room: (path) => step(() => realOperations.room(path)),
  };

  return {
    files,
    count: () => count,
    isDead: () => isDead,
    bury() {
      const hasLost = unsyncedBytes.size + unsyncedNames.length > 0;
      for (const close of open.values()) close();
      for (const { path, bytes } of unsyncedBytes.values()) Deno.writeFileSync(path, bytes, { create: false });
      if (fate.kind === "die" && fate.loses === "bytes and names") {
        for (const { undo } of unsyncedNames.toReversed()) attempt(undo);
      }
      for (const { name: left } of Deno.readDirSync(side)) Deno.removeSync(`${side}/${left}`);
      return hasLost;
    },
  };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** What an undone name rested on may be gone with its folder. */
function attempt(operation: () => void): void {
  try {
    operation();
  } catch (error) {
    if (!(error instanceof Died || error instanceof Deno.errors.NotFound)) throw error;
  }
}

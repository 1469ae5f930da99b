/** The file operations of a change, as the operating system carries them out. */
import { readDiskSpace } from "../store/disk_space.ts";
import { sortedNames } from "../store/file_entry.ts";
import { effectiveUser } from "../files/accounts.ts";
import { closeLocked, tryKernelLock } from "../files/kernel_lock.ts";
import type { FileFacts, FileOperations, LockFile, OpenFile } from "./file_operations.ts";

export const realOperations: FileOperations = {
  user: effectiveUser,
  resolve: (path) => Deno.realPathSync(path),
  look(path) {
    try {
      return factsOf(Deno.lstatSync(path));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return null;
      throw error;
    }
  },
  names: sortedNames,
  makeFolder: (path, mode) => Deno.mkdirSync(path, { mode }),
  removeFolder: (path) => Deno.removeSync(path),
  create: (path, mode) => openFile(Deno.openSync(path, { append: true, createNew: true, mode })),
  openToRead(path, offset) {
    const file = Deno.openSync(path, { read: true });
    if (offset > 0) file.seekSync(offset, Deno.SeekMode.Start);
    return openFile(file);
  },
  openToWrite: (path) => openFile(Deno.openSync(path, { append: true })),
  openToOverwrite: (path) => openFile(Deno.openSync(path, { write: true })),
  createLock: (path, mode) => lockFile(Deno.openSync(path, { read: true, write: true, createNew: true, mode })),
  openLock: (path) => lockFile(Deno.openSync(path, { read: true, write: true })),
  setMode: (path, mode) => Deno.chmodSync(path, mode),
  link: (from, to) => Deno.linkSync(from, to),
  rename: (from, to) => Deno.renameSync(from, to),
  remove: (path) => Deno.removeSync(path),
  syncFolder(path) {
    using folder = Deno.openSync(path, { read: true });
    folder.syncSync();
  },
  canMove,
  room: readDiskSpace,
};

const CROSS_DEVICE = /\(os error 18\)/;

/** Linux says that two folders are of different mounts before it looks for what is to be moved, which is not there. */
function canMove(from: string, to: string): boolean {
  const name = `.sourceos-${crypto.randomUUID()}`;
  try {
    Deno.renameSync(`${from}/${name}`, `${to}/${name}`);
  } catch (error) {
    return !(error instanceof Error && CROSS_DEVICE.test(error.message));
  }
  return true;
}

function factsOf(info: Deno.FileInfo): FileFacts {
  return {
    type: info.isSymlink ? "link" : info.isFile ? "file" : info.isDirectory ? "folder" : "other",
    bytes: info.size,
    mode: (info.mode ?? 0) & 0o7777,
    uid: info.uid ?? 0,
    gid: info.gid ?? 0,
    links: info.nlink ?? 1,
    identity: `${info.dev}:${info.ino}`,
  };
}

function openFile(file: Deno.FsFile): OpenFile {
  return {
    facts: () => factsOf(file.statSync()),
    read: (into) => file.readSync(into) ?? 0,
    write: (bytes) => file.writeSync(bytes),
    truncate: (bytes) => file.truncateSync(bytes),
    sync: () => file.syncSync(),
    close: () => file.close(),
  };
}

function lockFile(file: Deno.FsFile): LockFile {
  return { ...openFile(file), tryLock: () => tryKernelLock(file), close: () => closeLocked(file) };
}

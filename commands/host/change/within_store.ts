/** File operations on paths relative to a store's root, whose failures say which path they are about. */
import type { Failure } from "../../../lib/change/problems.ts";
import { ioReason } from "../files/io_reason.ts";
import type { FileOperations, LockFile, OpenFile } from "./file_operations.ts";

/** A file operation failed, or found what it must not touch. */
export class FileFailure extends Error implements Failure {
  override readonly name = "FileFailure";

  constructor(readonly path: string, readonly reason: string, override readonly cause: unknown = null) {
    super(`"${path}": ${reason}`, { cause });
  }
}

/** What was looked at is gone, or another has its place. */
export class FileMoved extends FileFailure {}

/** The operations below a root; "" is the root. @throws FileFailure where the operating system fails. */
export function withinStore(files: FileOperations, root: string): FileOperations {
  const full = (path: string) => path === "" ? root : `${root}/${path}`;
  const at = <Result>(path: string, operation: () => Result): Result => {
    try {
      return operation();
    } catch (error) {
      throw new FileFailure(path, ioReason(error).reason, error);
    }
  };
  const opened = (path: string, file: OpenFile): OpenFile => ({
    facts: () => at(path, () => file.facts()),
    read: (into) => at(path, () => file.read(into)),
    write: (bytes) => at(path, () => file.write(bytes)),
    truncate: (bytes) => at(path, () => file.truncate(bytes)),
    sync: () => at(path, () => file.sync()),
    close: () => at(path, () => file.close()),
  });
  const lock = (path: string, file: LockFile): LockFile => ({
    ...opened(path, file),
    async tryLock() {
      try {
        return await file.tryLock();
      } catch (error) {
        throw new FileFailure(path, ioReason(error).reason, error);
      }
    },
  });
  return {
    user: files.user,
    resolve: (path) => at(path, () => files.resolve(full(path))),
    look: (path) => at(path, () => files.look(full(path))),
    names: (path) => at(path, () => files.names(full(path))),
    makeFolder: (path, mode) => at(path, () => files.makeFolder(full(path), mode)),
    removeFolder: (path) => at(path, () => files.removeFolder(full(path))),
    create: (path, mode) => opened(path, at(path, () => files.create(full(path), mode))),
    openToRead: (path, offset) => opened(path, at(path, () => files.openToRead(full(path), offset))),
    openToWrite: (path) => opened(path, at(path, () => files.openToWrite(full(path)))),
    openToOverwrite: (path) => opened(path, at(path, () => files.openToOverwrite(full(path)))),
    createLock: (path, mode) => lock(path, at(path, () => files.createLock(full(path), mode))),
    openLock: (path) => lock(path, at(path, () => files.openLock(full(path)))),
    setMode: (path, mode) => at(path, () => files.setMode(full(path), mode)),
    link: (from, to) => at(to, () => files.link(full(from), full(to))),
    rename: (from, to) => at(to, () => files.rename(full(from), full(to))),
    remove: (path) => at(path, () => files.remove(full(path))),
    syncFolder: (path) => at(path, () => files.syncFolder(full(path))),
    canMove: (from, to) => at(to, () => files.canMove(full(from), full(to))),
    room: (path) => at(path, () => files.room(full(path))),
  };
}

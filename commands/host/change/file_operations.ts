/**
 * Everything that changing a store asks of the file system, each as small as one call of the operating system, so that a
 * test can let any of them fail or be the last. All throw the operating system's error. Nothing follows a link at the
 * end of a path.
 */
import type { DiskSpace } from "../../../lib/model/snapshot.ts";

export interface FileFacts {
  readonly type: "file" | "folder" | "link" | "other";
  readonly bytes: number;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** How many names it has. */
  readonly links: number;
  /** What tells one file from another, whatever their names. */
  readonly identity: string;
}

export interface OpenFile {
  facts(): FileFacts;
  /** The number of bytes read; 0 at the end. */
  read(into: Uint8Array): number;
  /** The number of bytes written, which may be fewer. */
  write(bytes: Uint8Array): number;
  truncate(bytes: number): void;
  sync(): void;
  close(): void;
}

export interface LockFile extends OpenFile {
  /** Whether the lock was to be had; where it was not, the file is closed for the caller. */
  tryLock(): Promise<boolean>;
}

export interface FileOperations {
  /** The user that this process acts as, and its group. */
  user(): { readonly uid: number; readonly gid: number };
  /** The absolute path of a folder, with links resolved. */
  resolve(path: string): string;
  /** What is at the path; null where there is nothing. */
  look(path: string): FileFacts | null;
  names(folder: string): readonly string[];
  makeFolder(path: string, mode: number): void;
  /** Only an empty one. */
  removeFolder(path: string): void;
  /** A new file, to write at its end; never one that exists. */
  create(path: string, mode: number): OpenFile;
  openToRead(path: string, offset: number): OpenFile;
  /** An existing file, to write at its end or to truncate. */
  openToWrite(path: string): OpenFile;
  /** An existing file, to overwrite from its beginning. */
  openToOverwrite(path: string): OpenFile;
  /** A new file, to read and to overwrite; never one that exists. */
  createLock(path: string, mode: number): LockFile;
  /** An existing file, likewise. */
  openLock(path: string): LockFile;
  setMode(path: string, mode: number): void;
  /** A second name for a file; never over an existing one. */
  link(from: string, to: string): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  syncFolder(path: string): void;
  /** Whether files can be moved from one folder into another; nothing is moved. */
  canMove(from: string, to: string): boolean;
  /** Null where the file system does not tell. */
  room(path: string): DiskSpace | null;
}

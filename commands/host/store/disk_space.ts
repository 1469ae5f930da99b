/** Room on a file system. */
import { statfsSync } from "node:fs";
import type { DiskSpace } from "../../../lib/model/snapshot.ts";
import { ioReason } from "../files/io_reason.ts";

/** The room where the path is; null where the file system does not say. Takes the permission for `sys=statfs`. */
export function readDiskSpace(path: string): DiskSpace | null {
  try {
    const { bsize, blocks, bavail, files, ffree } = statfsSync(path);
    if (blocks === 0) return null;
    return {
      free_bytes: bavail * bsize,
      total_bytes: blocks * bsize,
      // Some file systems make inodes as they are needed, and count none.
      free_inodes: files === 0 ? null : ffree,
      total_inodes: files === 0 ? null : files,
    };
  } catch (error) {
    ioReason(error); // What is no failure of the operating system is thrown on.
    return null;
  }
}

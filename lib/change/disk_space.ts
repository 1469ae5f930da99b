/** Whether a change fits on the disk, asked before its first byte is written. */
import type { ChangeIntent } from "../model/change.ts";
import type { DiskSpace } from "../model/snapshot.ts";

/** File systems give out whole blocks. */
const BLOCK_BYTES = 4096;
/** For folders that grow, the intent file, and whoever else writes meanwhile. */
const MARGIN_BYTES = 1024 * 1024;
const MARGIN_INODES = 16;

/** What the disk lacks for the change, in words; null where it has room or does not tell. */
export function findRoomProblem({ changes, new_folders, append }: ChangeIntent, disk: DiskSpace | null): string | null {
  if (disk === null) return null;
  const sizes = changes.flatMap(({ after }) => after === null ? [] : [after.bytes]);
  // The lines are staged and then written again; the intent is written beside the one it replaces.
  const lines = append === null ? [] : [append.appended.bytes, append.appended.bytes];
  const intentBytes = changes.length * 1024;
  const needed = [...sizes, ...lines, intentBytes, ...new_folders.map(() => 1)].reduce(
    (sum, bytes) => sum + Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES,
    MARGIN_BYTES,
  );
  if (needed > disk.free_bytes) return `it takes ${needed} bytes and ${disk.free_bytes} are free`;
  const inodes = sizes.length + new_folders.length + MARGIN_INODES;
  if (disk.free_inodes !== null && inodes > disk.free_inodes) {
    return `it takes ${inodes} inodes and ${disk.free_inodes} are free`;
  }
  return null;
}

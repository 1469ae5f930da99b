/** Whether a change fits on the disk, asked before its first byte is written. */
import type { ChangeIntent } from "../model/change.ts";
import { isDeletion } from "./deletion.ts";
import type { DiskSpace } from "../model/snapshot.ts";

/** File systems give out whole blocks. */
const BLOCK_BYTES = 4096;
/** For folders that grow, the intent file, and whoever else writes meanwhile. */
const MARGIN_BYTES = 1024 * 1024;
const MARGIN_INODES = 16;

/** Of a change that makes room by what it drops: it is not held up by what would be good to have. */
const SCARCE_MARGIN_BYTES = 16 * BLOCK_BYTES;

export type Room =
  | { readonly kind: "enough" }
  /** Once what the change drops is deleted. */
  | { readonly kind: "after_dropping" }
  /** What is missing, in words. */
  | { readonly kind: "lacking"; readonly problem: string };

/** Whether the disk has room for the change; one that does not tell is taken to have. */
export function judgeRoom({ changes, new_folders, append }: ChangeIntent, disk: DiskSpace | null): Room {
  if (disk === null) return { kind: "enough" };
  const sizes = changes.flatMap(({ after }) => after === null ? [] : [after.bytes]);
  // The lines are staged and then written again; the intent is written beside the one it replaces.
  const lines = append === null ? [] : [append.appended.bytes, append.appended.bytes];
  const intentBytes = changes.length * 1024;
  const needed = [...sizes, ...lines, intentBytes, ...new_folders.map(() => 1)].reduce(
    (sum, bytes) => sum + Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES,
    0,
  );
  const inodes = sizes.length + new_folders.length + MARGIN_INODES;
  if (disk.free_inodes !== null && inodes > disk.free_inodes) {
    return { kind: "lacking", problem: `it takes ${inodes} inodes and ${disk.free_inodes} are free` };
  }
  if (needed + MARGIN_BYTES <= disk.free_bytes) return { kind: "enough" };
  const dropped = changes.filter(isDeletion).reduce(
    (sum, { before }) => sum + Math.floor((before?.bytes ?? 0) / BLOCK_BYTES) * BLOCK_BYTES,
    0,
  );
  if (dropped === 0) {
    return { kind: "lacking", problem: `it takes ${needed + MARGIN_BYTES} bytes and ${disk.free_bytes} are free` };
  }
  const least = needed + SCARCE_MARGIN_BYTES;
  if (least <= disk.free_bytes + dropped) return { kind: "after_dropping" };
  const problem = `it takes ${least} bytes, ${disk.free_bytes} are free, and what it drops gives back ${dropped}`;
  return { kind: "lacking", problem };
}

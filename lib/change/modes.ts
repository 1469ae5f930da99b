/** The permission bits of what a change writes, and of the folders that it works in (docs/repair.md, "Owner and mode"). */

interface ModeFacts {
  /** Permission bits. */
  readonly mode: number;
  readonly gid: number;
}

const OWNER = 0o700;
const GROUP = 0o070;
const GROUP_WRITE = 0o020;
const SET_GROUP = 0o2000;
/** Without a meaning of its own on a folder: it marks one that a change has closed to its group. */
const CLOSED = 0o4000;

/** Of a new file: what the store's root grants to its group, and nothing to others. */
export function modeOfNewFile(root: ModeFacts, made: Pick<ModeFacts, "gid">): number {
  return (OWNER | granted(root, made)) & 0o666;
}

/** Of a new folder, likewise. */
export function modeOfNewFolder(root: ModeFacts, made: ModeFacts): number {
  return OWNER | granted(root, made) | (made.mode & SET_GROUP);
}

function granted(root: ModeFacts, { gid }: Pick<ModeFacts, "gid">): number {
  return gid === root.gid ? openedMode(root.mode) & GROUP : 0;
}

/** Of a file in the place of another: the same bits, without those for another group, or for others where it is secret. */
export function modeOfReplacement(
  earlier: ModeFacts,
  { gid, isSecret }: { readonly gid: number; readonly isSecret: boolean },
): number {
  return earlier.mode & (OWNER | (gid === earlier.gid ? GROUP : 0) | (isSecret ? 0 : 0o007));
}

/** The mode of a folder in which only its owner can put something in another's place. */
export function closedMode(mode: number): number {
  return (mode & GROUP_WRITE) === 0 ? mode : (mode & ~GROUP_WRITE) | CLOSED;
}

/** What it was before it was closed. */
export function openedMode(mode: number): number {
  return isClosed(mode) ? (mode & ~CLOSED) | GROUP_WRITE : mode;
}

/** Whether a change has closed the folder. */
export function isClosed(mode: number): boolean {
  return (mode & CLOSED) !== 0 && (mode & GROUP_WRITE) === 0;
}

/** Whether a user can close the folder and give it back as it was: what a stranger's group is set to does not come back. */
export function canClose({ mode, gid }: ModeFacts, user: { readonly uid: number; readonly gid: number }): boolean {
  return (mode & GROUP_WRITE) === 0 || (mode & SET_GROUP) === 0 || user.uid === 0 || user.gid === gid;
}

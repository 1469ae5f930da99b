/** Folders of a store that have a file system of their own. */
import { join } from "@std/path/posix";
import type { FileEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";

/**
 * Those of the folders that lie on another device than the root. A second mount of the same file system cannot be told by
 * that; a change finds it before it writes anything.
 */
export function mountsOf(root: string, folders: readonly FileEntry[]): Pick<StoreSnapshot, "mounts"> {
  const device = deviceOf(root);
  const mounts = folders.map(({ path }) => path).filter((path) => {
    const found = deviceOf(join(root, path));
    return found !== null && found !== device;
  });
  return mounts.length === 0 ? {} : { mounts };
}

/** Null for what has gone, or cannot be looked at. */
function deviceOf(path: string): number | null {
  try {
    return Deno.lstatSync(path).dev;
  } catch {
    return null;
  }
}

/** Telling a write that is under way from one that was never finished: the first is gone, or other, a moment later. */
import { join } from "@std/path";
import type { FileEntry } from "../../../lib/model/snapshot.ts";

const WAIT_MS = 40;

/** The files without those `.tmp` files that another process is writing right now; waits only where there is one. */
export async function withoutUnderWay(root: string, files: readonly FileEntry[]): Promise<readonly FileEntry[]> {
  const isTemporary = ({ path }: FileEntry) => path.endsWith(".tmp");
  const before = new Map(files.filter(isTemporary).map(({ path }) => [path, stamp(join(root, path))]));
  if (before.size === 0) return files;
  await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  return files.filter((file) => {
    const first = before.get(file.path);
    return first === undefined || (first !== null && first === stamp(join(root, file.path)));
  });
}

/** What changes when a file is written or replaced; null where there is none. */
function stamp(path: string): string | null {
  try {
    const { ino, size, mtime } = Deno.lstatSync(path);
    return [ino, size, mtime?.getTime()].join(" ");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    return "unknown";
  }
}

/** Telling a write that is under way from one that was never finished: the first is gone, or other, a moment later. */
import { join } from "@std/path/posix";
import type { FileEntry } from "../../../lib/model/snapshot.ts";
import { untilQuiet } from "./until_quiet.ts";

/** The files without those `.tmp` files that another process is writing right now; waits only where there is one. */
export async function withoutUnderWay(root: string, files: readonly FileEntry[]): Promise<readonly FileEntry[]> {
  const before = new Map(
    files.filter(({ path }) => path.endsWith(".tmp")).map(({ path }) => [path, stamp(join(root, path))]),
  );
  if (before.size === 0) return files;
  const underWay = new Set<string>();
  await untilQuiet(() => {
    const left = [...before].filter(([path]) => !underWay.has(path)).map(([path, first]) => {
      const now = stamp(join(root, path));
      if (first?.text !== now?.text || now === null) underWay.add(path);
      return { path, time: now?.time ?? null };
    });
    return left.filter(({ path }) => !underWay.has(path)).map(({ time }) => time);
  });
  return files.filter(({ path }) => !underWay.has(path));
}

/** What changes when a file is written or replaced, and when it was; null where there is none. */
function stamp(path: string): { readonly text: string; readonly time: number | null } | null {
  try {
    const { ino, size, mtime } = Deno.lstatSync(path);
    const time = mtime?.getTime() ?? null;
    return { text: [ino, size, time].join(" "), time };
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? null : { text: "unknown", time: null };
  }
}

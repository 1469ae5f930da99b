/** The digests of many small files. */
import { join } from "@std/path/posix";
import type { FileDigest } from "../../../lib/model/change.ts";
import { digestOfFile } from "../files/hashing.ts";
import { ioReason } from "../files/io_reason.ts";
import { createTurns } from "../files/next_turn.ts";
import type { ProgressTaker } from "../types/progress.ts";

/** Files that are read before progress is reported. */
const BATCH = 500;

/** The digest of each path below the root that is a plain file and can be read, or was; of others there is none. */
export async function digestRecords(
  root: string,
  paths: readonly string[],
  { known, progress }: { readonly known: ReadonlyMap<string, FileDigest>; readonly progress: ProgressTaker },
): Promise<ReadonlyMap<string, FileDigest>> {
  const digests = new Map<string, FileDigest>();
  const nextTurn = createTurns();
  for (const [index, path] of paths.entries()) {
    const digest = known.get(path) ?? await digestFile(join(root, path));
    if (digest !== null) digests.set(path, digest);
    if (index % BATCH !== BATCH - 1) continue;
    progress.report({ phase: "digests", done: index + 1, total: paths.length, unit: "count" });
    await nextTurn();
  }
  return digests;
}

async function digestFile(path: string): Promise<FileDigest | null> {
  try {
    if (!Deno.lstatSync(path).isFile) return null;
    using file = Deno.openSync(path, { read: true });
    return await digestOfFile(file);
  } catch (error) {
    ioReason(error); // a bug is thrown on; what the disk does is for the checks to report
    return null;
  }
}

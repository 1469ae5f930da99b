/** Who may read what this user may not: read from owner, group and mode of what stands in the way. */
import { dirname, join } from "@std/path/posix";
import type { Account, Readers, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { deniedPaths } from "../../../lib/store/known.ts";
import { ioReason } from "../files/io_reason.ts";

/** More paths than these need not be looked at to tell whose they are. */
const MOST_LOOKED_AT = 200;

/** Those who may read all that was denied of the store; absent where nothing was. */
export function readersOf(root: string, store: StoreSnapshot): { readonly readers?: Readers } {
  const paths = deniedPaths(store).slice(0, MOST_LOOKED_AT).map((path) => join(root, path));
  return paths.length === 0 ? {} : { readers: readersOfPaths(paths) };
}

/** Those who may read all of these paths; null where they are not the same for each. */
export function readersOfPaths(paths: readonly string[]): Readers {
  const barriers = paths.map(barrierOf);
  return {
    owner: named(onlyOne(barriers.map((barrier) => barrier?.uid ?? null)), "/etc/passwd"),
    group: named(onlyOne(barriers.map((barrier) => barrier?.group ?? null)), "/etc/group"),
  };
}

interface Barrier {
  readonly uid: number | null;
  /** Null where its group may not read it either. */
  readonly group: number | null;
}

/** What cannot be read: the path itself, or the folder on the way that may not be entered. */
function barrierOf(path: string): Barrier | null {
  for (let at = path;; at = dirname(at)) {
    try {
      const { uid, gid, mode, isDirectory } = Deno.statSync(at);
      const needed = isDirectory ? 0o050 : 0o040;
      return { uid, group: ((mode ?? 0) & needed) === needed ? gid : null };
    } catch (error) {
      if (ioReason(error).exit !== "denied" || dirname(at) === at) return null;
    }
  }
}

function onlyOne(ids: readonly (number | null)[]): number | null {
  const [first = null, ...others] = new Set(ids);
  return others.length === 0 ? first : null;
}

/** A minimal host may have no such file, and accounts may be kept elsewhere: the number serves as well. */
function named(id: number | null, file: string): Account | null {
  return id === null ? null : { id, name: accountName(id, file) };
}

function accountName(id: number, file: string): string | null {
  try {
    const rows = Deno.readTextFileSync(file).split("\n").map((line) => line.split(":"));
    return rows.find(([, , number]) => number === String(id))?.[0] ?? null;
  } catch (error) {
    ioReason(error); // a bug is thrown on
    return null;
  }
}

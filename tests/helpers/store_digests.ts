/** What a store holds, as far as a change of it can be told by: the mode and the SHA-256 of each file. */
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { assert, assertEquals } from "@std/assert";
import { RECORD_CACHE_PATH } from "../../lib/derived/record_cache.ts";
import { classifyPath } from "../../lib/store/path_class.ts";
import { INTENT_PATH, LOCK_PATH, WORK_FOLDER } from "../../lib/model/change.ts";

/** By path: the mode and the hash of a file, the mode of a folder, whose path ends in "/". */
export type StoreDigests = ReadonlyMap<string, string>;

const JOURNAL = "journal.jsonl";

/** The digests of everything below a store's root but the scratch of a change that is under way, and the cache of records, which is no part of one; sorted by path. */
export function digestsOf(root: string): StoreDigests {
  const digests: [string, string][] = [];
  const visit = (folder: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(join(root, folder))) {
      const path = folder + name;
      if (path === LOCK_PATH || path === WORK_FOLDER || path === RECORD_CACHE_PATH) continue;
      digests.push(isDirectory ? [`${path}/`, modeOf(join(root, path))] : [path, digestOf(join(root, path))]);
      if (isDirectory) visit(`${path}/`);
    }
  };
  visit("");
  return new Map(digests.sort(([left], [right]) => left < right ? -1 : 1));
}

function modeOf(path: string): string {
  return ((Deno.lstatSync(path).mode ?? 0) & 0o7777).toString(8);
}

function digestOf(path: string): string {
  return `${modeOf(path)} ${sha256Of(Deno.readFileSync(path))}`;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The SHA-256 of a file in the digests; null where there is none. */
export function sha256In(digests: StoreDigests, path: string): string | null {
  return digests.get(path)?.split(" ")[1] ?? null;
}

export function areEqual(found: StoreDigests, expected: StoreDigests): boolean {
  return JSON.stringify([...found]) === JSON.stringify([...expected]);
}

/** As assertEquals(), which compares each entry of a map with each. */
export function assertDigests(found: StoreDigests, expected: StoreDigests, message: string): void {
  if (!areEqual(found, expected)) assertEquals(Object.fromEntries(found), Object.fromEntries(expected), message);
}

/** Whether a change of the store began and has not ended. */
export function hasIntent(root: string): boolean {
  return isThere(join(root, INTENT_PATH));
}

/** Whether anything is left of a change's own files. */
export function hasScratch(root: string): boolean {
  return isThere(join(root, WORK_FOLDER)) || isThere(join(root, LOCK_PATH));
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

export interface Outcome {
  readonly root: string;
  /** A whole store each, on disk: as it was, and as the change leaves it. */
  readonly original: string;
  readonly result: string;
  readonly before: StoreDigests;
  readonly after: StoreDigests;
}

/**
 * In the middle of a change: each file is whole, as before or as planned, every byte that was there is in its place or
 * where the change keeps it, and the journal has grown by nothing but the change's own lines.
 */
export function assertNothingLost({ root, original, result, before, after }: Outcome, where: string): void {
  const now = digestsOf(root);
  for (const [path, digest] of now) {
    if (path === JOURNAL) continue;
    assert(
      digest === before.get(path) || digest === after.get(path),
      `${where}: "${path}" is neither as before nor as planned`,
    );
  }
  for (const [path, digest] of before) {
    if (path === JOURNAL || path.endsWith("/") || now.get(path) === digest) continue;
    // What is disposable is deleted, once the change stands.
    if (classifyPath(path).durability === "disposable") continue;
    const kept = [...after].filter(([other, kept]) => kept === digest && !before.has(other)).map(([other]) => other);
    assert(kept.some((other) => now.get(other) === digest), `${where}: what was in "${path}" is nowhere`);
  }
  const journal = (folder: string) => Deno.readFileSync(join(folder, JOURNAL));
  const [earlier, found, planned] = [journal(original), journal(root), journal(result)];
  assert(startsWith(found, earlier), `${where}: the journal has lost bytes`);
  assert(startsWith(planned, found), `${where}: the journal has lines that the change does not append`);
}

function startsWith(bytes: Uint8Array, beginning: Uint8Array): boolean {
  return sha256Of(bytes.subarray(0, beginning.length)) === sha256Of(beginning);
}

/** Puts the store back to how it was before the change, at the place that plans of it are bound to. */
export function restore({ original, root, before }: Outcome): void {
  for (const path of [WORK_FOLDER, LOCK_PATH]) {
    if (isThere(join(root, path))) Deno.removeSync(join(root, path), { recursive: true });
  }
  const now = digestsOf(root);
  const stray = [...now.keys()].filter((path) => !before.has(path));
  for (const path of stray.toReversed()) Deno.removeSync(join(root, path));
  for (const [path, digest] of before) {
    if (now.get(path) === digest) continue;
    if (path.endsWith("/")) Deno.mkdirSync(join(root, path), { mode: 0o700 });
    else copyFile(join(original, path), join(root, path));
  }
  assertDigests(digestsOf(root), before, "The store cannot be put back");
}

/** A copy with its time: what is left of unfinished writes is told by its age. */
function copyFile(from: string, to: string): void {
  if (isThere(to)) Deno.removeSync(to);
  Deno.copyFileSync(from, to);
  const { atime, mtime } = Deno.statSync(from);
  if (atime !== null && mtime !== null) Deno.utimeSync(to, atime, mtime);
}

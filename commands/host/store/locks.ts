/** Lock files of a store, and whether the owner of each still runs. */
import { join } from "@std/path/posix";
import { isOwnerAlive, parseLock } from "../../../lib/change/lock_owner.ts";
import { LOCK_LIMIT_BYTES, LOCK_PATH } from "../../../lib/model/change.ts";
import type { FileEntry, LockEntry } from "../../../lib/model/snapshot.ts";
import { parseTimestamp } from "../../../lib/text/time.ts";
import { ioReason } from "../files/io_reason.ts";
import { isKernelLocked } from "../files/kernel_lock.ts";
import { readJsonFile } from "./json_file.ts";

const LOCK_FILE = /^tmp\/(?:.*\/)?[^/]+\.lock$/;

/** Clocks are set while a host starts: what is older than its start by less than this may still run. */
const BOOT_SLACK_MS = 60_000;

/** The locks among these files. Takes the permission for `sys=osUptime` where that tells something. */
export async function readLocks(root: string, files: readonly FileEntry[]): Promise<readonly LockEntry[]> {
  const locks: LockEntry[] = [];
  for (const file of files) {
    const isLock = LOCK_FILE.test(file.path) && file.type === "file" && file.bytes <= LOCK_LIMIT_BYTES;
    if (isLock) locks.push(await readLock(root, file));
  }
  return locks;
}

async function readLock(root: string, file: FileEntry): Promise<LockEntry> {
  const path = join(root, file.path);
  const claim = parseLock(readJsonFile(path, file).record);
  const isLocked = await isKernelLocked(path);
  const isOurs = file.path === LOCK_PATH;
  if (claim === null) {
    return { path: file.path, owner: null, owner_alive: isLocked === true ? true : isOurs ? isLocked : null };
  }
  const { pid, startedAt, bootedAt, command } = claim;
  const times = [startedAt, file.modified_at, ...(bootedAt === null ? [] : [bootedAt])];
  return {
    path: file.path,
    owner: { pid, started_at: startedAt, command },
    owner_alive: isOwnerAlive({
      isLocked,
      isKernelLock: isOurs,
      isSeen: isProcess(pid),
      times: times.map((time) => parseTimestamp(time)),
      hostStartedAt: Date.now() - uptimeMs() - BOOT_SLACK_MS,
    }),
  };
}

/** Deno opens nothing under /proc without every permission, so that no more is seen of a process than its folder. */
function isProcess(pid: number): boolean {
  try {
    return Deno.lstatSync(`/proc/${pid}`).isDirectory;
  } catch (error) {
    return ioReason(error).exit !== "not_found";
  }
}

function uptimeMs(): number {
  try {
    return Deno.osUptime() * 1000;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return Infinity;
    throw error;
  }
}

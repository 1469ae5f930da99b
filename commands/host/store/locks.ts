/** Lock files of a store, and whether the process that each names still runs. */
import { join } from "@std/path";
import { parseLock } from "../../../lib/change/lock_owner.ts";
import { LOCK_LIMIT_BYTES } from "../../../lib/model/change.ts";
import type { FileEntry, LockEntry } from "../../../lib/model/snapshot.ts";
import { parseTimestamp } from "../../../lib/text/time.ts";
import { ioReason } from "../files/io_reason.ts";
import { readJsonFile } from "./json_file.ts";

const LOCK_FILE = /^tmp\/(?:.*\/)?[^/]+\.lock$/;

/** Clocks are set while a host starts: what is older than its start by less than this may still run. */
const BOOT_SLACK_MS = 60_000;

/** The locks among these files. Takes the permission for `sys=osUptime` where a lock is older than its host's start. */
export function readLocks(root: string, files: readonly FileEntry[]): readonly LockEntry[] {
  return files.filter(({ path, type, bytes }) => LOCK_FILE.test(path) && type === "file" && bytes <= LOCK_LIMIT_BYTES)
    .map((file) => {
      const { record } = readJsonFile(join(root, file.path), file);
      const claim = parseLock(record);
      if (claim === null) return { path: file.path, owner: null, owner_alive: null };
      const { pid, startedAt, bootedAt, command } = claim;
      const times = [startedAt, file.modified_at, ...(bootedAt === null ? [] : [bootedAt])];
      return { path: file.path, owner: { pid, started_at: startedAt, command }, owner_alive: isAlive(pid, times) };
    });
}

/**
 * Whether the owner runs: no process of that number does, or it was there before this host last started.
 *
 * Deno opens nothing under /proc without every permission, so start time and boot id cannot be compared; a process that
 * was given the owner's number since then passes for it, and the lock is kept.
 */
function isAlive(pid: number, times: readonly (string | null)[]): boolean | null {
  // Where even the first process is hidden, an absent one proves nothing.
  if (!isProcess(1)) return null;
  if (!isProcess(pid)) return false;
  const startOfHost = Date.now() - uptimeMs() - BOOT_SLACK_MS;
  return !times.map((time) => parseTimestamp(time ?? "")).every((time) => time !== null && time < startOfHost);
}

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

/** What a lock file says of the process that holds the lock. */
import { parseJsonObject } from "../text/parse_json.ts";
import { integerField, type JsonObject, stringField } from "../text/json.ts";
import { formatTimestamp } from "../text/time.ts";

export interface LockOwner {
  readonly pid: number;
  readonly startedAt: Date;
  /** When the host started, which tells a number given out again from the one that was meant. */
  readonly bootedAt: Date;
  readonly command: string;
}

/** The text of the lock file of that process. */
export function lockText({ pid, startedAt, bootedAt, command }: LockOwner): string {
  const owner = { pid, started_at: formatTimestamp(startedAt), booted_at: formatTimestamp(bootedAt), command };
  return `${JSON.stringify(owner)}\n`;
}

/** What a lock file says of its owner; all but the number may be missing in the lock of another program. */
interface LockClaim {
  readonly pid: number;
  readonly startedAt: string | null;
  readonly bootedAt: string | null;
  readonly command: string | null;
}

const HIGHEST_PID = 2 ** 31 - 1;

/** The owner that a lock file's record names, or null where it names no process. */
export function parseLock(record: JsonObject | null): LockClaim | null {
  const pid = integerField(record, "pid");
  if (pid === null || pid < 1 || pid > HIGHEST_PID) return null;
  return {
    pid,
    startedAt: stringField(record, "started_at"),
    bootedAt: stringField(record, "booted_at"),
    command: stringField(record, "command"),
  };
}

/** Who holds the lock, in words, as far as the lock file's text tells. */
export function describeOwner(text: string): string {
  const parsed = parseJsonObject(text);
  const claim = parseLock(parsed.ok ? parsed.value : null);
  if (claim === null) return "another process";
  const { pid, startedAt, command } = claim;
  return [
    `process ${pid}`,
    ...(command === null ? [] : [` (${command})`]),
    ...(startedAt === null ? [] : [` since ${startedAt}`]),
  ].join("");
}

/** What is known of a lock and its owner. */
export interface LockFacts {
  /** Whether the kernel's lock on the file is held; null where it could not be asked. */
  readonly isLocked: boolean | null;
  /** Whether nobody owns the lock without that, as it is with our own. */
  readonly isKernelLock: boolean;
  /** Whether a process of the owner's number runs here. */
  readonly isSeen: boolean;
  /** Every time that the lock tells of itself, as milliseconds; null where one tells nothing. */
  readonly times: readonly (number | null)[];
  /** Likewise, with what clocks may be wrong by taken off. */
  readonly hostStartedAt: number;
}

/**
 * Whether the owner of a lock runs; null where nobody can tell from here. A process in another PID namespace or on another
 * host is not seen: that its number is not there proves nothing.
 */
export function isOwnerAlive({ isLocked, isKernelLock, isSeen, times, hostStartedAt }: LockFacts): boolean | null {
  if (isLocked === true) return true;
  if (isLocked === false && isKernelLock) return false;
  // Nothing runs on from before that; a number from then can have been given out again.
  if (isLocked === false && times.every((time) => time !== null && time < hostStartedAt)) return false;
  return isSeen ? true : null;
}

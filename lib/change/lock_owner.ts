/** What a lock file says of the process that holds the lock. */
import { parseJsonObject } from "../text/parse_json.ts";
import { integerField, stringField } from "../text/json.ts";
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

/** Who holds the lock, in words, as far as the lock file's text tells. */
export function describeOwner(text: string): string {
  const parsed = parseJsonObject(text);
  const record = parsed.ok ? parsed.value : null;
  const pid = integerField(record, "pid");
  if (pid === null) return "another process";
  const startedAt = stringField(record, "started_at");
  const command = stringField(record, "command");
  return [
    `process ${pid}`,
    ...(command === null ? [] : [` (${command})`]),
    ...(startedAt === null ? [] : [` since ${startedAt}`]),
  ].join("");
}

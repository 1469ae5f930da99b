import type { Finding } from "../model/documents/health.ts";
import type { DiskSpace } from "../model/snapshot.ts";
import { bytesText, durationText } from "../text/numbers.ts";
import { plural } from "../text/words.ts";
import { secondsAhead } from "./clock.ts";
import { type Check, type CheckInput, finding, findingKind, findings } from "./frame/check.ts";

const CHECK = "host";

const SPACE = findingKind(
  "host.space-low",
  "warning",
  "The file system of the store is almost full",
  "Free some space: a write that does not fit can leave a torn line in the journal",
);
const INODES = findingKind(
  "host.inodes-low",
  "warning",
  "The file system of the store can hold hardly any more files",
  "Remove files that are not needed: every record is a file of its own",
);
const CLOCK = findingKind(
  "host.clock-behind",
  "warning",
  "An event is dated in the future, or the clock of this host is behind",
  "Compare this host's clock with another one, and set it where it is wrong; else find out whose clock dated the event",
);

const JOURNAL_FILE = "journal.jsonl";
const MIB = 2 ** 20;
/** One per cent of a large disk is plenty, and a small one need not have 64 MiB at all. */
const MOST_SPARE_BYTES = 1_024 * MIB;
const LEAST_SPARE_BYTES = 64 * MIB;
const MOST_SPARE_INODES = 10_000;

/** What the host gives the store: room, and a clock that does not run behind. */
export const hostCheck: Check = {
  id: CHECK,
  title: "Host",
  reads: "the file system's free room, this host's clock and the newest event's time",
  why: "A full disk tears writes, and a clock that is behind puts new events before old ones",
  required: false,
  needs: [],
  kinds: [SPACE, INODES, CLOCK],
  run(input) {
    if (input.store.disk === null && input.store.journal.newest_event_at === null) {
      return { ran: false, reason: "Neither free space nor the time of any event is known" };
    }
    return findings([...roomFindings(input), ...clockFindings(input)]);
  },
};

function roomFindings({ store }: CheckInput): readonly Finding[] {
  if (store.disk === null) return [];
  const { free_bytes: bytes, total_bytes: allBytes, free_inodes: inodes, total_inodes: allInodes } = store.disk;
  const found: Finding[] = [];
  if (bytes < spareBytes(store.disk)) {
    found.push(finding(CHECK, SPACE, {
      target: ".",
      message: `The file system of the store has ${bytesText(bytes)} left of ${bytesText(allBytes)}`,
      evidence: { file: ".", free_bytes: bytes, total_bytes: allBytes },
      shell: ["df", "-h", store.real_root],
    }, store));
  }
  if (inodes !== null && allInodes !== null && inodes < Math.min(allInodes / 100, MOST_SPARE_INODES)) {
    found.push(finding(CHECK, INODES, {
      target: ".",
      message: `The file system of the store has room for ${plural(inodes, "more file")}`,
      evidence: { file: ".", free_inodes: inodes, total_inodes: allInodes },
      shell: ["df", "-i", store.real_root],
    }, store));
  }
  return found;
}

/** Below 64 MiB or 1 %, where 1 % is at most 1 GiB, and 64 MiB at most a tenth of all. */
function spareBytes({ total_bytes: total }: DiskSpace): number {
  return Math.max(Math.min(LEAST_SPARE_BYTES, total / 10), Math.min(total / 100, MOST_SPARE_BYTES));
}

function clockFindings({ store, snapshot }: CheckInput): readonly Finding[] {
  const ahead = secondsAhead(snapshot, store);
  if (ahead === null) return [];
  const { newest_event_at: at, newest_event: event = null } = store.journal;
  const target = event === null ? JOURNAL_FILE : `event:${event.event_id}`;
  const named = event === null
    ? "The newest event"
    : `Event "${event.event_id}" on line ${event.line} of ${JOURNAL_FILE}`;
  return [finding(CHECK, CLOCK, {
    target,
    message: `${named} is dated ${at}, ${durationText(ahead)} after what this host's clock says: ${snapshot.taken_at}`,
    evidence: {
      file: JOURNAL_FILE,
      line: event?.line ?? null,
      event_id: event?.event_id ?? null,
      taken_at: snapshot.taken_at,
      newest_event_at: at,
      behind_seconds: ahead,
    },
    shell: ["date", "-u"],
  }, store)];
}

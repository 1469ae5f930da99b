import type { Finding } from "../model/documents/health.ts";
import type { DiskSpace } from "../model/snapshot.ts";
import { bytesText, durationText } from "../text/numbers.ts";
import { plural } from "../text/words.ts";
import { parseTimestamp } from "../text/time.ts";
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
  "The clock of this host is behind the newest event",
  "Set the clock of this host, or find out which producer's clock is ahead",
);

const MIB = 2 ** 20;
/** One per cent of a large disk is plenty, and a small one need not have 64 MiB at all. */
const MOST_SPARE_BYTES = 1_024 * MIB;
const LEAST_SPARE_BYTES = 64 * MIB;
const MOST_SPARE_INODES = 10_000;
const CLOCK_SLACK_SECONDS = 5 * 60;

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
    }, store));
  }
  if (inodes !== null && allInodes !== null && inodes < Math.min(allInodes / 100, MOST_SPARE_INODES)) {
    found.push(finding(CHECK, INODES, {
      target: ".",
      message: `The file system of the store has room for ${plural(inodes, "more file")}`,
      evidence: { file: ".", free_inodes: inodes, total_inodes: allInodes },
    }, store));
  }
  return found;
}

/** Below 64 MiB or 1 %, where 1 % is at most 1 GiB, and 64 MiB at most a tenth of all. */
function spareBytes({ total_bytes: total }: DiskSpace): number {
  return Math.max(Math.min(LEAST_SPARE_BYTES, total / 10), Math.min(total / 100, MOST_SPARE_BYTES));
}

function clockFindings({ store, snapshot }: CheckInput): readonly Finding[] {
  const newest = store.journal.newest_event_at;
  const [now, then] = [parseTimestamp(snapshot.taken_at), parseTimestamp(newest)];
  if (newest === null || now === null || then === null) return [];
  const behindSeconds = Math.floor((then - now) / 1000);
  if (behindSeconds <= CLOCK_SLACK_SECONDS) return [];
  return [finding(CHECK, CLOCK, {
    target: "journal.jsonl",
    message: `This host's clock says ${snapshot.taken_at}, ${durationText(behindSeconds)} before the newest event`,
    evidence: {
      file: "journal.jsonl",
      taken_at: snapshot.taken_at,
      newest_event_at: newest,
      behind_seconds: behindSeconds,
    },
  }, store)];
}

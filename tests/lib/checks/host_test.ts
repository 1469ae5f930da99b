import { assertEquals } from "@std/assert";
import { hostCheck } from "../../../lib/checks/host.ts";
import type { DiskSpace } from "../../../lib/model/snapshot.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import { HEALTHY_JOURNAL, journalOf, noJournal, ROOT } from "../../helpers/snapshots.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;

function disk(changes: Partial<DiskSpace> = {}): DiskSpace {
  return { free_bytes: 40 * GIB, total_bytes: 100 * GIB, free_inodes: 500_000, total_inodes: 1_000_000, ...changes };
}

function spaceLow(bytes: number, total: number, message: string): Found {
  return found({
    id: "host.space-low",
    severity: "warning",
    target: ".",
    message,
    evidence: { file: ".", free_bytes: bytes, total_bytes: total },
    command: `df -h ${ROOT}`,
  });
}

function inodesLow(inodes: number, total: number, message: string): Found {
  return found({
    id: "host.inodes-low",
    severity: "warning",
    target: ".",
    message,
    evidence: { file: ".", free_inodes: inodes, total_inodes: total },
    command: `df -i ${ROOT}`,
  });
}

const diskCases: readonly (readonly [name: string, disk: DiskSpace | null, want: readonly Found[]])[] = [
  ["is content with room", disk(), []],
  ["is content where the room is not known", null, []],
  ["reports less than 64 MiB", disk({ free_bytes: 63 * MIB, total_bytes: 2 * GIB }), [
    spaceLow(63 * MIB, 2 * GIB, "The file system of the store has 63 MiB left of 2 GiB"),
  ]],
  ["reports less than one per cent", disk({ free_bytes: GIB - MIB }), [
    spaceLow(GIB - MIB, 100 * GIB, "The file system of the store has 1,023 MiB left of 100 GiB"),
  ]],
  ["is content with 1 GiB of any disk", disk({ free_bytes: GIB, total_bytes: 4_096 * GIB }), []],
  ["is content with a tenth of a small disk", disk({ free_bytes: 4 * MIB, total_bytes: 40 * MIB }), []],
  ["reports a small disk that is full", disk({ free_bytes: 0, total_bytes: 40 * MIB }), [
    spaceLow(0, 40 * MIB, "The file system of the store has 0 B left of 40 MiB"),
  ]],
  ["reports less than one per cent of the inodes", disk({ free_inodes: 1, total_inodes: 1_000 }), [
    inodesLow(1, 1_000, "The file system of the store has room for 1 more file"),
  ]],
  ["is content with 10,000 inodes of any disk", disk({ free_inodes: 10_000, total_inodes: 2 ** 32 }), []],
  ["is content where it is not known of how many", disk({ free_inodes: 1, total_inodes: null }), []],
  ["is content where it is not known how many are left", disk({ free_inodes: null, total_inodes: 1_000 }), []],
  ["is content with one per cent of the inodes", disk({ free_inodes: 10, total_inodes: 1_000 }), []],
  ["is content where no inodes are counted", disk({ free_inodes: null, total_inodes: null }), []],
];

for (const [name, space, want] of diskCases) {
  Deno.test(`hostCheck ${name}`, () => assertEquals(runCheck(hostCheck, { disk: space }), want));
}

const clockBehind = (newest: string, seconds: number, words: string): Found =>
  found({
    id: "host.clock-behind",
    severity: "warning",
    target: "event:evt-00000003",
    message:
      `Event "evt-00000003" on line 3 of journal.jsonl is dated ${newest}, ${words} after what this host's clock ` +
      "says: 2026-01-04T12:00:00Z",
    command: "date -u",
    evidence: {
      file: "journal.jsonl",
      line: 3,
      event_id: "evt-00000003",
      taken_at: "2026-01-04T12:00:00Z",
      newest_event_at: newest,
      behind_seconds: seconds,
    },
  });

const clockCases: readonly (readonly [name: string, newest: string, want: readonly Found[]])[] = [
  ["lets another clock be five minutes ahead", "2026-01-04T12:05:00Z", []],
  ["reports a clock more than five minutes behind", "2026-01-04T12:05:01Z", [
    clockBehind("2026-01-04T12:05:01Z", 301, "5m 1s"),
  ]],
  ["makes nothing of a time that is none", "tomorrow", []],
];

for (const [name, newest, want] of clockCases) {
  Deno.test(`hostCheck ${name}`, () => {
    assertEquals(runCheck(hostCheck, { journal: journalOf(HEALTHY_JOURNAL, { newest_event_at: newest }) }), want);
  });
}

Deno.test("hostCheck says of a clock that is behind what it knows where nothing tells which event is the newest", () => {
  const newest = "2026-01-04T12:05:01Z";
  const journal = journalOf(HEALTHY_JOURNAL, { newest_event_at: newest, newest_event: null });
  const told = clockBehind(newest, 301, "5m 1s");
  assertEquals(runCheck(hostCheck, { journal }), [{
    ...told,
    target: "journal.jsonl",
    message: `The newest event is dated ${newest}, 5m 1s after what this host's clock says: 2026-01-04T12:00:00Z`,
    evidence: { ...told.evidence, line: null, event_id: null },
  }]);
});

Deno.test("hostCheck cannot run where it knows neither room nor time", () => {
  assertEquals(
    runCheck(hostCheck, { disk: null, journal: noJournal("absent") }),
    "Neither free space nor the time of any event is known",
  );
});

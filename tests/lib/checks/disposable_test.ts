import { assertEquals } from "@std/assert";
import { disposableCheck } from "../../../lib/checks/disposable.ts";
import type { FileEntry, LockEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import { fileEntry, ROOT } from "../../helpers/snapshots.ts";

const DROP = {
  severity: "warning",
  durability: "disposable",
  automatic: true,
  command: `sourceos sync repair --dry-run --scope disposable --store ${ROOT}`,
} as const;

/** A file that is so many seconds old when the snapshot is taken. */
function aged(path: string, seconds: number, changes: Partial<FileEntry> = {}): FileEntry {
  const modified = new Date(Date.parse("2026-01-04T12:00:00Z") - seconds * 1000).toISOString().replace(".000Z", "Z");
  return fileEntry(path, { modified_at: modified, ...changes });
}

const DAY = 86_400;

function lock(alive: boolean | null, changes: Partial<NonNullable<LockEntry["owner"]>> = {}): LockEntry {
  const owner = { pid: 4_711, started_at: "2026-01-01T00:00:00Z", command: "sync repair", ...changes };
  return { path: "tmp/sync.lock", owner, owner_alive: alive };
}

function staleLock(message: string, owner: Found["evidence"]): Found {
  return found({
    ...DROP,
    id: "disposable.stale-lock",
    target: "tmp/sync.lock",
    message,
    evidence: { file: "tmp/sync.lock", bytes: 100, age_seconds: 60, ...owner },
  });
}

function leftover(target: string, words: string, files: number, bytes: number, age: number): Found {
  return found({
    ...DROP,
    id: "disposable.leftover",
    target,
    message: `"${target}" was left ${words}`,
    evidence: { file: target, files, bytes, age_seconds: age },
  });
}

const lockFile = [aged("tmp/sync.lock", 60)];

const cases: readonly (readonly [name: string, changes: Partial<StoreSnapshot>, want: readonly Found[]])[] = [
  ["reports a lock whose owner is gone", { files: lockFile, locks: [lock(false)] }, [
    staleLock('The lock "tmp/sync.lock" is left: its owner, process 4711 ("sync repair"), is gone', {
      pid: 4_711,
      started_at: "2026-01-01T00:00:00Z",
      command: "sync repair",
    }),
  ]],
  ["reports a lock that names no more than a process", {
    files: lockFile,
    locks: [lock(false, { started_at: null, command: null })],
  }, [
    staleLock('The lock "tmp/sync.lock" is left: its owner, process 4711, is gone', {
      pid: 4_711,
      started_at: null,
      command: null,
    }),
  ]],
  ["reports a lock of which nothing but its name is known", {
    locks: [{ path: "tmp/sync.lock", owner: null, owner_alive: false }],
  }, [
    staleLock('The lock "tmp/sync.lock" is left: its owner is gone', {
      bytes: null,
      age_seconds: null,
      pid: null,
      started_at: null,
      command: null,
    }),
  ]],
  [
    "leaves a lock alone that is held, or may be since today or since nobody knows when, or names nobody, whatever its age",
    {
      files: [aged("tmp/sync.lock", 9 * DAY), aged("tmp/b.lock", DAY - 1), aged("tmp/c.lock", 9 * DAY)],
      locks: [
        lock(true),
        { ...lock(null), path: "tmp/of-unknown-age.lock" },
        { ...lock(null), path: "tmp/b.lock" },
        { path: "tmp/c.lock", owner: null, owner_alive: null },
      ],
    },
    [],
  ],
  ["names a lock whose owner cannot be seen from here, and leaves it", {
    files: [aged("tmp/b.lock", DAY)],
    locks: [{ ...lock(null), path: "tmp/b.lock" }],
  }, [
    found({
      id: "disposable.unknown-lock",
      severity: "info",
      durability: "disposable",
      target: "tmp/b.lock",
      message:
        'The lock "tmp/b.lock" stays: nobody can tell from here whether its owner, process 4711 ("sync repair"),' +
        " still runs",
      evidence: {
        file: "tmp/b.lock",
        bytes: 100,
        age_seconds: DAY,
        pid: 4_711,
        started_at: "2026-01-01T00:00:00Z",
        command: "sync repair",
      },
    }),
  ]],
  ["reports what was left a day ago, once for each batch", {
    files: [
      aged("tmp/batch-1/part-1", 3 * DAY),
      aged("tmp/batch-1/deep/part-2", DAY),
      aged("tmp/scratch", 2 * DAY + 3_600),
    ],
  }, [
    leftover("tmp/batch-1", "1d ago: 2 files, 200 B", 2, 200, DAY),
    leftover("tmp/scratch", "2d 1h ago: 1 file, 100 B", 1, 100, 2 * DAY + 3_600),
  ]],
  ["leaves a batch alone of which any file is younger than a day, or of unknown age", {
    files: [
      aged("tmp/batch-1/part-1", 3 * DAY),
      aged("tmp/batch-1/part-2", DAY - 1),
      aged("tmp/batch-2/part-1", 3 * DAY),
      aged("tmp/batch-2/part-2", 0, { modified_at: null }),
      aged("tmp/from-the-future", -DAY),
    ],
  }, []],
  ["leaves alone what other checks report, and what is not in tmp/", {
    files: [
      aged("tmp/a.json.tmp", 3 * DAY),
      aged("tmp/pipe", 3 * DAY, { type: "fifo" }),
      aged("tmp/hidden", 3 * DAY, { problem: "permission denied" }),
      aged("tmp", 3 * DAY),
      aged("receipts/one", 3 * DAY),
    ],
  }, []],
];

for (const [name, changes, want] of cases) {
  Deno.test(`disposableCheck ${name}`, () => assertEquals(runCheck(disposableCheck, changes), want));
}

Deno.test("disposableCheck cannot run on what a daemon tells", () => {
  assertEquals(
    runCheck(disposableCheck, { origin: "daemon" }),
    "The daemon does not show the files of its store",
  );
});

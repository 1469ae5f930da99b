/** Whether there is room for a change, and whether what it drops makes that. */
import { assertEquals } from "@std/assert";
import { judgeRoom, type Room } from "../../../lib/change/disk_space.ts";
import type { DiskSpace } from "../../../lib/model/snapshot.ts";
import { changeIntent } from "../../helpers/changes.ts";

const MEBIBYTE = 1024 * 1024;
const disk = (space: Partial<DiskSpace>): DiskSpace => ({
  free_bytes: 100 * MEBIBYTE,
  total_bytes: 200 * MEBIBYTE,
  free_inodes: 1000,
  total_inodes: 2000,
  ...space,
});
const grown = (bytes: number) =>
  changeIntent({
    changes: [{ path: "indexes/a", before: null, after: { sha256: "a".repeat(64), bytes }, kept_at: null }],
    append: null,
  });

const NEEDED = 1 * MEBIBYTE + 4096 + 4096;

const lacking = (problem: string): Room => ({ kind: "lacking", problem });
const ENOUGH: Room = { kind: "enough" };

const cases: readonly (readonly [name: string, bytes: number, disk: DiskSpace | null, want: Room])[] = [
  ["finds enough where there is room", 4096, disk({}), ENOUGH],
  ["finds enough where the disk does not tell", 4096, null, ENOUGH],
  ["finds enough where it just fits", 4096, disk({ free_bytes: NEEDED }), ENOUGH],
  [
    "counts whole blocks",
    4095,
    disk({ free_bytes: NEEDED - 1 }),
    lacking(`it takes ${NEEDED} bytes and ${NEEDED - 1} are free`),
  ],
  [
    "sees that the bytes do not fit",
    4097,
    disk({ free_bytes: NEEDED }),
    lacking(`it takes ${NEEDED + 4096} bytes and ${NEEDED} are free`),
  ],
  ["sees that the files do not fit", 4096, disk({ free_inodes: 16 }), lacking("it takes 17 inodes and 16 are free")],
  ["does not ask for inodes that nobody counts", 4096, disk({ free_inodes: null }), ENOUGH],
];

for (const [name, bytes, space, want] of cases) {
  Deno.test(`judgeRoom() ${name}`, () => assertEquals(judgeRoom(grown(bytes), space), want));
}

/** A change that drops a file of so many bytes, and needs as little as there is to need. */
const dropping = (bytes: number) =>
  changeIntent({
    changes: [{ path: "tmp/batch", before: { sha256: "a".repeat(64), bytes }, after: null, kept_at: null }],
    append: null,
  });
/** Its intent, and some blocks to spare. */
const LEAST = 17 * 4096;

const drops: readonly (readonly [name: string, bytes: number, free: number, want: Room])[] = [
  ["finds enough on a disk with room", 1, 2 * MEBIBYTE, ENOUGH],
  ["makes room by what is dropped on a full disk", LEAST, 0, { kind: "after_dropping" }],
  ["makes room by what is dropped and what is free", LEAST - 4096, 4096, { kind: "after_dropping" }],
  [
    "says how much is missing where that is too little, in whole blocks",
    LEAST - 1,
    0,
    lacking(`it takes ${LEAST} bytes, 0 are free, and what it drops gives back ${LEAST - 4096}`),
  ],
];

for (const [name, bytes, free, want] of drops) {
  Deno.test(`judgeRoom() ${name}`, () => assertEquals(judgeRoom(dropping(bytes), disk({ free_bytes: free })), want));
}

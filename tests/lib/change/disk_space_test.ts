/** Whether there is room for a change. */
import { assertEquals } from "@std/assert";
import { findRoomProblem } from "../../../lib/change/disk_space.ts";
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

const cases: readonly (readonly [name: string, bytes: number, disk: DiskSpace | null, want: string | null])[] = [
  ["finds nothing where there is room", 4096, disk({}), null],
  ["finds nothing where the disk does not tell", 4096, null, null],
  ["finds nothing where it just fits", 4096, disk({ free_bytes: NEEDED }), null],
  [
    "counts whole blocks",
    4095,
    disk({ free_bytes: NEEDED - 1 }),
    `it takes ${NEEDED} bytes and ${NEEDED - 1} are free`,
  ],
  [
    "sees that the bytes do not fit",
    4097,
    disk({ free_bytes: NEEDED }),
    `it takes ${NEEDED + 4096} bytes and ${NEEDED} are free`,
  ],
  ["sees that the files do not fit", 4096, disk({ free_inodes: 16 }), "it takes 17 inodes and 16 are free"],
  ["does not ask for inodes that nobody counts", 4096, disk({ free_inodes: null }), null],
];

for (const [name, bytes, space, want] of cases) {
  Deno.test(`findRoomProblem() ${name}`, () => assertEquals(findRoomProblem(grown(bytes), space), want));
}

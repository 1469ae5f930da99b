/** Locks in a store, as the real reader sees them: processes of this host are real, those that are gone have no number. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { StoreFiles } from "../../../fixtures/store_files.ts";
import { textFile } from "../../../fixtures/store_files.ts";
import { withHolder } from "../../helpers/lock_holder.ts";
import { readStore, readStoreAt } from "../../helpers/read_store.ts";
import { withStore } from "../../helpers/stores.ts";

/** Beyond every number that Linux gives out. */
const GONE = 4_194_305;
const NOW = new Date().toISOString().replace(/\.\d+Z$/, "Z");
const LONG_AGO = "1999-01-01T00:00:00Z";

function storeWith(path: string, lock: unknown, modifiedAt = NOW): StoreFiles {
  const text = typeof lock === "string" ? lock : JSON.stringify(lock);
  return new Map([["manifest.json", textFile("{}")], [path, textFile(text, modifiedAt)]]);
}

const owner = (pid: number, startedAt: string | null = NOW) => ({ pid, started_at: startedAt, command: null });

const CLAIMS: readonly (readonly [name: string, lock: unknown, modifiedAt: string, want: unknown])[] = [
  ["whose owner runs", owner(Deno.pid), NOW, { owner: owner(Deno.pid), owner_alive: true }],
  ["whose owner nobody sees", owner(GONE), NOW, { owner: owner(GONE), owner_alive: null }],
  ["that was there before this host started, whoever has its owner's number now", owner(Deno.pid, LONG_AGO), LONG_AGO, {
    owner: owner(Deno.pid, LONG_AGO),
    owner_alive: false,
  }],
  ["that was written since this host started, whatever time it says", owner(GONE, LONG_AGO), NOW, {
    owner: owner(GONE, LONG_AGO),
    owner_alive: null,
  }],
  ["that says no time", { pid: GONE }, LONG_AGO, { owner: owner(GONE, null), owner_alive: null }],
  ["that is empty, as kernel locks are", "", NOW, { owner: null, owner_alive: null }],
  ["that names no process", { pid: "one" }, NOW, { owner: null, owner_alive: null }],
  ["that names an impossible process", { pid: -1 }, NOW, { owner: null, owner_alive: null }],
  ["that is no JSON", "4711\n", NOW, { owner: null, owner_alive: null }],
];

for (const [name, lock, modifiedAt, want] of CLAIMS) {
  Deno.test(`the store reader reads another program's lock ${name}`, async () => {
    const { locks } = await readStore(storeWith("tmp/other.lock", lock, modifiedAt));
    assertEquals<unknown>(locks, [{ path: "tmp/other.lock", ...Object(want) }]);
  });
}

for (const [name, lock] of [["whose owner is seen", owner(Deno.pid)], ["that is empty", ""]] as const) {
  Deno.test(`the store reader knows that a lock of changes ${name} is nobody's, where the kernel does not hold it`, async () => {
    const { locks: [found] } = await readStore(storeWith("tmp/sync.lock", lock));
    assertEquals(found?.owner_alive, false);
  });
}

for (const path of ["tmp/sync.lock", "tmp/other.lock"]) {
  Deno.test({
    name: `the store reader knows that somebody holds ${path}, whom it cannot see`,
    // Where the runtime cannot try a lock, the wait for it ends some time after its holder.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () =>
      withStore(storeWith(path, owner(GONE)), async (root) => {
        await withHolder(join(root, path), async () => {
          Deno.writeTextFileSync(join(root, path), JSON.stringify(owner(GONE)));
          assertEquals((await readStoreAt(root)).locks, [{ path, owner: owner(GONE), owner_alive: true }]);
        });
      }),
  });
}

Deno.test("the store reader takes only small plain files below tmp/ for locks", async () => {
  const files: StoreFiles = new Map([
    ...storeWith("tmp/deep/er.lock", owner(GONE)),
    ["receipts/a.lock", textFile("")],
    ["tmp/huge.lock", textFile(" ".repeat(70_000))],
    ["tmp/link.lock", { kind: "symlink", target: "deep/er.lock" }],
    ["tmp/lock", textFile("")],
  ]);
  assertEquals((await readStore(files)).locks.map(({ path }) => path), ["tmp/deep/er.lock"]);
});

Deno.test("the store reader tells how much room there is", async () => {
  const { disk } = await readStore(storeWith("tmp/a", ""));
  const isSound = disk !== null && disk.total_bytes > 0 && disk.free_bytes <= disk.total_bytes &&
    (disk.free_inodes ?? 0) <= (disk.total_inodes ?? 0);
  assertEquals(isSound, true, JSON.stringify(disk));
});

Deno.test("the store reader lists every folder below the root, and the journal's own file", async () => {
  const files: StoreFiles = new Map([
    ...storeWith("tmp/deep/a", ""),
    ["journal.jsonl", textFile("")],
    ["objects/deep/b", textFile("")],
    ["indexes", { kind: "directory" }],
    ["attic/c", textFile("")],
  ]);
  const { folders, journal_file } = await readStore(files);
  assertEquals(folders.map(({ path }) => path).sort(), [
    "attic",
    "indexes",
    "objects",
    "objects/deep",
    "tmp",
    "tmp/deep",
  ]);
  assertEquals([journal_file?.path, journal_file?.type], ["journal.jsonl", "file"]);
});

/** A store read over the cache of records is the store: whatever has changed since, and whatever became of the cache. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { join } from "@std/path";
import { createStoreReader } from "../../../commands/host/store/store_reader.ts";
import { keepRecords } from "../../../commands/host/store/kept_records.ts";
import { openCachedRecords } from "../../../commands/host/store/record_cache_reader.ts";
import type { ReadOptions, RecordDepth, StoreReader } from "../../../commands/host/types/store_reader.ts";
import { applyFaults, FAULTS } from "../../../fixtures/faults.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import { recordCacheOf, sealed, writeRecordCache } from "../../../fixtures/record_cache.ts";
import { textFile } from "../../../fixtures/store_files.ts";
import { RECORD_CACHE_PATH } from "../../../lib/derived/record_cache.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import fc from "../../helpers/properties.ts";
import { NOT_VOUCHED_FOR } from "../../helpers/sealed_files.ts";
import { IS_SOAK } from "../../helpers/soak.ts";
import { HEALTHY, waitForTheClock, withStore } from "../../helpers/stores.ts";
import { NO_PROGRESS } from "../../helpers/no_progress.ts";

const SMALL = generateStore({ seed: 4, events: 20, objects: 6 });
const OBJECT = "objects/object_quiet-cafe.json";
const OTHER = "objects/object_other.json";

/** By this clock whatever a test has just written is settled. */
const later = () => new Date(Date.now() + 60_000);
const newReader = (clock = later) => createStoreReader(() => null, NO_PROGRESS, clock);

async function readBy(reader: StoreReader, root: string, options: ReadOptions): Promise<StoreSnapshot> {
  const reading = await reader.read({ root, selectedBy: "option" }, options);
  if (!reading.found) throw new Error(reading.absence.message);
  return reading.store;
}

const read = (root: string, records: RecordDepth) => readBy(newReader(), root, { records });

/** The lines of the cache that a change would leave which reads the store now. */
async function cacheOfChange(root: string, clock = later): Promise<readonly string[]> {
  const reader = newReader(clock);
  return [...reader.recordCache(await readBy(reader, root, { purpose: "change" }))];
}

/** The number of records that were not opened, once the store was found to be the same as where all are. */
async function unopened(
  root: string,
  readOver: () => Promise<StoreSnapshot> = () => read(root, "changed"),
): Promise<number> {
  const { unopened_records, ...found } = await readOver();
  const opened = await read(root, "all");
  // Others work on the same disk.
  assertEquals({ ...found, disk: null, above: [] }, { ...opened, disk: null, above: [] });
  return unopened_records?.count ?? 0;
}

const SAMPLED = FAULTS.filter((_, index) => IS_SOAK || index % 13 === 0);
for (const { name } of SAMPLED) {
  Deno.test(`a store with the fault ${name} reads the same over its cache`, () =>
    withStore(applyFaults(SMALL, [name], 4).files, async (root) => {
      const folder = join(root, "checkpoints");
      const isThere = Deno.lstatSync(root).isDirectory && isFolder(folder);
      if (isThere) assertEquals((await cacheOfChange(root)).slice(1).join(""), linesOf(recordCacheOf(root)));
      if (isThere) writeRecordCache(root);
      const count = await unopened(root);
      assertEquals(count > 0, isThere && recordCacheOf(root).split("\n").length > 2);
    }));
}

/** All but the first line, which tells a time. */
function linesOf(cache: string): string {
  return cache.slice(cache.indexOf("\n") + 1);
}

function isFolder(path: string): boolean {
  try {
    return Deno.lstatSync(path).isDirectory;
  } catch {
    return false;
  }
}

const TEXT = '{"object_id":"object:quiet-cafe","title":"one"}';
const STORE = new Map([...HEALTHY, [OBJECT, textFile(TEXT)], [OTHER, textFile(TEXT.replace("quiet-cafe", "other"))]]);

const changes: readonly [name: string, notOpenedAnyMore: number, change: (file: string, root: string) => void][] = [
  ["nothing", 0, () => {}],
  ["a file that was touched", 1, (file) => Deno.utimeSync(file, new Date(), new Date())],
  ["an edit of the same size", 1, (file) => Deno.writeTextFileSync(file, TEXT.replace("one", "two"))],
  ["an edit of the same size whose times were put back", 1, (file) => {
    const { mtime, atime } = Deno.lstatSync(file);
    assert(mtime !== null && atime !== null);
    Deno.writeTextFileSync(file, TEXT.replace("one", "two"));
    Deno.utimeSync(file, atime, mtime);
    assertEquals(Deno.lstatSync(file).mtime, mtime);
  }],
  ["another file of the same size and time in its place", 1, (file) => {
    const { mtime, atime } = Deno.lstatSync(file);
    assert(mtime !== null && atime !== null);
    Deno.writeTextFileSync(`${file}.new`, TEXT.replace("one", "two"));
    Deno.utimeSync(`${file}.new`, atime, mtime);
    Deno.renameSync(`${file}.new`, file);
  }],
  ["two files that were swapped", 2, (file, root) => {
    Deno.renameSync(file, `${file}.new`);
    Deno.renameSync(join(root, OTHER), file);
    Deno.renameSync(`${file}.new`, join(root, OTHER));
  }],
  ["a file that is gone", 1, (file) => Deno.removeSync(file)],
  ["a file that was added", 0, (file) => Deno.writeTextFileSync(file.replace("quiet", "new"), TEXT)],
  ["a link in its place", 1, (file, root) => {
    Deno.renameSync(file, join(root, "..", "elsewhere"));
    Deno.symlinkSync(join(root, "..", "elsewhere"), file);
  }],
  ["a folder in its place", 1, (file) => {
    Deno.removeSync(file);
    Deno.mkdirSync(file);
  }],
  ["another mode", 1, (file) => Deno.chmodSync(file, 0o640)],
  ["nothing to read in it", 1, (file) => Deno.truncateSync(file)],
  ["a second name elsewhere", 1, (file, root) => Deno.linkSync(file, join(root, "..", "second"))],
];
for (const [name, opened, change] of changes) {
  Deno.test(`what has changed since the cache was written is opened: ${name}`, () =>
    withStore(STORE, async (root) => {
      writeRecordCache(root);
      const before = await unopened(root);
      waitForTheClock(root);
      change(join(root, OBJECT), root);
      assertEquals(await unopened(root), before - opened);
    }));

  Deno.test(`what has changed since a change has read it is opened: ${name}`, () =>
    withStore(STORE, async (root) => {
      const reader = newReader();
      const over = await readBy(reader, root, { purpose: "change" });
      const readOver = () => readBy(reader, root, { records: "changed", over });
      const before = await unopened(root, readOver);
      assertEquals(before, [...reader.recordCache(over)].length - 1);
      waitForTheClock(root);
      change(join(root, OBJECT), root);
      assertEquals(await unopened(root, readOver), before - opened);
    }));
}

Deno.test("what the times of a file do not show is found where every record is opened", () =>
  withStore(STORE, async (root) => {
    writeRecordCache(root);
    const path = join(root, RECORD_CACHE_PATH);
    const forged = recordCacheOf(root).replaceAll('"title":"one"', '"title":"two"');
    Deno.writeFileSync(path, sealed(forged));
    assertNotEquals((await read(root, "changed")).records, (await read(root, "all")).records);
  }));

Deno.test("a record that was written just now is not listed", () =>
  withStore(STORE, async (root) => {
    assertEquals((await cacheOfChange(root, () => new Date())).length, 1);
  }));

Deno.test("a record that was changed while it was read is not listed", () =>
  withStore(STORE, (root) => {
    const before = Deno.lstatSync(join(root, OBJECT));
    const take = (change: () => void) => {
      const kept = keepRecords({ keepsStates: true, now: later() });
      using file = Deno.openSync(join(root, OBJECT), { read: true });
      change();
      kept.take(OBJECT, before, Deno.readFileSync(join(root, OBJECT)), file);
      return kept.states?.stamps.size;
    };
    assertEquals(take(() => {}), 1);
    waitForTheClock(root);
    assertEquals(take(() => Deno.utimeSync(join(root, OBJECT), before.atime ?? 0, before.mtime ?? 0)), 0);
  }));

Deno.test("a record is listed where its file says it plainly", () =>
  withStore(
    new Map([
      ...SMALL,
      ["objects/cut.json", textFile("{")],
      ["objects/twice.json", textFile('{"a":1,"a":2}')],
      ["objects/nan.json", textFile('{"a":NaN}')],
      ["objects/large.json", textFile(`{"a":"${"x".repeat(256 * 1024)}"}`)],
      ["objects/list.json", textFile("[]")],
      ["objects/plain.json", textFile('{"a":12345678901234567890}')],
      ["objects/other.txt", textFile("{}")],
    ]),
    async (root) => {
      const listed = (await cacheOfChange(root)).flatMap((line) => /^\["(objects\/[^_"]*)"/.exec(line)?.[1] ?? []);
      assertEquals(listed, ["objects/plain.json"]);
    },
  ));

const BEGUN = /"as_of":"[^"]*"/;
const spoilt: readonly [name: string, spoil: (path: string, text: string) => void][] = [
  ["is gone", (path) => Deno.removeSync(path)],
  ["is empty", (path) => Deno.truncateSync(path)],
  ["lost its end", (path) => Deno.truncateSync(path, Deno.lstatSync(path).size - 1)],
  ["lost its beginning", (path) => Deno.writeFileSync(path, Deno.readFileSync(path).slice(1))],
  [
    "has another letter",
    (path, text) => Deno.writeTextFileSync(path, text.replace('"state":"active"', '"state":"Active"')),
  ],
  ["has one line more behind its seal", (path, text) => Deno.writeTextFileSync(path, `${text}\n`)],
  ["is of another version", (path, text) => Deno.writeFileSync(path, sealed(text.replace("/v1", "/v2").slice(0, -65)))],
  ["has no time", (path, text) => Deno.writeFileSync(path, sealed(text.replace(BEGUN, '"as_of":1').slice(0, -65)))],
  ["may be written by everybody", (path) => Deno.chmodSync(path, 0o602)],
  ...NOT_VOUCHED_FOR,
];
for (const [name, spoil] of spoilt) {
  Deno.test(`every record is opened where the cache ${name}`, () =>
    withStore(STORE, async (root) => {
      writeRecordCache(root);
      const path = join(root, RECORD_CACHE_PATH);
      spoil(path, Deno.readTextFileSync(path));
      assertEquals(await unopened(root), 0);
    }));
}

Deno.test("every record is opened where the cache belongs to another user", () =>
  withStore(STORE, (root) => {
    writeRecordCache(root);
    const { uid } = Deno.lstatSync(root);
    assert(uid !== null);
    using known = openCachedRecords(root, uid);
    assertNotEquals(known, null);
    assertEquals(openCachedRecords(root, uid + 1), null);
  }));

Deno.test("a cache with any byte changed is not looked into", () =>
  withStore(SMALL, (root) => {
    const { uid } = Deno.lstatSync(root);
    const path = join(root, RECORD_CACHE_PATH);
    writeRecordCache(root);
    const bytes = sealed(recordCacheOf(root).split("\n").slice(0, 4).map((line) => `${line}\n`).join(""));
    const place = fc.record({ at: fc.nat(bytes.length - 1), bit: fc.nat(7) });
    const property = fc.property(place, ({ at, bit }) => {
      Deno.writeFileSync(path, bytes.map((byte, index) => index === at ? byte ^ (1 << bit) : byte));
      assertEquals(openCachedRecords(root, uid), null);
    });
    fc.assert(property, { numRuns: 2_000 });
  }));

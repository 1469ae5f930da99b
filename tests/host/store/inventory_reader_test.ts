/** What the inventory misses of a store on a disk, where only the bytes of the audit log can tell. */
import { assertEquals } from "@std/assert";
import { findMissing } from "../../../commands/host/store/inventory_reader.ts";
import {
  auditLine,
  type CycleFacts,
  type QueueFacts,
  queueFiles,
  queuePath,
  receiptFile,
  versionFile,
} from "../../../fixtures/content_sync/files.ts";
import { inventoryOf, inventoryText } from "../../../fixtures/derived_files.ts";
import { withFiles } from "../../../fixtures/faults/edit.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import { type StoreFile, textFile } from "../../../fixtures/store_files.ts";
import { INVENTORY_PATH } from "../../../lib/derived/inventory.ts";
import { readStore, readStoreAt } from "../../helpers/read_store.ts";
import { HEALTHY, withStore } from "../../helpers/stores.ts";

const AUDIT = "orchestration/audit.jsonl";
const SEEN_AT = "2026-05-05T00:00:00Z";
const ITEM: QueueFacts = { name: "letter", at: "2026-05-03T12:00:00Z", state: "blocked" };
const PATH = queuePath(ITEM);
const LOG = auditLine(ITEM);

const BASE = generateStore({ seed: 3, events: 0, objects: 0 });
const SEEN = withFiles(BASE, [...queueFiles([ITEM], ITEM.at)]);
const INVENTORY = textFile(inventoryText({ ...inventoryOf(SEEN, SEEN_AT), records: [] }));
/** The queue once the item has gone. */
const LEFT = withFiles(BASE, [
  ...queueFiles([], ITEM.at).filter(([path]) => path !== AUDIT),
  [INVENTORY_PATH, INVENTORY],
]);

const line = (action: string, at = "2026-06-01T00:00:00Z") => auditLine({ ...ITEM, at, action });
const log = (text: string): readonly [string, StoreFile] => [AUDIT, textFile(text)];
const older = (text: string): readonly [string, StoreFile] => [`${AUDIT}.1`, textFile(text)];

const cases: readonly (readonly [
  name: string,
  left: readonly (readonly [path: string, file: StoreFile])[],
  missing: readonly string[],
])[] = [
  ["the item, where the log says no more than before", [log(LOG)], [PATH]],
  ["nothing, where the log says more of the item since", [log(LOG + line("dispatched"))], []],
  ["nothing, where the item was queued again and has gone since", [log(LOG + line("queued"))], []],
  ["the item, where it was only refused as one that is there", [log(LOG + line("deduped"))], [PATH]],
  ["the item, where the log tells of others, and of nothing", [
    log(`${LOG}${line("dispatched").replaceAll("letter", "note")}{}\nno json\n`),
  ], [PATH]],
  ["the item, where a line of it has not ended", [log(LOG + line("dispatched").slice(0, 40))], [PATH]],
  ["the log as well, where it was emptied", [log("")], [AUDIT, PATH]],
  ["the log as well, where it is gone", [], [AUDIT, PATH]],
  ["the log, where it holds other bytes", [log(LOG.replace("queued", "Queued") + line("queued"))], [AUDIT]],
  ["nothing of the log, where it lies beside a new one", [log(""), older(LOG)], [PATH]],
  ["nothing of the log, where an older one has grown before it was put aside", [older(LOG + line("other"))], [PATH]],
  ["nothing of the log, where older ones are rotated and the new one is newer", [log(line("deduped")), older("x")], [
    PATH,
  ]],
  ["nothing of the log, where older ones are rotated and there is no new one", [older("x")], [PATH]],
  ["the log, where older ones are rotated and the new one is as old", [log(line("deduped", SEEN_AT)), older("x")], [
    AUDIT,
    PATH,
  ]],
  ["the log, where older ones are rotated and the new one says no time", [log('{"action": 1}\n'), older("x")], [
    AUDIT,
    PATH,
  ]],
  ["nothing of a log that is a pipe, which nobody opens", [[AUDIT, { kind: "fifo" }]], [PATH]],
];

for (const [name, left, missing] of cases) {
  Deno.test(`the inventory misses ${name}`, async () => {
    const { missing_content_sync: found } = await readStore(withFiles(LEFT, left));
    assertEquals((found?.files ?? []).map(({ path }) => path), missing);
  });
}

Deno.test("the inventory misses no log that was empty", async () => {
  const seen = inventoryOf(withFiles(BASE, [log("")]), SEEN_AT);
  const files = withFiles(BASE, [[INVENTORY_PATH, textFile(inventoryText({ ...seen, records: [] }))]]);
  assertEquals((await readStore(files)).missing_content_sync, undefined);
});

Deno.test("the inventory misses nothing that came once its folder was read, unless nobody could read the folder", () => {
  const cycle: CycleFacts = { number: 1, at: ITEM.at, from: null, to: "41.0", outcome: "applied" };
  const files = withFiles(HEALTHY, [versionFile("41.0"), receiptFile(cycle), ...queueFiles([ITEM], ITEM.at)]);
  const inventory = inventoryOf(files, SEEN_AT);
  const [record] = inventory.records;
  return withStore(withFiles(files, [[INVENTORY_PATH, textFile(inventoryText(inventory))]]), async (root) => {
    const store = await readStoreAt(root);
    const isNew = (path: string) =>
      [record?.path, PATH, "current-version"].includes(path) || path.startsWith("receipts/");
    const before = {
      files: [...store.files, ...store.derived.flatMap(({ entries }) => entries?.file ?? [])].filter(({ path }) =>
        !isNew(path)
      ),
      folders: store.folders,
      records: store.records.filter(({ file }) => !isNew(file.path)),
      receiptNames: [],
    };
    assertEquals(findMissing(root, before), {});
    const missed = findMissing(root, { ...before, folders: [] });
    assertEquals(missed.missing_records, record === undefined ? [] : [record]);
    assertEquals(missed.missing_content_sync?.files.map(({ path }) => path), [PATH]);
    assertEquals(missed.missing_content_sync?.receipts, inventory.receipts);
  });
});

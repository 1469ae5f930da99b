/** Interrupted changes, as the real reader sees them: locks of processes that run, and of such as never did. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { applyFaults } from "../../../fixtures/faults.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import { type StoreFile, type StoreFiles, textFile } from "../../../fixtures/store_files.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";
import { INTENT_PATH, LOCK_PATH } from "../../../lib/model/change.ts";
import { changeIntent } from "../../helpers/changes.ts";
import { withHolder } from "../../helpers/lock_holder.ts";
import { readStore, readStoreAt } from "../../helpers/read_store.ts";
import { withStore } from "../../helpers/stores.ts";

/** Beyond every number that Linux gives out. */
const GONE = 4_194_305;
const NOW = new Date().toISOString().replace(/\.\d+Z$/, "Z");

const WHOLE = textFile(`${stringifyJson(changeIntent(), 2)}\n`);
const intentFile = (path: string) => {
  const changes = [{ path, before: null, after: { sha256: "0".repeat(64), bytes: 1 }, kept_at: null }];
  return textFile(stringifyJson(changeIntent({ changes })));
};
const lock = (pid: number, bootedAt = NOW, startedAt = NOW, modifiedAt = NOW) =>
  textFile(JSON.stringify({ pid, started_at: startedAt, booted_at: bootedAt, command: "sync repair" }), modifiedAt);

async function seen(files: readonly (readonly [string, StoreFile])[]): Promise<unknown> {
  const store: StoreFiles = new Map([["manifest.json", textFile("{}")], ...files]);
  const { interrupted } = await readStore(store);
  if (interrupted === null || interrupted === undefined) return interrupted;
  const { intent, error, under_way } = interrupted;
  return { intent, error, under_way };
}

const whole = (under_way: boolean | null) => ({ intent: changeIntent(), error: null, under_way });
const broken = (error: string) => ({ intent: null, error, under_way: false });

const cases: readonly (readonly [name: string, files: readonly (readonly [string, StoreFile])[], want: unknown])[] = [
  ["no change in a store without tmp/", [], null],
  ["no change where there is only a lock", [[LOCK_PATH, lock(Deno.pid)]], null],
  ["no change where only scratch was left", [["tmp/sync-change/new/0", textFile("")]], null],
  ["an interrupted change without a lock", [[INTENT_PATH, WHOLE]], whole(false)],
  ["an interrupted change whose process is gone", [[INTENT_PATH, WHOLE], [LOCK_PATH, lock(GONE)]], whole(false)],
  ["an interrupted change whose lock the kernel does not hold, whoever has its process's number now", [
    [INTENT_PATH, WHOLE],
    [LOCK_PATH, lock(Deno.pid)],
  ], whole(false)],
  ["an interrupted change whose lock names nobody", [[INTENT_PATH, WHOLE], [LOCK_PATH, textFile("")]], whole(false)],
  [
    "an intent that is cut off",
    [[INTENT_PATH, textFile('{\n"a')]],
    broken("Ends too early at line 2, column 3"),
  ],
  ["an intent that is empty", [[INTENT_PATH, textFile("")]], broken("Ends too early")],
  [
    "an intent of another schema",
    [[INTENT_PATH, textFile("{}")]],
    broken('its schema is "", not "sourceos.cli.change-intent/v1"'),
  ],
  [
    "an intent that leads out of the store",
    [[INTENT_PATH, intentFile("objects/../../passwd")]],
    broken('"objects/../../passwd" is no path in a store'),
  ],
  [
    "an intent that rewrites the journal",
    [[INTENT_PATH, intentFile("journal.jsonl")]],
    broken('"journal.jsonl" is nothing that a repair may have made'),
  ],
  ["an intent that is a pipe, without opening it", [[INTENT_PATH, { kind: "fifo" }]], broken("it is a fifo")],
  [
    "an intent that is a link, without following it",
    [["tmp/whole.json", WHOLE], [INTENT_PATH, { kind: "symlink", target: "../whole.json" }]],
    broken("it is a symlink"),
  ],
  [
    "no change behind a link in place of the folder",
    [["attic/intent.json", WHOLE], ["tmp/sync-change", { kind: "symlink", target: "../attic" }]],
    null,
  ],
];

for (const [name, files, want] of cases) {
  Deno.test(`the store reader sees ${name}`, async () => assertEquals<unknown>(await seen(files), want));
}

Deno.test("the store reader takes an intent that is larger than any record", async () => {
  const after = { sha256: "0".repeat(64), bytes: 1 };
  const changes = Array.from({ length: 160_000 }, (_, index) => ({
    path: `objects/object_${index}.json`,
    before: null,
    after,
    kept_at: null,
  }));
  const intent = changeIntent({ kind: "import", scopes: ["profile:home"], changes });
  const text = stringifyJson(intent);
  assertEquals(text.length > 17 * 2 ** 20, true);
  const { interrupted } = await readStore(new Map([["manifest.json", textFile("{}")], [INTENT_PATH, textFile(text)]]));
  assertEquals([interrupted?.error, interrupted?.intent?.changes.length], [null, 160_000]);
});

Deno.test("the store reader reads what the fixture of an interrupted repair says, and its copies are no records", async () => {
  const store = generateStore({ seed: 5, events: 60, objects: 20 });
  const { files } = applyFaults(store, ["interrupted-repair"], 5);
  const snapshot = await readStore(files);
  assertEquals(
    [snapshot.interrupted?.intent?.change_id, snapshot.interrupted?.under_way],
    ["fault-interrupted-repair", false],
  );
  const kept = "repair-reports/before/fault-interrupted-repair/manifest.json";
  assertEquals(snapshot.files.filter(({ path }) => path === kept).length, 1);
  assertEquals(snapshot.records.filter(({ kind }) => kind === "report").map(({ file }) => file.path), [
    "repair-reports/fault-interrupted-repair.json",
  ]);
});

Deno.test("the store reader sees a change under way while somebody holds the lock, whom it cannot see", () =>
  withStore(new Map([["manifest.json", textFile("{}")], [INTENT_PATH, WHOLE]]), async (root) => {
    await withHolder(join(root, LOCK_PATH), async () => {
      Deno.writeTextFileSync(join(root, LOCK_PATH), JSON.stringify({ pid: GONE }));
      assertEquals((await readStoreAt(root)).interrupted?.under_way, true);
    });
  }));

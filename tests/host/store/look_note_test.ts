/** A status over the note of a look is the status of the whole store, whatever has changed since, and whatever became of the note. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { join } from "@std/path";
import { createStoreReader } from "../../../commands/host/store/store_reader.ts";
import { withDerivedState } from "../../../fixtures/derived_files.ts";
import { applyFaults, FAULTS } from "../../../fixtures/faults.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import { writeLookNote } from "../../../fixtures/look_note.ts";
import { sealed } from "../../../fixtures/record_cache.ts";
import type { StoreFiles } from "../../../fixtures/store_files.ts";
import { LOOK_NOTE_PATH } from "../../../lib/derived/look_note.ts";
import { isJsonObject } from "../../../lib/text/json.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import { NO_PROGRESS } from "../../helpers/no_progress.ts";
import { BUILD } from "../../helpers/build.ts";
import { runInProcess } from "../../helpers/in_process.ts";
import { NOT_VOUCHED_FOR } from "../../helpers/sealed_files.ts";
import { IS_SOAK } from "../../helpers/soak.ts";
import { waitForTheClock, withStore } from "../../helpers/stores.ts";

const NOTED_AT = "2026-06-30T00:00:00Z";
const PLAIN = generateStore({ seed: 4, events: 60, objects: 12 });
const STORE = withDerivedState(PLAIN);

/** Looks at the whole store, however that was asked for. */
const WHOLE = createStoreReader(() => null, NO_PROGRESS);
const wholeStores: typeof WHOLE = {
  ...WHOLE,
  read: (choice, options) => WHOLE.read(choice, { ...options, records: "changed" }),
};

async function status(root: string, effects: Parameters<typeof runInProcess>[1] = {}) {
  const args = ["sync", "status", "--store", root, "--daemon", "none", "--json"];
  const { code, stdout } = await runInProcess(args, effects);
  const parsed = parseJsonObject(stdout);
  assert(parsed.ok);
  const data = parsed.value["data"];
  assert(isJsonObject(data));
  const { cover, ...told } = data;
  assert(isJsonObject(cover));
  return { cover, told: JSON.stringify([code, { ...parsed.value, data: told }]) };
}

/** How many records were not looked at, once the status was found to be that of the whole store. */
async function unlisted(root: string): Promise<unknown> {
  const over = await status(root);
  const whole = await status(root, { stores: wholeStores });
  assertEquals(over.told, whole.told);
  assertEquals(whole.cover["records_unlisted"], 0);
  return over.cover["records_unlisted"];
}

/** No checkpoint can be made of a store with one of these. */
const WITHOUT_CHECKPOINT = ["journal-absent", "manifest-not-json", "manifest-not-an-object"];

const SAMPLED = FAULTS.filter((_, index) => IS_SOAK || index % 15 === 0);
for (const { name } of SAMPLED) {
  Deno.test(`a status over a note tells of the fault ${name}`, async () => {
    const faulty = (files: StoreFiles) => applyFaults(files, [name], 4).files;
    const stores = [faulty(STORE), ...(WITHOUT_CHECKPOINT.includes(name) ? [] : [withDerivedState(faulty(PLAIN))])];
    for (const store of stores) {
      await withStore(store, async (root) => {
        const isNoted = await writeLookNote(root, NOTED_AT, BUILD);
        const count = await unlisted(root);
        if (!isNoted) assertEquals(count, 0);
      });
    }
  });
}

const [OBJECT = "", OTHER = ""] = [...STORE.keys()].filter((path) => path.startsWith("objects/"));
const [ACTOR = ""] = [...STORE.keys()].filter((path) => path.startsWith("actors/"));

/** Puts the file there as a daemon does. */
function replace(path: string, text: string): void {
  Deno.writeTextFileSync(`${path}.tmp`, text);
  Deno.renameSync(`${path}.tmp`, path);
}

/** Edits the file where it lies, and puts its times back. */
function editUnseen(path: string, from: RegExp, to: string): void {
  const { mtime, atime } = Deno.lstatSync(path);
  assert(mtime !== null && atime !== null);
  const text = Deno.readTextFileSync(path);
  const edited = text.replace(from, to);
  assertNotEquals(edited, text);
  Deno.writeTextFileSync(path, edited);
  Deno.utimeSync(path, atime, mtime);
}

function append(path: string): void {
  const [last = ""] = Deno.readTextFileSync(path).trimEnd().split("\n").slice(-1);
  Deno.writeTextFileSync(path, `${last.replace(/"event_id": *"[^"]*"/, '"event_id":"evt-99999999"')}\n`, {
    append: true,
  });
}

const changes: readonly [name: string, isOver: boolean, change: (root: string) => void][] = [
  ["nothing", true, () => {}],
  ["a file in tmp/", true, (root) => Deno.writeTextFileSync(join(root, "tmp/batch.ndjson"), "?")],
  ["a receipt", true, (root) => {
    Deno.mkdirSync(join(root, "receipts"), { recursive: true });
    Deno.writeTextFileSync(join(root, "receipts/1.json"), "{}");
  }],
  ["the times of an object", true, (root) => Deno.utimeSync(join(root, OBJECT), new Date(0), new Date(0))],
  ["an object that was put there again", false, (root) => {
    replace(join(root, OBJECT), Deno.readTextFileSync(join(root, OBJECT)));
  }],
  ["another object in its place", false, (root) => {
    replace(
      join(root, OBJECT),
      Deno.readTextFileSync(join(root, OBJECT)).replace(/"state": *"\w+"/, '"state":"deleted"'),
    );
  }],
  ["an object that is gone", false, (root) => Deno.removeSync(join(root, OBJECT))],
  ["an object that was added", false, (root) => Deno.writeTextFileSync(join(root, "objects/object_new.json"), "{}")],
  ["two objects that were swapped", false, (root) => {
    Deno.renameSync(join(root, OBJECT), join(root, "objects/swap"));
    Deno.renameSync(join(root, OTHER), join(root, OBJECT));
    Deno.renameSync(join(root, "objects/swap"), join(root, OTHER));
  }],
  ["a link in the place of an object", false, (root) => {
    Deno.renameSync(join(root, OBJECT), join(root, "..", "elsewhere"));
    Deno.symlinkSync(join(root, "..", "elsewhere"), join(root, OBJECT));
  }],
  ["a folder among the objects", false, (root) => Deno.mkdirSync(join(root, "objects/more"))],
  ["another folder of the same times in the place of the objects", false, (root) => {
    const [folder, away] = [join(root, "objects"), join(root, "..", "objects-away")];
    const { mtime, atime } = Deno.lstatSync(folder);
    assert(mtime !== null && atime !== null);
    Deno.renameSync(folder, away);
    Deno.mkdirSync(folder, { mode: 0o700 });
    for (const { name } of Deno.readDirSync(away)) Deno.renameSync(join(away, name), join(folder, name));
    Deno.utimeSync(folder, atime, mtime);
    assertEquals(Deno.lstatSync(folder).mtime, mtime);
  }],
  ["no folder of objects", false, (root) => Deno.renameSync(join(root, "objects"), join(root, "..", "objects-away"))],
  ["another mode of the folder of objects", false, (root) => Deno.chmodSync(join(root, "objects"), 0o777)],
  ["an event more in the journal", false, (root) => append(join(root, "journal.jsonl"))],
  ["an event less in the journal", false, (root) => {
    const path = join(root, "journal.jsonl");
    Deno.writeTextFileSync(path, Deno.readTextFileSync(path).replace(/[^\n]*\n$/, ""));
  }],
  ["an edit of the journal whose times were put back", false, (root) => {
    editUnseen(join(root, "journal.jsonl"), /"lane": *"normal"/, '"lane":"nobody"');
  }],
  [
    "the manifest",
    false,
    (root) => editUnseen(join(root, "manifest.json"), /"active_generation": *\d/, '"active_generation":9'),
  ],
  ["an actor", false, (root) => editUnseen(join(root, ACTOR), /"trust_level": *"\w+"/, '"trust_level":"quarantined"')],
  ["the times of an actor", false, (root) => Deno.utimeSync(join(root, ACTOR), new Date(0), new Date(0))],
  ["an actor that is gone", false, (root) => Deno.removeSync(join(root, ACTOR))],
  ["an index", false, (root) => editUnseen(join(root, "indexes/object-heads.entries.ndjson"), /[1-9]/, "0")],
  ["no index", false, (root) => Deno.removeSync(join(root, "indexes/lane-counters.json"))],
  ["no checkpoint", false, (root) => Deno.removeSync(join(root, "checkpoints/journal.json"))],
  ["another mode of the store's own folder", false, (root) => Deno.chmodSync(root, 0o777)],
  ["another mode of the folder above", false, (root) => Deno.chmodSync(join(root, ".."), 0o700)],
  ["a file that nobody knows", false, (root) => Deno.writeTextFileSync(join(root, "note.txt"), "?")],
  ["a change that was begun", false, (root) => {
    Deno.mkdirSync(join(root, "tmp/sync-change"), { recursive: true });
    Deno.writeTextFileSync(join(root, "tmp/sync-change/intent.json"), "{}");
  }],
];
for (const [name, isOver, change] of changes) {
  Deno.test(`a status is that of the whole store where this has changed since it was noted: ${name}`, () =>
    withStore(STORE, async (root) => {
      assert(await writeLookNote(root, NOTED_AT, BUILD));
      waitForTheClock(root);
      change(root);
      assertEquals(await unlisted(root) !== 0, isOver);
    }));
}

Deno.test("a record that was edited in its place is found by doctor, and not over a note", () =>
  withStore(STORE, async (root) => {
    assert(await writeLookNote(root, NOTED_AT, BUILD));
    const before = await status(root);
    editUnseen(join(root, OBJECT), /^\{/, "(");
    assertEquals(await status(root), before);
    assertNotEquals((await status(root, { stores: wholeStores })).told, before.told);
    const doctor = await runInProcess([
      "sync",
      "doctor",
      "--store",
      root,
      "--daemon",
      "none",
      "--json",
      "--query",
      "result",
    ]);
    assertEquals(doctor.stdout.trim(), '"unsafe"');
  }));

type Spoil = (path: string, text: string) => void;
const reseal = (change: (note: string) => string): Spoil => (path, text) =>
  Deno.writeFileSync(path, sealed(change(text.slice(0, -65))));
const spoilt: readonly [name: string, spoil: Spoil][] = [
  ["is gone", (path) => Deno.removeSync(path)],
  ["is empty", (path) => Deno.truncateSync(path)],
  ["lost its end", (path) => Deno.truncateSync(path, Deno.lstatSync(path).size - 1)],
  ["has another letter", (path, text) => Deno.writeTextFileSync(path, text.replace("as_of", "As_of"))],
  ["has one line more behind its seal", (path, text) => Deno.writeTextFileSync(path, `${text}\n`)],
  ["is of another version", reseal((text) => text.replace("look-note/v1", "look-note/v2"))],
  ["is no JSON", reseal((text) => text.slice(1))],
  ["was made by another build", reseal((text) => text.replace(/"made_by":"/, "$&other "))],
  ["is of a later time", reseal((text) => text.replace(/"as_of":"2026/, '"as_of":"2027'))],
  [
    "is of another store",
    reseal((text) => text.replace(/(?<="rest_sha256":")./, (digit) => digit === "f" ? "e" : "f")),
  ],
  ["tells nothing of a check", reseal((text) => text.replace('"check":"journal.events"', '"check":"journal.other"'))],
  ["lists no finding as one", reseal((text) => text.replace('"findings":[]', '"findings":[{}]'))],
  ...NOT_VOUCHED_FOR,
];
for (const [name, spoil] of spoilt) {
  Deno.test(`a status looks at the whole store where the note ${name}`, () =>
    withStore(STORE, async (root) => {
      assert(await writeLookNote(root, NOTED_AT, BUILD));
      const path = join(root, LOOK_NOTE_PATH);
      spoil(path, Deno.readTextFileSync(path));
      assertEquals(await unlisted(root), 0);
    }));
}

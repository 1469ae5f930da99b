/** The cache of records and the note of a look are left whole, for nobody but the owner, or not at all; that never fails. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { createClosedFolders } from "../../../commands/host/change/closed_folders.ts";
import { realOperations } from "../../../commands/host/change/real_operations.ts";
import { writeLookNote, writeRecordCache } from "../../../commands/host/change/side_files.ts";
import { LockLost, type OpenStore } from "../../../commands/host/change/whole_files.ts";
import { withinStore } from "../../../commands/host/change/within_store.ts";
import { Stopped } from "../../../commands/host/terminal/signals.ts";
import { sealed } from "../../../fixtures/record_cache.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import { LOOK_NOTE_PATH } from "../../../lib/derived/look_note.ts";
import { RECORD_CACHE_PATH } from "../../../lib/derived/record_cache.ts";
import { NO_PROGRESS } from "../../helpers/no_progress.ts";
import { withStore } from "../../helpers/stores.ts";

const STORE = generateStore({ seed: 4, events: 20, objects: 6 });
const LINES = ["the first line\n", `${"a long one ".repeat(50_000)}\n`, "the last\n"];

function openStore(root: string, changes: Partial<OpenStore> = {}): OpenStore {
  const files = withinStore(realOperations, root);
  const nothing = () => Promise.resolve();
  return {
    root,
    files,
    folders: createClosedFolders(root, files),
    lock: { isHeld: () => true, regain: () => Promise.resolve(true) },
    pause: nothing,
    progress: NO_PROGRESS,
    ask: nothing,
    ...changes,
  };
}

const cachePath = (root: string) => join(root, RECORD_CACHE_PATH);

function listed(root: string): string | null {
  try {
    return Deno.readTextFileSync(cachePath(root));
  } catch {
    return null;
  }
}

Deno.test("writeRecordCache() leaves the lines, under their seal and for the store's owner alone", () =>
  withStore(STORE, async (root) => {
    Deno.mkdirSync(join(root, "checkpoints"), { recursive: true });
    for (const lines of [["the first\n"], LINES]) {
      await writeRecordCache(openStore(root), lines);
      assertEquals(new TextEncoder().encode(listed(root) ?? ""), sealed(lines.join("")));
      assertEquals((Deno.lstatSync(cachePath(root)).mode ?? 0) & 0o777, 0o600);
      assertEquals([...Deno.readDirSync(join(root, "tmp"))], []);
    }
  }));

const obstacles: readonly [name: string, (root: string) => void, Partial<OpenStore>][] = [
  ["there is no folder for it", (root) => Deno.removeSync(join(root, "checkpoints"), { recursive: true }), {}],
  ["a folder has its place", (root) => Deno.mkdirSync(cachePath(root)), {}],
  ["a link has its place", (root) => Deno.symlinkSync("elsewhere", cachePath(root)), {}],
  ["a signal comes", () => {}, { pause: () => Promise.reject(new Stopped("terminated")) }],
  ["the lock was lost", () => {}, { pause: () => Promise.reject(new LockLost()) }],
];
for (const [name, prepare, changes] of obstacles) {
  Deno.test(`writeRecordCache() leaves none where ${name}`, () =>
    withStore(STORE, async (root) => {
      Deno.mkdirSync(join(root, "checkpoints"), { recursive: true });
      prepare(root);
      await writeRecordCache(openStore(root, changes), LINES);
      assertEquals(listed(root), null);
      assertEquals([...Deno.readDirSync(join(root, "tmp"))], []);
    }));
}

Deno.test("writeRecordCache() leaves the scratch alone of whoever took the lock", () =>
  withStore(STORE, async (root) => {
    let pauses = 0;
    const store = openStore(root, {
      lock: { isHeld: () => false, regain: () => Promise.resolve(false) },
      pause: () => pauses++ === 0 ? Promise.resolve() : Promise.reject(new LockLost()),
    });
    await writeRecordCache(store, LINES);
    assertEquals(listed(root), null);
    assertEquals([...Deno.readDirSync(join(root, "tmp"))].map(({ name }) => name), ["sync-change"]);
  }));

const notePath = (root: string) => join(root, LOOK_NOTE_PATH);

Deno.test("writeLookNote() leaves what is made of the look and of states that held all the while", () =>
  withStore(STORE, async (root) => {
    Deno.mkdirSync(join(root, "checkpoints"), { recursive: true });
    const made: (readonly string[])[] = [];
    const leave = (look: () => void) =>
      writeLookNote(openStore(root), () => Promise.resolve(look()), (_, lookedAt) => {
        made.push([...lookedAt.keys()]);
        return "a note\n";
      });
    await leave(() => {});
    await leave(() => Deno.writeTextFileSync(join(root, "objects", "new.json"), "{}"));
    assertEquals(made, [["journal.jsonl", "objects", "transactions", "events"], [
      "journal.jsonl",
      "transactions",
      "events",
    ]]);
    assertEquals(Deno.readFileSync(notePath(root)), sealed("a note\n"));
    assertEquals((Deno.lstatSync(notePath(root)).mode ?? 0) & 0o777, 0o600);
    assertEquals([...Deno.readDirSync(join(root, "tmp"))], []);
  }));

Deno.test("writeLookNote() leaves none where there is nothing to note", () =>
  withStore(STORE, async (root) => {
    await writeLookNote(openStore(root), () => Promise.resolve(null), () => null);
    assertEquals([...Deno.readDirSync(join(root, "checkpoints"))].some(({ name }) => name === "look.note"), false);
  }));

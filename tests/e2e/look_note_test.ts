/** What a repair of a large store leaves for a status to come, and who makes use of it. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { writeLargeStore } from "../../fixtures/write_large_store.ts";
import { LEAST_NOTED, LOOK_NOTE_PATH } from "../../lib/derived/look_note.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { applyWords, repaired, savedPlan } from "../helpers/repair_runs.ts";
import { withFolder } from "../helpers/stores.ts";

async function cover(command: string, root: string): Promise<unknown> {
  const args = [
    "sync",
    command,
    "--store",
    root,
    "--daemon",
    "none",
    "--json",
    "--query",
    "data.cover.records_unlisted",
  ];
  return JSON.parse((await runInProcess(args)).stdout);
}

Deno.test("a repair leaves the note of a large store, over which status looks until something is written", () =>
  withFolder(async (folder) => {
    const root = join(folder, "store");
    writeLargeStore({ seed: 3, events: 1_500, objects: LEAST_NOTED }, root);
    await repaired(root, applyWords(await savedPlan(root, ["derived"]), ["derived"]));
    assert(Deno.lstatSync(join(root, LOOK_NOTE_PATH)).isFile);
    const unlisted = await cover("status", root);
    assert(Number(unlisted) >= LEAST_NOTED);
    assertEquals(await cover("doctor", root), null);
    Deno.writeTextFileSync(join(root, "objects", "object_new.json"), "{}");
    assertEquals(await cover("status", root), 0);
  }));

Deno.test("a repair leaves no note while a file is being written that may never be finished", () =>
  withFolder(async (folder) => {
    const root = join(folder, "store");
    writeLargeStore({ seed: 3, events: 1_500, objects: LEAST_NOTED }, root);
    const path = join(root, "objects", "object_new.json.tmp");
    Deno.writeTextFileSync(path, "{");
    const writer = setInterval(() => Deno.writeTextFileSync(path, " ", { append: true }), 10);
    try {
      await repaired(root, applyWords(await savedPlan(root, ["derived"]), ["derived"]));
    } finally {
      clearInterval(writer);
    }
    assertEquals([...Deno.readDirSync(join(root, "checkpoints"))].some(({ name }) => name === "look.note"), false);
  }));

Deno.test("a repair leaves no note of a small store", () =>
  withFolder(async (folder) => {
    const root = join(folder, "store");
    writeLargeStore({ seed: 3, events: 20, objects: 10 }, root);
    await repaired(root, applyWords(await savedPlan(root, ["derived"]), ["derived"]));
    assertEquals([...Deno.readDirSync(join(root, "checkpoints"))].some(({ name }) => name === "look.note"), false);
  }));

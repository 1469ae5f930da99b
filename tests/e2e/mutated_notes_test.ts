/**
 * Notes of a store by the hundred that somebody spoilt, and with SOURCEOS_SOAK=1 forty thousand, beside as many bundles as
 * make it a hundred thousand: whatever they say, no
 * command ends as by a bug, no record changes, and nothing outside of the store does.
 */
import { assert, assertEquals } from "@std/assert";
import fc from "../helpers/properties.ts";
import { changedNote, type NoteMutation, noteMutation } from "../helpers/note_mutations.ts";
import {
  filesIn,
  isBeyondNotes,
  makeNotedStores,
  type NotedStore,
  runNoted,
  writeFolder,
} from "../helpers/noted_stores.ts";
import { IS_SOAK } from "../helpers/soak.ts";
import { makeFastFolder } from "../host/change/real_tree.ts";

const NOTES = IS_SOAK ? 40_000 : 140;

async function tryNote(store: NotedStore, folder: string, mutation: NoteMutation): Promise<void> {
  const note = changedNote(store.files.get(store.note) ?? "", mutation);
  writeFolder(folder, mutation.fits ? store.sealed(note) : new Map([...store.files, [store.note, note]]));
  const { result, changed } = await runNoted(store, folder);
  const told = `${store.name}: ${result.code}\n${result.stdout}${result.stderr}`;
  assert(result.code !== 1 && result.code !== 2, told);
  assertEquals(changed.filter(isBeyondNotes), [], told);
}

Deno.test("a spoilt note is refused, or does no more than its kind of change may", async () => {
  const folder = makeFastFolder();
  try {
    const stores = await makeNotedStores(folder);
    for (const store of stores) {
      const property = fc.asyncProperty(noteMutation, (mutation) => tryNote(store, folder, mutation));
      await fc.assert(property, { numRuns: Math.ceil(NOTES / stores.length) });
    }
    assertEquals(filesIn(folder).has("outside/secret.txt"), false);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

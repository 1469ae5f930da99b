/** A plan is made of what was read once: the bytes that it sees are those of a store that is read anew for it. */
import { assertEquals } from "@std/assert";
import { createStoreReader } from "../../../commands/host/store/store_reader.ts";
import type { ReadPurpose } from "../../../commands/host/types/store_reader.ts";
import { applyFaults, FAULTS } from "../../../fixtures/faults.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import { textFile } from "../../../fixtures/store_files.ts";
import type { StoreBytes } from "../../../lib/repair/predict.ts";
import { NO_PROGRESS } from "../../helpers/no_progress.ts";
import { withStore } from "../../helpers/stores.ts";

const SMALL = generateStore({ seed: 4, events: 40, objects: 6 });

/** What a plan is told of all records and of the journal with one event behind it. */
async function bytesOf(root: string, purpose: ReadPurpose): Promise<StoreBytes | string> {
  const reader = createStoreReader(() => null, NO_PROGRESS);
  const reading = await reader.read({ root, selectedBy: "option" }, { purpose });
  if (!reading.found) return reading.absence.message;
  const { store } = reading;
  const appended = `{"event_id":"evt-00000041","event_type":"repair","applied":true}\n`;
  const inventory = { paths: store.records.map(({ file }) => file.path), at: "2026-07-01T00:00:00Z" };
  try {
    return await reader.readBytes(store, { paths: ["manifest.json"], appended, folds: true, inventory });
  } catch (error) {
    return String(error);
  }
}

for (const { name } of FAULTS.filter((_, index) => index % 5 === 0)) {
  Deno.test(`a plan of a store with the fault ${name} sees the same bytes whether or not its reading was kept`, () =>
    withStore(applyFaults(SMALL, [name], 4).files, async (root) => {
      assertEquals(await bytesOf(root, "plan"), await bytesOf(root, "answer"));
    }));
}

for (const end of ["", '{"torn":', "not an event\n", "\n\n"]) {
  Deno.test(`a plan sees the same bytes of a journal that ends with ${JSON.stringify(end)}`, () => {
    const journal = SMALL.get("journal.jsonl");
    const text = journal?.kind === "file" ? new TextDecoder().decode(journal.bytes) : "";
    const files = new Map([...SMALL, ["journal.jsonl", textFile(text + end)] as const]);
    return withStore(files, async (root) => assertEquals(await bytesOf(root, "plan"), await bytesOf(root, "answer")));
  });
}

Deno.test("what was kept is of the store as it was read, whatever becomes of its records meanwhile", () =>
  withStore(SMALL, async (root) => {
    const reader = createStoreReader(() => null, NO_PROGRESS);
    const reading = await reader.read({ root, selectedBy: "option" }, { purpose: "plan" });
    if (!reading.found) throw new Error(reading.absence.message);
    const [path = ""] = reading.store.records.map(({ file }) => file.path);
    const before = Deno.statSync(`${root}/${path}`).size;
    Deno.writeTextFileSync(`${root}/${path}`, "{}");
    const request = { paths: [], appended: "", folds: false, inventory: { paths: [path], at: "2026-07-01T00:00:00Z" } };
    const bytes = await reader.readBytes(reading.store, request);
    assertEquals(bytes.inventoried.get(path)?.bytes, before);
  }));

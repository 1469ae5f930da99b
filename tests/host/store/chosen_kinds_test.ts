/** A list opens the records that it shows, and no others; it says what it would say if all had been read. */
import { assertEquals } from "@std/assert";
import { createCaller } from "../../../commands/host/caller.ts";
import { createHost } from "../../../commands/host/real.ts";
import { createStoreReader } from "../../../commands/host/store/store_reader.ts";
import { DECLARED_LISTS } from "../../../commands/declarations/lists.ts";
import { demoStore } from "../../../fixtures/demo.ts";
import type { StoreFiles } from "../../../fixtures/store_files.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import { runInProcess } from "../../helpers/in_process.ts";
import { FAULTY, HEALTHY, withStore } from "../../helpers/stores.ts";
import { BUILD } from "../../helpers/build.ts";
import { NO_PROGRESS } from "../../helpers/no_progress.ts";

Deno.test("the records of the kinds that are asked for are read beside those of content sync, and nothing is said to be gone", () =>
  withStore(HEALTHY, async (root) => {
    const reader = createStoreReader(() => null, NO_PROGRESS);
    const choice = { root, selectedBy: "option" } as const;
    const [some, all] = await Promise.all([reader.read(choice, { kinds: ["actor"] }), reader.read(choice)]);
    if (!some.found || !all.found) throw new Error("There is a store");
    const asked = new Set<RecordKind>(["actor", "receipt", "queue"]);
    assertEquals(some.store.records, all.store.records.filter(({ kind }) => asked.has(kind)));
    assertEquals([some.store.missing_records, some.store.missing_content_sync], [undefined, undefined]);
  }));

const STORES: readonly (readonly [name: string, files: StoreFiles])[] = [
  ["a sound store", HEALTHY],
  ["a store with many faults", FAULTY],
  ["the demo store", demoStore()],
];

for (const [name, files] of STORES) {
  Deno.test(`each list of ${name} is the same where every record is read`, () =>
    withStore(files, async (root) => {
      const { stores } = createHost(createCaller({ words: [], build: BUILD }));
      const readAll: typeof stores = {
        ...stores,
        read: (choice, { kinds: _, ...how } = {}) => stores.read(choice, how),
      };
      for (const words of [...DECLARED_LISTS.map(({ name }) => [name]), ["repair", "reports"]]) {
        const args = ["sync", ...words, "--store", root, "-o", "json"];
        assertEquals(await runInProcess(args), await runInProcess(args, { stores: readAll }));
      }
    }));
}

/** Changes that go well, and those that are refused. */
import { assertEquals } from "@std/assert";
import { realOperations } from "../../../commands/host/change/real_operations.ts";
import { createStoreChanger } from "../../../commands/host/change/store_changer.ts";
import { inTemporaryFolder } from "../../fixtures/temporary.ts";
import { CHANGE_CASES } from "./change_requests.ts";
import { plainTree, readTree, writeTree } from "./real_tree.ts";

const changer = createStoreChanger({
  files: realOperations,
  signals: () => () => {},
  exit: () => {},
  command: "sourceos sync repair",
});

for (const { name, before, after, request } of CHANGE_CASES) {
  Deno.test(`apply() can ${name}`, () =>
    inTemporaryFolder(async (root) => {
      writeTree(root, before);
      const store = await changer.lock(root);
      assertEquals(store.interrupted, null);
      assertEquals(await store.apply(request), { cleared: true });
      store.release();
      assertEquals(plainTree(readTree(root)), plainTree(after));
    }));
}

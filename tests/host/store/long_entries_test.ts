/** Entries that are longer than any index of their journal can be are not read, as a sparse file would be read for hours. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { withDerivedState } from "../../../fixtures/derived_files.ts";
import { entriesLimit } from "../../../lib/derived/entries.ts";
import { readStoreAt } from "../../helpers/read_store.ts";
import { HEALTHY, withStore } from "../../helpers/stores.ts";

const HEADS_PATH = "indexes/object-heads.entries.ndjson";

Deno.test("sparse entries of more than their journal can need are too large, and their index alone is", () =>
  withStore(withDerivedState(HEALTHY), async (root) => {
    Deno.truncateSync(join(root, HEADS_PATH), entriesLimit(0) + 1);
    const { derived } = await readStoreAt(root);
    const entries = derived.flatMap((record) => record.entries ?? []);
    const heads = entries.find(({ file }) => file.path === HEADS_PATH);
    assertEquals([heads?.state, heads?.sha256, heads?.count], ["too_large", null, 0]);
    assertEquals(entries.filter((one) => one !== heads).map(({ state }) => state), ["ok", "ok"]);
  }));

/** Old events that an import brings behind newer ones. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { isJsonObject } from "../../lib/text/json.ts";
import { BRIDGE, emptyStore, exportTo, runImport, withJournal } from "../helpers/import_stores.ts";
import { SCOPED, TARGET, withStores } from "../helpers/import_runs.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { HEALTHY } from "../helpers/stores.ts";

const NEWER = JSON.stringify({
  schema: "sourceos.journal-event/v1alpha1",
  event_id: "evt-00000001",
  event_type: "checkpoint",
  lane: "audit",
  object_id: "object-evt-00000001",
  producer: BRIDGE,
  created_at: "2026-06-03T00:00:00Z",
  payload: {},
  applied: true,
});

async function outOfOrder(root: string): Promise<number> {
  const { stdout } = await runInProcess(["sync", "doctor", "--store", root, "--daemon", "none", "--json"]);
  return JSON.parse(stdout).data.findings.filter(({ id }: { readonly id: string }) =>
    id === "journal.out-of-order-time"
  ).length;
}

Deno.test("what an import brings keeps its old times, and doctor finds nothing wrong with them", () =>
  withStores({ a: HEALTHY, b: withJournal(emptyStore(), [NEWER]) }, async (folder) => {
    const [root, bundle] = [join(folder, "b"), join(folder, "a.tar")];
    await exportTo(join(folder, "a"), TARGET, bundle);
    const { code } = await runImport(bundle, [...SCOPED, "--store", root]);
    assertEquals(code, 0);
    assertEquals(await outOfOrder(root), 0);

    // The same lines without those by which the import tells of itself.
    const journal = join(root, "journal.jsonl");
    const lines = (await Deno.readTextFile(journal)).split("\n");
    const bare = lines.filter((line) => line === "" || !isJsonObject(JSON.parse(line).payload.import));
    assert(bare.length < lines.length);
    await Deno.writeTextFile(journal, bare.join("\n"));
    assertEquals(await outOfOrder(root), 1);
  }));

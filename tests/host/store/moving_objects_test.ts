/** An object that is written to between the reading of the journal and of its record has no fault. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { findMovingObjects } from "../../../commands/host/store/moving_objects.ts";
import { disagreeingObjects } from "../../../lib/checks/journal_events.ts";
import { lookupOf } from "../../../lib/store/lookup.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { applyFaults } from "../../../fixtures/faults.ts";
import { readStoreAt } from "../../helpers/read_store.ts";
import { HEALTHY, withStore } from "../../helpers/stores.ts";

const ID = "object:fault-delete-without-tombstone";
const { files } = applyFaults(HEALTHY, ["delete-without-tombstone"], 3);

function rewriteRecord(root: string): void {
  const path = join(root, "objects", `${ID.replace(":", "_")}.json`);
  const record = JSON.parse(Deno.readTextFileSync(path));
  Deno.writeTextFileSync(path, JSON.stringify({ ...record, state: "tombstoned" }));
}

function appendEvent(root: string, objectId: string): void {
  const journal = join(root, "journal.jsonl");
  const event = { event_id: "evt-00000999", event_type: "add", object_id: objectId };
  Deno.writeTextFileSync(journal, `${JSON.stringify(event)}\n`, { append: true });
}

const cases: readonly (readonly [name: string, change: (root: string) => void, want: readonly string[]])[] = [
  ["stays as it is", () => {}, []],
  ["gets another record", rewriteRecord, [ID]],
  ["gets another event", (root) => appendEvent(root, ID), [ID]],
  ["stays as it is while another one gets an event", (root) => appendEvent(root, "object:other"), []],
  ["loses its journal", (root) => Deno.removeSync(join(root, "journal.jsonl")), []],
];

for (const [name, change, want] of cases) {
  Deno.test(`findMovingObjects() tells whether an object whose record and journal disagree ${name}`, () =>
    withStore(files, async (root) => {
      const store = await readStoreAt(root);
      const records = disagreeingObjects(store, lookupOf(store, buildCatalog(store)));
      const looking = findMovingObjects(store, { records, without: [] });
      change(root);
      assertEquals(await looking, want);
    }));
}

Deno.test("findMovingObjects() tells whether an object without a record has got one", () =>
  withStore(files, async (root) => {
    const store = await readStoreAt(root);
    const looking = findMovingObjects(store, { records: [], without: ["object:new one", "object:lost", "///"] });
    Deno.writeTextFileSync(join(root, "objects", "object_new_one.json"), "{}");
    assertEquals(await looking, ["object:new one"]);
  }));

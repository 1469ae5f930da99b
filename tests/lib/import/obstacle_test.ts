/** What an import says beforehand that keeps it from being applied, and with what to begin. */
import { assertEquals } from "@std/assert";
import { obstaclesToImport } from "../../../lib/import/obstacle.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { unfinishedChange } from "../../helpers/changes.ts";
import { entryOf, HEALTHY_JOURNAL, healthyStore, journalOf, manifestEntry, ROOT } from "../../helpers/snapshots.ts";

const GATE = entryOf("actor", { actor_id: "actor:gate", actor_type: "import_bridge" });
const withBridge = (changes: Partial<StoreSnapshot> = {}) =>
  healthyStore({ records: [...healthyStore().records, GATE], ...changes });

const REGISTERING = ["import", "b.tar", "--register-bridge", "actor:restore"];

Deno.test("obstaclesToImport() misses no bridge where the import registers one itself", () =>
  assertEquals(obstaclesToImport(healthyStore(), buildCatalog(healthyStore()), null), []));

const CASES:
  readonly (readonly [name: string, store: StoreSnapshot, want: readonly [reason: string, first: string] | null])[] = [
    ["nothing in a sound store with an import bridge", withBridge(), null],
    ["an interrupted change", withBridge({ interrupted: unfinishedChange() }), [
      "an interrupted change of the store has to be finished first",
      "repair --dry-run",
    ]],
    ["a store that cannot be changed", withBridge({ manifest: manifestEntry({ active_generation: "many" }) }), [
      "the manifest tells no active generation, so that a repair could not be recorded",
      "doctor",
    ]],
    ["a torn last line", withBridge({ journal: journalOf(`${HEALTHY_JOURNAL}{"torn`) }), [
      "the journal's last line is torn",
      "repair --dry-run --scope journal",
    ]],
    ["that nobody is registered who may import", healthyStore(), [
      "no import bridge is registered here, and every change has to be attributed to one",
      "import b.tar --register-bridge actor:restore",
    ]],
  ];

for (const [name, store, want] of CASES) {
  Deno.test(`obstaclesToImport() tells of ${name}`, () => {
    assertEquals(
      obstaclesToImport(store, buildCatalog(store), REGISTERING),
      want === null ? [] : [{
        code: "cannot_apply",
        message: `It cannot be applied yet: ${want[0]}. Begin with sourceos sync ${want[1]} --store ${ROOT}`,
        target: ROOT,
      }],
    );
  });
}

import { assertEquals } from "@std/assert";
import { keepsState } from "../../../lib/store/halves.ts";
import { reasonUnknown } from "../../../lib/store/known.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { contentSyncSnapshot } from "../../helpers/content_sync_snapshot.ts";
import { fileEntry, healthyStore, manifestEntry, noJournal } from "../../helpers/snapshots.ts";

function hostWith(changes: Partial<StoreSnapshot>): StoreSnapshot {
  const { store } = contentSyncSnapshot();
  if (store === null) throw new Error("The host has a store");
  return { ...store, ...changes };
}

const folder = (path: string) => fileEntry(path, { type: "directory" });

const CASES: readonly (readonly [name: string, store: StoreSnapshot, want: boolean])[] = [
  ["a whole store", healthyStore(), true],
  ["content sync alone", hostWith({}), false],
  ["content sync beside temporary files", hostWith({ folders: [folder("receipts"), folder("tmp")] }), false],
  ["a manifest", hostWith({ manifest: manifestEntry() }), true],
  [
    "a manifest that cannot be read",
    hostWith({ manifest: { ...manifestEntry(), state: "not_json", record: null } }),
    true,
  ],
  ["a journal that cannot be read", hostWith({ journal: noJournal("unreadable") }), true],
  ["an empty registry", hostWith({ folders: [folder("objects")] }), true],
  [
    "a registry that cannot be listed",
    hostWith({ files: [fileEntry("objects", { problem: "permission denied" })] }),
    true,
  ],
  ["derived state", hostWith({ folders: [folder("indexes")] }), true],
];

for (const [name, store, want] of CASES) {
  Deno.test(`keepsState() is ${want} of ${name}`, () => assertEquals(keepsState(store), want));
}

Deno.test("reasonUnknown() tells what an older snapshot does not hold from what a host does not keep", () => {
  const { content_sync: _, ...older } = healthyStore();
  assertEquals(reasonUnknown("content_sync", older)?.includes("release"), true);
  assertEquals(reasonUnknown("content_sync", healthyStore({ content_sync: null })), null);
  assertEquals(reasonUnknown("state", hostWith({})), null);
});

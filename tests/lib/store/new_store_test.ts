import { assertEquals } from "@std/assert";
import {
  type FolderEntry,
  judgeNewStorePlace,
  NEW_STORE,
  newManifestText,
  type NewStorePlace,
} from "../../../lib/store/new_store.ts";

const folder = (name: string, isEmpty = true): FolderEntry => ({ name, type: "folder", isEmpty });
const file = (name: string, isEmpty = false): FolderEntry => ({ name, type: "file", isEmpty });

const places: readonly (readonly [name: string, entries: readonly FolderEntry[] | null, want: NewStorePlace])[] = [
  ["is not there", null, { state: "absent" }],
  ["is empty", [], { state: "empty" }],
  ["holds the first folders of a store", [folder("profiles"), folder("devices")], { state: "begun" }],
  [
    "holds all but the manifest, which is unfinished",
    [...NEW_STORE.folders.map((name) => folder(name)), file("journal.jsonl", true), file("manifest.json.tmp")],
    { state: "begun" },
  ],
  [
    "holds a store",
    [folder("objects", false), file("manifest.json")],
    { state: "taken", reason: "there is a store already", isStore: true },
  ],
  [
    "holds what content sync keeps",
    [folder("receipts", false), file("current-version"), folder("tmp")],
    { state: "taken", reason: 'it holds "current-version", "receipts"', isStore: false },
  ],
  [
    "holds records, and no manifest",
    [folder("objects", false)],
    { state: "taken", reason: 'it holds "objects"', isStore: false },
  ],
  ["holds events", [file("journal.jsonl")], { state: "taken", reason: 'it holds "journal.jsonl"', isStore: false }],
  [
    "holds a link by the name of a folder",
    [{ name: "tmp", type: "other", isEmpty: true }],
    { state: "taken", reason: 'it holds "tmp"', isStore: false },
  ],
  [
    "holds much else",
    ["g", "f", "e", "d", "c", "b", "a"].map((name) => file(name)),
    { state: "taken", reason: 'it holds "a", "b", "c", "d", "e" and 2 more', isStore: false },
  ],
];

for (const [name, entries, want] of places) {
  Deno.test(`judgeNewStorePlace() of a folder that ${name}`, () => assertEquals(judgeNewStorePlace(entries), want));
}

Deno.test("newManifestText() is the manifest of the reference daemon 0.1.0", () => {
  const list = (words: readonly string[]) => `[\n${words.map((word) => `    "${word}"`).join(",\n")}\n  ]`;
  const lanes = ["normal", "priority", "secure", "memory", "policy", "audit", "tombstone", "migration", "repair"];
  assertEquals(
    newManifestText("2026-07-01T00:00:00Z"),
    `{
  "schema": "sourceos.local-state-store/v1alpha1",
  "created_at": "2026-07-01T00:00:00Z",
  "updated_at": "2026-07-01T00:00:00Z",
  "active_generation": 1,
  "last_known_good_generation": 1,
  "lanes": ${list([...lanes, "archive"])},
  "backend": "filesystem-jsonl",
  "durable_dirs": ${list(["profiles", "devices", "actors", "schemas", "objects", "events", "repair-reports"])},
  "rebuildable_dirs": ${list(["indexes", "checkpoints"])},
  "disposable_dirs": ${list(["tmp"])},
  "registry_kinds": ${list(["actors", "devices", "indexes", "objects", "profiles", "repair-reports", "schemas"])},
  "initialized": true
}
`,
  );
});

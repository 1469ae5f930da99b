import { assertEquals } from "@std/assert";
import type { InventoryEntry, InventoryFile } from "../../../lib/model/derived.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { completeInventory, draftInventory, pathsOfInventory } from "../../../lib/repair/inventory.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { entryOf, fileEntry, sha256Hex, storeWith, unreadableEntry } from "../../helpers/snapshots.ts";

const QUEUED = entryOf("queue");
const NOW = "2026-03-04T05:06:07Z";

const gone = (changes: Partial<InventoryEntry> = {}): InventoryEntry => ({
  kind: "object",
  id: "object:letter",
  path: "objects/object_letter.json",
  bytes: 7,
  sha256: sha256Hex("letter"),
  seen_at: "2026-01-02T00:00:00Z",
  lost_at: null,
  ...changes,
});

const inventory = (store: StoreSnapshot) => draftInventory(store, buildCatalog(store), NOW);

Deno.test("An inventory lists every plain file of a durable registry, with its id where it can be read", () => {
  const store = storeWith(
    entryOf("object"),
    entryOf("plan"),
    entryOf("receipt"),
    unreadableEntry("object", "objects/torn.json"),
    { ...entryOf("object"), file: fileEntry("objects/link.json", { type: "symlink" }) },
    { ...entryOf("object"), file: fileEntry("objects/closed.json", { problem: "permission denied" }) },
  );
  assertEquals(inventory(store), {
    records: [
      { kind: "object", id: "object:diary", path: "objects/object_diary.json" },
      { kind: "object", id: null, path: "objects/torn.json" },
    ],
    files: [],
    kept: { records: [], files: [] },
  });
});

Deno.test("An inventory lists the queue, and the files of content sync whose life is known", () => {
  const store = {
    ...storeWith(entryOf("queue"), unreadableEntry("queue", "orchestration/pending/torn.json")),
    files: ["current-version", "orchestration/audit.jsonl", "orchestration/replay/a.json", "orchestration/notes.txt"]
      .map((path) => fileEntry(path)),
  };
  const draft = inventory(store);
  assertEquals(draft.files.map(({ path, id }) => [path, id]), [
    [QUEUED.file.path, "idem:event:tidy-up:capability:tidy-up:policy-epoch-0"],
    ["orchestration/pending/torn.json", null],
    ["current-version", null],
    ["orchestration/audit.jsonl", null],
    ["orchestration/replay/a.json", null],
  ]);
  assertEquals(pathsOfInventory(draft), draft.files.map(({ path }) => path));
});

const item = (changes: Partial<InventoryFile> = {}): InventoryFile => ({
  kind: "content-sync",
  id: "idem:letter",
  path: "orchestration/blocked/idem_letter.json",
  bytes: 7,
  sha256: sha256Hex("letter"),
  seen_at: "2026-01-02T00:00:00Z",
  lost_at: null,
  ...changes,
});

Deno.test("An inventory keeps what is lost of content sync, and forgets what was there to be taken", () => {
  const taken = item({ path: "orchestration/pending/idem_letter.json" });
  const store = {
    ...storeWith(entryOf("object")),
    missing_content_sync: { files: [item(), taken], receipts: [], pruned: null },
  };
  assertEquals(inventory(store).kept.files, [item({ lost_at: NOW })]);
});

Deno.test("An inventory keeps what is lost, since when it is, and what nobody could look for", () => {
  const lost = gone({ id: "object:old", path: "objects/object_old.json", lost_at: "2026-02-01T00:00:00Z" });
  const unseen = gone({ kind: "device", id: "device:x", path: "devices/device_x.json" });
  const store = {
    ...storeWith(entryOf("object")),
    missing_records: [gone(), lost, unseen],
    files: [fileEntry("devices", { type: "symlink" })],
  };
  assertEquals(inventory(store).kept.records, [gone({ lost_at: NOW }), lost, unseen]);
});

Deno.test("The files of an inventory are those that were read by now, and what is kept", () => {
  const digest = { sha256: sha256Hex("41.0"), bytes: 4 };
  const store = {
    ...storeWith(),
    files: [fileEntry("current-version"), fileEntry("orchestration/manifest.json")],
    missing_content_sync: { files: [item()], receipts: [], pruned: null },
  };
  const inventoried = new Map([["current-version", digest]]);
  assertEquals(completeInventory(inventory(store), { inventoried, receipts: [] }, NOW), {
    records: [],
    files: [
      { kind: "content-sync", id: null, path: "current-version", ...digest, seen_at: NOW, lost_at: null },
      item({ lost_at: NOW }),
    ],
    receipts: [],
  });
});

Deno.test("The entries of an inventory are what was read by now, and what is kept", () => {
  const draft = inventory({
    ...storeWith(entryOf("object"), entryOf("device")),
    files: [fileEntry("current-version")],
    missing_records: [gone()],
    missing_content_sync: { files: [item()], receipts: [], pruned: null },
  });
  const digest = { sha256: sha256Hex("diary"), bytes: 5 };
  const inventoried = new Map([["objects/object_diary.json", digest], ["current-version", digest]]);
  assertEquals(completeInventory(draft, { inventoried, receipts: [] }, NOW), {
    records: [
      { kind: "object", id: "object:diary", path: "objects/object_diary.json", ...digest, seen_at: NOW, lost_at: null },
      gone({ lost_at: NOW }),
    ],
    files: [
      { kind: "content-sync", id: null, path: "current-version", ...digest, seen_at: NOW, lost_at: null },
      item({ lost_at: NOW }),
    ],
    receipts: [],
  });
});

import { assertEquals } from "@std/assert";
import { inventoryText } from "../../../fixtures/derived_files.ts";
import { createInventoryReader, type Inventory } from "../../../lib/derived/inventory.ts";
import type { InventoryEntry, InventoryFile, InventoryReceipts } from "../../../lib/model/derived.ts";

const ENTRY: InventoryEntry = {
  kind: "object",
  id: "object:a",
  path: "objects/object_a.json",
  bytes: 2,
  sha256: "0".repeat(64),
  seen_at: "2026-01-01T00:00:00Z",
  lost_at: null,
};
const OTHER: InventoryEntry = { ...ENTRY, kind: "actor", id: null, path: "actors/a.json" };

const ITEM: InventoryFile = {
  kind: "content-sync",
  id: "idem:a",
  path: "orchestration/blocked/idem_a.json",
  bytes: 2,
  sha256: "0".repeat(64),
  seen_at: "2026-01-01T00:00:00Z",
  lost_at: null,
};
const RECEIPTS: InventoryReceipts = {
  kind: "receipts",
  names: ["2026-01-01_00-00-00Z-a.json", "2026-01-02_00-00-00Z-b.json"],
  sha256: [null, "0".repeat(64)],
  seen_at: "2026-01-01T00:00:00Z",
  lost_at: null,
};

const records = (...entries: readonly InventoryEntry[]): Inventory => ({ records: entries, files: [], receipts: [] });

function readFrom(text: string, there: readonly string[], cut = text.length): Inventory {
  const reader = createInventoryReader((path) => there.includes(path));
  const bytes = new TextEncoder().encode(text);
  reader.add(bytes.slice(0, cut));
  reader.add(bytes.slice(cut));
  return reader.finish();
}

Deno.test("inventoryTexts() is canonical: a line a record, by path, then a line a file, and the receipts at the end", () => {
  const zeros = "0".repeat(64);
  assertEquals(
    inventoryText({ records: [ENTRY, OTHER], files: [ITEM], receipts: [RECEIPTS] }),
    `{"bytes":2,"id":null,"kind":"actor","lost_at":null,"path":"actors/a.json","seen_at":"2026-01-01T00:00:00Z","sha256":"${zeros}"}\n` +
      `{"bytes":2,"id":"object:a","kind":"object","lost_at":null,"path":"objects/object_a.json","seen_at":"2026-01-01T00:00:00Z","sha256":"${zeros}"}\n` +
      `{"bytes":2,"id":"idem:a","kind":"content-sync","lost_at":null,"path":"orchestration/blocked/idem_a.json","seen_at":"2026-01-01T00:00:00Z","sha256":"${zeros}"}\n` +
      `{"kind":"receipts","lost_at":null,"names":["2026-01-01_00-00-00Z-a.json","2026-01-02_00-00-00Z-b.json"],"seen_at":"2026-01-01T00:00:00Z","sha256":[null,"${zeros}"]}\n`,
  );
});

Deno.test("the reader keeps records that are not there and all of content sync, however the file is cut", () => {
  const text = inventoryText({ records: [ENTRY, OTHER], files: [ITEM], receipts: [RECEIPTS] });
  const rest = { files: [ITEM], receipts: [RECEIPTS] };
  assertEquals(readFrom(text, [ENTRY.path, OTHER.path]), { records: [], ...rest });
  for (const cut of [0, 1, 70, text.indexOf("\n") + 1, text.length - 1]) {
    assertEquals(readFrom(text, [OTHER.path], cut), { records: [ENTRY], ...rest });
  }
});

Deno.test("the reader passes over what is no line of an inventory", () => {
  const no = (changes: Record<string, unknown>) => `${JSON.stringify({ ...ENTRY, ...changes })}\n`;
  const lines = [
    "\n",
    "{\n",
    "[]\n",
    no({ sha256: "x" }),
    no({ lost_at: 1 }),
    no({ seen_at: "soon" }),
    no({ kind: "plan", path: "plans/a.json" }),
    no({ kind: "receipt", path: "receipts/a.json" }),
    no({ kind: "constructor" }),
    no({ kind: "content-sync", path: "receipts/a.json" }),
    no({ kind: "content-sync", path: "orchestration/done/a.json" }),
    no({ kind: "content-sync", path: "orchestration/pending/a.txt" }),
    no({ kind: "content-sync", path: "current-version", bytes: -1 }),
    no({ kind: "receipts" }),
    `${JSON.stringify({ ...RECEIPTS, sha256: [null] })}\n`,
    `${JSON.stringify({ ...RECEIPTS, sha256: [null, "x"] })}\n`,
    `${JSON.stringify({ ...RECEIPTS, names: ["a.json", "../b.json"] })}\n`,
    no({ path: "actors/a.json" }),
    no({ path: "objects/../x.json" }),
    no({ path: "objects/a" }),
    inventoryText(records(ENTRY)),
    inventoryText(records(OTHER)).trim(),
  ];
  assertEquals(readFrom(lines.join(""), []), records(ENTRY));
});

Deno.test("the reader takes each file whose life is known here", () => {
  const files = [
    "current-version",
    "orchestration/audit.jsonl",
    "orchestration/dead-letter/a.json",
    "orchestration/manifest.json",
    "orchestration/replay/a.json",
    "orchestration/waiting-approval/a.json",
  ].map((path): InventoryFile => ({ ...ITEM, path }));
  assertEquals(readFrom(inventoryText({ records: [], files, receipts: [] }), []).files, files);
});

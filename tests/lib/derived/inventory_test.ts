import { assertEquals } from "@std/assert";
import { inventoryText, readMissing } from "../../../lib/derived/inventory.ts";
import type { InventoryEntry } from "../../../lib/model/derived.ts";

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

function missingIn(text: string, there: readonly string[], cut = text.length): readonly InventoryEntry[] {
  const reader = readMissing((path) => there.includes(path));
  const bytes = new TextEncoder().encode(text);
  reader.add(bytes.slice(0, cut));
  reader.add(bytes.slice(cut));
  return reader.finish();
}

Deno.test("inventoryText() is canonical: a line an entry, by path", () => {
  const zeros = "0".repeat(64);
  assertEquals(
    inventoryText([ENTRY, OTHER]),
    `{"bytes":2,"id":null,"kind":"actor","lost_at":null,"path":"actors/a.json","seen_at":"2026-01-01T00:00:00Z","sha256":"${zeros}"}\n` +
      `{"bytes":2,"id":"object:a","kind":"object","lost_at":null,"path":"objects/object_a.json","seen_at":"2026-01-01T00:00:00Z","sha256":"${zeros}"}\n`,
  );
});

Deno.test("readMissing() keeps what is not there, however the file is cut", () => {
  const text = inventoryText([ENTRY, OTHER]);
  assertEquals(missingIn(text, [ENTRY.path, OTHER.path]), []);
  for (const cut of [0, 1, 70, text.indexOf("\n") + 1, text.length - 1]) {
    assertEquals(missingIn(text, [OTHER.path], cut), [ENTRY]);
  }
});

Deno.test("readMissing() passes over what is no entry", () => {
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
    no({ path: "actors/a.json" }),
    no({ path: "objects/../x.json" }),
    no({ path: "objects/a" }),
    inventoryText([ENTRY]),
    inventoryText([OTHER]).trim(),
  ];
  assertEquals(missingIn(lines.join(""), []), [ENTRY]);
});

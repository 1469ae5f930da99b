import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { lookAt } from "../../../commands/host/store/file_entry.ts";
import { readJsonFile } from "../../../commands/host/store/json_file.ts";

const LONG = { text: "x".repeat(200_000) };

/** What the file holds, what it had held when it was looked at, and what is read. */
const cases: readonly (readonly [string, { readonly now: unknown; readonly before: unknown }])[] = [
  ["reads a small file", { now: { id: 1 }, before: { id: 1 } }],
  ["reads a file that is longer than the buffer", { now: LONG, before: LONG }],
  ["reads the whole of a file that has grown since", { now: LONG, before: { id: 1 } }],
  ["reads a file that has shrunk since", { now: { id: 1 }, before: LONG }],
];

for (const [name, { now, before }] of cases) {
  Deno.test(`readJsonFile() ${name}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const path = join(folder, "record.json");
      Deno.writeTextFileSync(path, JSON.stringify(before));
      const file = lookAt(path, "record.json");
      Deno.writeTextFileSync(path, JSON.stringify(now));
      const { state, record } = readJsonFile(path, file);
      assertEquals({ state, record: JSON.stringify(record) }, { state: "ok", record: JSON.stringify(now) });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

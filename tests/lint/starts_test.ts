/** What a start does not read: a part of the program that it does not need (docs/performance.md, "Where a start goes"). */
import { assertEquals } from "@std/assert";
import { ROOT, sourcesBelow } from "./sources.ts";

/** What is read with a source at once: the source, and whatever it imports for more than its types, libraries by their names. */
async function readWith(path: string, seen = new Set<string>()): Promise<ReadonlySet<string>> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = path.endsWith(".ts") ? await Deno.readTextFile(new URL(path, ROOT)) : "";
  for (const [, named = ""] of text.matchAll(/^(?:import|export)\b(?! type\b)[^;]*? from "([^"]+)"/gm)) {
    await readWith(named.startsWith(".") ? new URL(named, `file:///${path}`).pathname.slice(1) : named, seen);
  }
  return seen;
}

Deno.test("Words are parsed and help is shown without the contracts", async () => {
  for (const path of ["start.ts", "commands/tree.ts", "commands/frame/help.ts", "lib/render/human/help.ts"]) {
    const read = await readWith(path);
    assertEquals([...read].filter((name) => name.startsWith("@sinclair/typebox")), [], path);
  }
});

Deno.test("A machine that only looks is put together without what changes it", async () => {
  const read = await readWith("commands/host/real.ts");
  assertEquals([...read].filter((name) => /^commands\/host\/(?:bundle|change)\//.test(name)), []);
});

Deno.test("An answer is made without the contracts that --print-schema shows, and in one form alone", async () => {
  for (const name of ["status", "doctor", "explain", "lists", "events"]) {
    const read = await readWith(`commands/${name}.ts`);
    const needless = [
      "commands/frame/schema.ts",
      "lib/model/file_formats.ts",
      "lib/render/metrics.ts",
      "lib/render/query.ts",
    ];
    assertEquals(needless.filter((path) => read.has(path)), [], name);
  }
});

Deno.test("No source takes the builder of the contracts' library, which keeps all of it in the bundle", async () => {
  const sources = [...await sourcesBelow("lib/"), ...await sourcesBelow("commands/")];
  const texts = await Promise.all(sources.map((path) => Deno.readTextFile(new URL(path, ROOT))));
  assertEquals(sources.filter((_, index) => /\{[^}]*\bType\b[^}]*\} from "@sinclair/.test(texts[index] ?? "")), []);
});

/** What a file exports is for others: what none of them names keeps to its file. */
import { assertEquals } from "@std/assert";
import { ROOT, sourcesBelow } from "./sources.ts";

const EXPORTED = /^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm;

Deno.test("every export is named by another file", async () => {
  const paths = [
    "main.ts",
    "start.ts",
    ...(await Promise.all(["lib/", "commands/", "fixtures/", "tests/"].map(sourcesBelow))).flat(),
  ];
  const texts = await Promise.all(paths.map((path) => Deno.readTextFile(new URL(path, ROOT))));
  const filesWith = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(text.match(/\w+/g))) filesWith.set(word, (filesWith.get(word) ?? 0) + 1);
  }
  const unused = paths.flatMap((path, index) =>
    /^(?:lib|commands)\//.test(path)
      ? [...(texts[index] ?? "").matchAll(EXPORTED)].flatMap(([, name = ""]) =>
        filesWith.get(name) === 1 ? [`${path}: ${name}`] : []
      )
      : []
  );
  assertEquals(unused, []);
});

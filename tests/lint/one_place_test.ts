/** Rules that stand in one file alone: whoever needs the answer asks it there. */
import { assertEquals } from "@std/assert";
import { ROOT, sourcesBelow } from "./sources.ts";

Deno.test("What a decision allows is read in one file", async () => {
  const sources = [...await sourcesBelow("lib/"), ...await sourcesBelow("commands/")];
  const texts = await Promise.all(sources.map((path) => Deno.readTextFile(new URL(path, ROOT))));
  const reading = sources.filter((_, index) => texts[index]?.includes('"allow"'));
  assertEquals(reading.sort(), ["lib/model/vocabulary.ts", "lib/policy/decision.ts"]);
});

Deno.test("Properties are stated with the cases that one file chooses", async () => {
  const sources = await sourcesBelow("tests/");
  const texts = await Promise.all(sources.map((path) => Deno.readTextFile(new URL(path, ROOT))));
  const importing = sources.filter((_, index) => /^import .* from "fast-check";$/m.test(texts[index] ?? ""));
  assertEquals(importing, ["tests/helpers/properties.ts"]);
});

/** What `make mutants` changes, and that the changed text is one that can be run. */
import { assertEquals } from "@std/assert";
import plugin from "./operators.ts";
import { describe, type Mutant, plant } from "./plant.ts";

function mutantsOf(source: string): readonly Mutant[] {
  return Deno.lint.runPlugin(plugin, "lib/a.ts", source)
    .map(({ message }, index) => ({ ...JSON.parse(message), id: index + 1 }));
}

const CASES: readonly (readonly [source: string, want: readonly string[]])[] = [
  ["function f(a) { if (a === 1) g(); }", ["a === 1 -> true", "a === 1 -> false", "g(); -> (removed)"]],
  ["function f(a) { while (a()) g(); }", ["a() -> false", "g(); -> (removed)"]],
  ["const f = (a, b) => a && !b;", ["a && !b -> (a) || (!b)", "!b -> b"]],
  ["const f = (a) => a < 2;", ["a < 2 -> (a) <= (2)", "a < 2 -> (a) >= (2)"]],
  ["const f = (a, b) => a - b;", ["a - b -> (a) + (b)"]],
  ["const f = (a) => `${a}` + a;", []],
  ["const f = (a) => a ?? b;", ["a ?? b -> a"]],
  ["const f = (a) => a.some(g);", ["a.some(g) -> a.every(g)"]],
  ["const f = (a) => a.filter(g).length;", ["a.filter(g) -> a"]],
  ["const f = (a) => a?.filter(g).length;", []],
  ['const f = () => ({ kind: "drop", words: "for people" });', ['"drop" -> ""']],
  ["function f(): boolean { return g(); }", ["g() -> true", "g() -> false"]],
  ["function f(): string | null { return g(); }", ['g() -> ""', "g() -> null"]],
  ["function f(): readonly string[] { return g(); }", ["g() -> []"]],
  ["const f = () => [1];", ["[1] -> []"]],
  ['const TABLE = ["data"].filter(g);', []],
];

for (const [source, want] of CASES) {
  Deno.test(`the mutants of ${source}`, () => {
    assertEquals(mutantsOf(source).map((mutant) => describe(source, mutant)), want.map((text) => `1: ${text}`));
  });
}

Deno.test("plant() has every mutant in one text, and runs the original where none is on", () => {
  const source = "function f(a, b) { if (a < 0 || b) { return 'low'; } return 'high'; } f";
  const planted = plant(source, mutantsOf(source));
  const results = [0, ...mutantsOf(source).map(({ id }) => id)].map((active) => {
    const f = new Function("globalThis", `return ${planted.replace(/ f$/, "")}`)({
      mutant: (id: number) => id === active,
    });
    return [f(-1, false), f(0, false), f(0, true)].join(" ");
  });
  assertEquals(results, [
    "low high low",
    ...["low low low", "high high high"],
    ...["high high high", "low low low", "high low low"],
    ...[" high ", "low  low"],
  ]);
});

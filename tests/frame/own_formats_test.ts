import { assertEquals } from "@std/assert";
import { runInMemory } from "../helpers/fake_host.ts";
import { healthySnapshot } from "../helpers/snapshots.ts";

const cases: readonly (readonly [words: readonly string[], code: number])[] = [
  [["status", "-o", "prompt"], 0],
  [["status", "-o", "openmetrics"], 0],
  [["doctor", "-o", "openmetrics"], 0],
  [["doctor", "-o", "prompt"], 2],
  [["plans", "-o", "openmetrics"], 2],
  [["explain", "object:diary", "-o", "prompt"], 2],
  [["status", "-o", "prompt", "--query", "data"], 2],
  [["status", "--out", "x.prom"], 2],
];

for (const [words, code] of cases) {
  Deno.test(`"sync ${words.join(" ")}" ends with ${code}`, async () => {
    assertEquals((await runInMemory(["sync", ...words], { snapshot: healthySnapshot() })).code, code);
  });
}

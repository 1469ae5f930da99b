/** The bench on a tiny store: that it runs and says what it should, not how fast anything is. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { HAS_PROGRAM, programPath } from "../helpers/program.ts";
import { type AimResult, judgeAims, judgeGrowth, NAMES, type Results } from "./aims.ts";
import { bench } from "./main.ts";

const SIZES = { events: 300, records: 100, runs: 1 };

Deno.test({
  name: "bench() measures a tiny store and says which aims are met",
  ignore: !HAS_PROGRAM,
  async fn() {
    const printed: string[] = [];
    await bench(programPath(), SIZES, (text) => printed.push(text));
    const output = printed.join("\n");
    const names = [
      "full",
      "standard",
      "quick",
      "status",
      "explain",
      "bare",
      "apply",
      "preview",
      "export",
      "verify",
    ] as const;
    for (const name of names.map((key) => NAMES[key])) {
      assertMatch(output, new RegExp(`^${name.replaceAll(".", "\\.")} +\\d+\\.\\d\\d s +`, "m"));
    }
    assertStringIncludes(output, "300 EVENTS, 100 OBJECTS, 1 RUN");
    assertEquals(
      output.match(/within 1\.5 times of the bare JSON\.parse loop +\d+\.\d\d times +(met|not met)/g)?.length,
      2,
    );
    assertMatch(output, /^\d+ records and \d{3} events leave, in \d+ MB$/m);
    const growth = output.match(/memory that does not grow with the events .+ (met|not met|-)$/gm);
    assertEquals(growth?.length, 4, "of checks, rebuilds, exports and restores");
  },
});

function results(entries: Readonly<Record<string, readonly [seconds: number, megabytes: number]>>): Results {
  return new Map(
    Object.entries(entries).map(([name, [seconds, megabytes]]) => [
      name,
      { seconds, cpuSeconds: 0, peakBytes: megabytes * 1_000_000 },
    ]),
  );
}

const short = (aims: readonly AimResult[]) => aims.map(({ measured, met }) => [measured, met]);

Deno.test("judgeAims() says what is met and what is not", () => {
  const measured = results({
    [NAMES.full]: [3, 200],
    [NAMES.standard]: [4, 250],
    [NAMES.jq]: [15, 1],
    [NAMES.bare]: [2, 1],
    [NAMES.hash]: [2, 1],
  });
  assertEquals(short(judgeAims(measured)), [
    ["5.00 times", true],
    ["1.50 times", true],
    ["2.00 times", false],
    ["250 MB", false],
  ]);
});

Deno.test("judgeAims() says nothing of what was not measured", () => {
  const unknown = ["not measured", null];
  assertEquals(short(judgeAims(results({ [NAMES.full]: [3, 0] }))), [unknown, unknown, unknown, unknown]);
});

Deno.test("judgeGrowth() compares the peaks of the full check", () => {
  const [small, large] = [results({ [NAMES.full]: [1, 100] }), results({ [NAMES.full]: [9, 120] })];
  assertEquals(short([judgeGrowth(large, small), judgeGrowth(small, small)]), [["1.20 times", false], [
    "1.00 times",
    true,
  ]]);
});

/** The bench on tiny stores: that it runs and says what it should, not how fast anything is. */
import { assertEquals } from "@std/assert";
import { programPath, programTest } from "../helpers/program.ts";
import { COMMANDS } from "./commands.ts";
import { type BenchDocument, partText } from "./report.ts";
import { bench } from "./main.ts";
import { growthExponent, judged, timesOf } from "./rows.ts";

const TINY = {
  commands: [COMMANDS.status, COMMANDS.export],
  large: { events: 300, objects: 60 },
  small: { events: 100, objects: 20 },
  growth: { events: [200, 400], objects: [30, 60] },
  traps: [20, 40],
  runs: 1,
  startRuns: 1,
};

/** What the document says of each row, beside what was measured. */
function promised({ parts }: BenchDocument) {
  return parts.map(({ title, rows }) => [title, rows.map(({ id, by, unit, aim }) => `${id}, ${by}, ${unit}, ${aim}`)]);
}

programTest("bench() measures every row of the table, each with its aim", async () => {
  const document = await bench(programPath(), TINY);
  const { rows: comparisons = [] } = document.parts[1] ?? {};
  const grown = ["status", "export --out"];
  const traps = ["damaged", "unrecorded", "unclassified", "conflicting", "leftover"];
  assertEquals(promised(document), [
    ["START", [
      "start.version, cpu, times, 1.3",
      "start.help, cpu, times, 1.4",
      "start.status, cpu, times, 1.6",
    ]],
    ["300 EVENTS, 60 OBJECTS", [
      "status, cpu, times, 3",
      "full.reader, wall, times, 1",
      "full.daemon, wall, times, 0.25",
      "full.jq, wall, times, null",
      "full.lean, cpu, times, 0.8",
      "standard, cpu, times, 1",
      "standard.lean, cpu, times, 1",
      "explain, cpu, times, 3",
      "explain.lean, cpu, times, 3",
      "list, cpu, times, 1.5",
      "rebuild, cpu, times, 2",
    ]],
    [
      "MEMORY, 300 EVENTS, 60 OBJECTS",
      grown.flatMap((title) => [`peak: ${title}, peak, megabytes, 200`, `flat: ${title}, peak, times, 1.1`]),
    ],
    [
      "GROWTH",
      ["events", "objects"].flatMap((what) => grown.map((title) => `growth in ${what}: ${title}, cpu, exponent, 1.05`)),
    ],
    [
      "GROWTH WITH FAULTS",
      traps.flatMap((trap) =>
        ["doctor --level full", "repair --dry-run"].map((title) =>
          `growth in ${trap} entries: ${title}, cpu, exponent, 1.05`
        )
      ),
    ],
  ]);
  const optional = ["full.daemon", "full.jq"];
  assertEquals(comparisons.filter(({ id, measured }) => measured === null && !optional.includes(id)), []);
});

const run = (cpuSeconds: number, wallSeconds: number) => ({ cpuSeconds, wallSeconds, peakBytes: 0 });

Deno.test("timesOf() is the median over the pairs of runs, of which a busy machine slows both", () => {
  const runs = [run(2, 2), run(20, 60), run(3, 3)];
  const beside = [run(1, 2), run(10, 20), run(1, 1)];
  assertEquals(timesOf(runs, beside, "cpu"), 2);
  assertEquals(timesOf(runs, beside, "wall"), 3);
});

Deno.test("timesOf() does not know where one of both could not be run", () => {
  assertEquals(timesOf([run(1, 1)], [], "cpu"), null);
});

Deno.test("growthExponent() is 0 for what does not grow, 1 for what grows as its input, 2 for its square", () => {
  const exponents = [0, 1, 2].map((power) => growthExponent([10, 30, 90].map((size) => [size, 5 * size ** power])));
  assertEquals(exponents.map((exponent) => exponent.toFixed(6)), ["0.000000", "1.000000", "2.000000"]);
});

const ROW = {
  id: "status",
  what: "status",
  beside: "hello",
  by: "cpu",
  unit: "times",
  aim: 1.5,
  readings: [],
} as const;

Deno.test("judged() says whether an aim is met, and nothing where there is none or where nothing was measured", () => {
  const met = [1.5, 1.51, null].map((measured) => judged({ ...ROW, measured }).met);
  assertEquals([...met, judged({ ...ROW, measured: 9, aim: null }).met], [true, false, null, null]);
});

Deno.test("partText() shows what was read, measured and aimed at", () => {
  const rows = [
    judged({ ...ROW, measured: 1.254, readings: [0.0502, 0.04] }),
    judged({ ...ROW, what: "jq", by: "wall", measured: null, readings: [12.3, null] }),
    judged({ ...ROW, what: "lists", by: "peak", unit: "megabytes", measured: 212.4, aim: 200, readings: [212.4] }),
    judged({ ...ROW, what: "doctor", unit: "exponent", measured: 1, aim: null, readings: [1, 2] }),
  ];
  assertEquals(
    partText({ title: "START", rows }),
    `\
START   BESIDE  BY               READ  MEASURED       AIM
status  hello   CPU     50 ms / 40 ms    1.25 ×  ≤ 1.50 ×  met
jq      hello   wall      12.30 s / -         -  ≤ 1.50 ×  not measured
lists   hello   peak           212 MB    212 MB  ≤ 200 MB  not met
doctor  hello   CPU   1.00 s / 2.00 s      1.00
`,
  );
});

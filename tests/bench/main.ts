/**
 * `make bench`: what the built program takes beside its aims, on stores that this generates and removes; docs/performance.md
 * says how. `--quick` takes small stores, `--json` prints the document.
 */
import { join } from "@std/path";
import { parseArgs } from "@std/cli/parse-args";
import { countText } from "../../lib/text/numbers.ts";
import { kindOf, programPath } from "../helpers/program.ts";
import { type BenchedCommand, COMMANDS, EVERY_COMMAND } from "./commands.ts";
import { type Bench, compareCommands, compareStarts } from "./comparisons.ts";
import { measureGrowth, measureTraps } from "./growth.ts";
import { measureMemory } from "./memory.ts";
import { type BenchDocument, type Part, partText, summaryText, thisMachine } from "./report.ts";
import { makePlace, type StoreSize } from "./stores.ts";

/** What is measured, and on what. */
export interface Coverage {
  /** Those whose memory and growth are measured. */
  readonly commands: readonly BenchedCommand[];
  readonly large: StoreSize;
  /** Where events grow, the store has as many objects as this one, and the other way round. */
  readonly small: StoreSize;
  readonly growth: Readonly<Record<"events" | "objects", readonly number[]>>;
  readonly traps: readonly number[];
  /** How often what is compared is run; what grows is run once. */
  readonly runs: number;
  readonly startRuns: number;
}

const FULL: Coverage = {
  commands: EVERY_COMMAND,
  large: { events: 1_000_000, objects: 100_000 },
  small: { events: 1_000, objects: 100 },
  growth: { events: [100_000, 300_000, 900_000], objects: [10_000, 30_000, 90_000] },
  traps: [4_000, 13_000, 40_000],
  runs: 3,
  startRuns: 21,
};

/** One command of each kind: what looks, what lists, what plans, what writes. */
const QUICK: Coverage = {
  commands: [
    COMMANDS.status,
    COMMANDS.full,
    COMMANDS.explain,
    COMMANDS.actors,
    COMMANDS.undo,
    COMMANDS.plan,
    COMMANDS.apply,
    COMMANDS.export,
  ],
  large: { events: 10_000, objects: 1_000 },
  small: { events: 100, objects: 20 },
  growth: { events: [1_000, 3_000, 9_000], objects: [200, 600, 1_800] },
  traps: [200, 600, 1_800],
  runs: 1,
  startRuns: 5,
};

/** What a start is measured on: a host that was set up yesterday. */
const TINY_STORE: StoreSize = { events: 200, objects: 50 };

/** Measures everything, and hands over each part as it is done; what it makes is gone afterwards. */
export async function bench(
  program: string,
  { commands, large, small, growth, traps, runs, startRuns }: Coverage,
  finished: (part: Part) => void = () => {},
): Promise<BenchDocument> {
  const folder = await Deno.makeTempDir({ prefix: "sourceos-bench-" });
  const parts: Part[] = [];
  const finish = (title: string, rows: Part["rows"]) => {
    parts.push({ title, rows });
    finished({ title, rows });
  };
  try {
    const measured: Bench = { program, isCompiled: kindOf(program) === "compiled", folder };
    const place = (name: string, size: StoreSize) => makePlace(program, join(folder, name), size);
    const places = {
      large: await place("large", large),
      lean: await place("lean", { ...large, objects: small.objects }),
      small: await place("small", small),
    };
    const tenth = await place("tenth", { ...large, events: Math.ceil(large.events / 10) });
    const tiny = await place("tiny", TINY_STORE);
    finish("START", await compareStarts(measured, tiny, startRuns));
    const size = `${countText(large.events)} EVENTS, ${countText(large.objects)} OBJECTS`;
    finish(size, await compareCommands(measured, places, runs));
    finish(`MEMORY, ${size}`, await measureMemory(measured, { commands, large: places.large, tenth }));
    finish("GROWTH", await measureGrowth(measured, { commands, few: small, sizes: growth }));
    finish("GROWTH WITH FAULTS", await measureTraps(measured, traps));
    return {
      schema: "sourceos-sync.bench/v1alpha1",
      machine: thisMachine(),
      program: { bytes: Deno.statSync(program).size, compiled: measured.isCompiled },
      parts,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const { json, quick } = parseArgs(Deno.args, { boolean: ["json", "quick"] });
  const document = await bench(programPath(), quick ? QUICK : FULL, (part) => json || console.log(partText(part)));
  console.log(json ? JSON.stringify(document, null, 2) : summaryText(document));
}

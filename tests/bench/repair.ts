/** Rebuilding all derived state of a large store, beside a plain read of its journal and a store of a tenth of the events. */
import { join } from "@std/path";
import { writeLargeStore } from "../../fixtures/write_large_store.ts";
import { countText } from "../../lib/text/numbers.ts";
import { tableText } from "../../lib/render/table.ts";
import { judgeGrowth, NAMES, type Results } from "./aims.ts";
import { isInstalled } from "../helpers/program.ts";
import { aimsTable, type Bench, type Sizes } from "./journal.ts";
import { measure, type Measurement, medianMeasurement } from "./measure.ts";

const VIEW = { width: null, color: false, unicode: false };
const MEGABYTE = 1_000_000;
const SEED = 7;
/** Few, so that it is the journal that takes time and memory, and not the records. */
const OBJECTS = 1_000;

/** Prints what a plan and its rebuild of every index and the checkpoint take, and whether memory grows with the events. */
export async function benchRepair({ program, folder, print }: Bench, { events, runs }: Sizes): Promise<void> {
  const measured: Results[] = [];
  for (const count of [events, Math.ceil(events / 10)]) {
    const root = join(folder, "repaired");
    writeLargeStore({ seed: SEED, events: count, objects: OBJECTS }, root);
    const bytes = Deno.statSync(join(root, "journal.jsonl")).size;
    const results = await measureRepairs(program, root, runs);
    print(tableOf(`REBUILD OF ${countText(count)} EVENTS`, { events: count, bytes, results }));
    measured.push(results);
    await Deno.remove(root, { recursive: true });
  }
  const [many, few] = measured;
  if (many !== undefined && few !== undefined) {
    print(aimsTable("AIMS OF REBUILDS", [judgeGrowth(many, few, NAMES.apply)]));
  }
}

async function measureRepairs(program: string, root: string, runs: number): Promise<Results> {
  const plan = `${root}.plan.json`;
  const journal = join(root, "journal.jsonl");
  const repair = ["sync", "repair", "--scope", "derived", "--store", root, "--daemon", "none"];
  const subjects: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
    ...(isInstalled("sha256sum") ? [[NAMES.hash, "sha256sum", [journal]] as const] : []),
    [NAMES.plan, program, [...repair, "--dry-run", "--save", plan]],
    [NAMES.apply, program, [...repair, "--apply", "--plan", plan]],
  ];
  const measured = new Map<string, Measurement[]>(subjects.map(([name]) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const derived of ["indexes", "checkpoints"]) {
      await Deno.remove(join(root, derived), { recursive: true });
      await Deno.mkdir(join(root, derived));
    }
    for (const [name, command, args] of subjects) measured.get(name)?.push(await measure(command, args));
    await Deno.remove(plan);
  }
  return new Map([...measured].map(([name, some]) => [name, medianMeasurement(some)]));
}

function tableOf(
  title: string,
  { events, bytes, results }: { readonly events: number; readonly bytes: number; readonly results: Results },
): string {
  const numbers = ["WALL", "CPU", "EVENTS/S", "MB/S", "PEAK", "X SHA256"];
  const columns = [{ title }, ...numbers.map((name) => ({ title: name, align: "right" } as const))];
  const hash = results.get(NAMES.hash)?.seconds ?? 0;
  const rows = [...results].map(([name, { seconds, cpuSeconds, peakBytes }]) => [
    name,
    `${seconds.toFixed(2)} s`,
    `${cpuSeconds.toFixed(2)} s`,
    countText(Math.round(events / seconds)),
    countText(Math.round(bytes / seconds / MEGABYTE)),
    `${countText(Math.round(peakBytes / MEGABYTE))} MB`,
    hash === 0 ? "-" : (seconds / hash).toFixed(2),
  ]);
  return `\n${tableText(columns, rows, VIEW)}\n`;
}

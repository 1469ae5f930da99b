/** Moving most of a large store: its export and the proof that this restores, beside gzip of the bundle's bytes. */
import { join } from "@std/path";
import { writeLargeStore } from "../../fixtures/write_large_store.ts";
import { JOURNAL_PATH } from "../../lib/bundle/members.ts";
import { countText } from "../../lib/text/numbers.ts";
import { tableText } from "../../lib/render/table.ts";
import { isInstalled } from "../helpers/program.ts";
import { judgeGrowth, NAMES, type Results } from "./aims.ts";
import { aimsTable, type Bench, type Sizes } from "./journal.ts";
import { measure, type Measurement, medianMeasurement } from "./measure.ts";

const VIEW = { width: null, color: false, unicode: false };
const MEGABYTE = 1_000_000;
const SEED = 7;
/** One that keeps little back, so that nearly all of a store which lies in it may leave. */
const WORKSPACE = "workspace:commons";

interface Transfer {
  readonly results: Results;
  /** Of the bundle. */
  readonly bytes: number;
  readonly records: number;
  readonly events: number;
}

/** Prints what an export and its restore take, and whether memory grows with the events. */
export async function benchTransfer(bench: Bench, { events, records, runs }: Sizes): Promise<void> {
  const measured: Results[] = [];
  for (const count of [events, Math.ceil(events / 10)]) {
    const root = join(bench.folder, "moved");
    writeLargeStore({ seed: SEED, events: count, objects: records, workspace: WORKSPACE }, root);
    const transfer = await measureTransfer(bench, root, runs);
    const leaving = `${countText(transfer.records)} records and ${countText(transfer.events)} events leave`;
    bench.print(`\n${leaving}, in ${countText(Math.round(transfer.bytes / MEGABYTE))} MB`);
    bench.print(tableOf(`TRANSFER OF ${countText(count)} EVENTS, ${countText(records)} OBJECTS`, transfer));
    measured.push(transfer.results);
    await Deno.remove(root, { recursive: true });
  }
  const [many, few] = measured;
  if (many === undefined || few === undefined) return;
  bench.print(aimsTable("AIMS OF EXPORTS", [judgeGrowth(many, few, NAMES.export)]));
  bench.print(aimsTable("AIMS OF RESTORES", [judgeGrowth(many, few, NAMES.verify)]));
}

async function measureTransfer({ program }: Bench, root: string, runs: number): Promise<Transfer> {
  const bundle = `${root}.tar`;
  const subjects: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
    [NAMES.preview, program, ["sync", "export", WORKSPACE, "--store", root, "--daemon", "none"]],
    [NAMES.export, program, ["sync", "export", WORKSPACE, "--out", bundle, "--store", root, "--daemon", "none"]],
    [NAMES.verify, program, ["sync", "import", bundle, "--verify", "--daemon", "none"]],
    ...(isInstalled("gzip") ? [[NAMES.gzip, "gzip", ["-c", bundle]] as const] : []),
  ];
  const measured = new Map<string, Measurement[]>(subjects.map(([name]) => [name, []]));
  try {
    for (let run = 0; run < runs; run++) {
      // An export writes over nothing.
      if (run > 0) await Deno.remove(bundle);
      for (const [name, command, args] of subjects) measured.get(name)?.push(await measure(command, args));
    }
    const results = new Map([...measured].map(([name, some]) => [name, medianMeasurement(some)]));
    return { results, bytes: Deno.statSync(bundle).size, ...await countLines(bundle) };
  } finally {
    await Deno.remove(bundle);
  }
}

/** Of the bundle's records and events. */
async function countLines(bundle: string): Promise<{ readonly records: number; readonly events: number }> {
  const linesOf = async (...members: readonly string[]) => {
    const tar = new Deno.Command("tar", { args: ["-xOf", bundle, ...members], stdout: "piped" }).spawn();
    let lines = 0;
    for await (const chunk of tar.stdout) for (const byte of chunk) if (byte === 10) lines++;
    const { code } = await tar.status;
    if (code !== 0) throw new Error(`tar -xOf ${bundle} ended with ${code}`);
    return lines;
  };
  return { records: await linesOf("data/records"), events: await linesOf(JOURNAL_PATH) };
}

function tableOf(title: string, { results, bytes, records, events }: Transfer): string {
  const numbers = ["WALL", "CPU", "RECORDS/S", "EVENTS/S", "MB/S", "PEAK", "X GZIP"];
  const columns = [{ title }, ...numbers.map((name) => ({ title: name, align: "right" } as const))];
  const gzip = results.get(NAMES.gzip)?.seconds ?? 0;
  const rows = [...results].map(([name, { seconds, cpuSeconds, peakBytes }]) => [
    name,
    `${seconds.toFixed(2)} s`,
    `${cpuSeconds.toFixed(2)} s`,
    countText(Math.round(records / seconds)),
    countText(Math.round(events / seconds)),
    countText(Math.round(bytes / seconds / MEGABYTE)),
    `${countText(Math.round(peakBytes / MEGABYTE))} MB`,
    gzip === 0 ? "-" : (seconds / gzip).toFixed(2),
  ]);
  return `${tableText(columns, rows, VIEW)}\n`;
}

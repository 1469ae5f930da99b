/** The size of the program, and how long it takes to start. */
import { join } from "@std/path";
import { generateStore } from "../../fixtures/generate_store.ts";
import { writeStore } from "../../fixtures/store_files.ts";
import { bytesText } from "../../lib/text/numbers.ts";
import { tableText } from "../../lib/render/table.ts";
import type { Bench } from "./journal.ts";
import { kindOf } from "../helpers/program.ts";
import { measure, type Measurement, medianOf } from "./measure.ts";

const VIEW = { width: null, color: false, unicode: false };
/** A start is short, so its time varies more than others. */
const STARTS_PER_RUN = 5;

type Row = readonly [what: string, seconds: string, peak: string];

function row(what: string, { seconds, peakBytes }: Measurement): Row {
  return [what, `${(seconds * 1000).toFixed(0)} ms`, bytesText(peakBytes)];
}

function tableOf(title: string, rows: readonly Row[]): string {
  const columns = [{ title }, { title: "MEDIAN", align: "right" }, { title: "PEAK", align: "right" }] as const;
  return `${tableText(columns, rows, VIEW)}\n`;
}

/** Prints the program's size and a table of what is done on a small store. */
export async function benchStart({ program, folder, print }: Bench, runs: number): Promise<void> {
  const starts = runs * STARTS_PER_RUN;
  const store = join(folder, "small");
  writeStore(generateStore({ seed: 1, events: 200, objects: 50 }), store);
  const run = (...args: readonly string[]) => medianOf(starts, () => measure(program, args));
  print(`${program}: ${bytesText(Deno.statSync(program).size)}, ${kindOf(program)}\n`);
  print(tableOf(`START, ${starts} RUNS`, [
    row("sourceos --version", await run("--version")),
    row("sync --help", await run("sync", "--help")),
    row("sync status, 200 events", await run("sync", "status", "--store", store, "--daemon", "none")),
    row("sync status -o json", await run("sync", "status", "--store", store, "--daemon", "none", "-o", "json")),
    row("sync status -o yaml", await run("sync", "status", "--store", store, "--daemon", "none", "-o", "yaml")),
    row("sync doctor", await run("sync", "doctor", "--store", store, "--daemon", "none")),
  ]));
}

/** `make bench`: size, start time, memory and throughput of the built program, on stores that this generates. */
import { join } from "@std/path";
import { generateStore } from "../../fixtures/generate_store.ts";
import { writeStore } from "../../fixtures/store_files.ts";
import { bytesText } from "../../lib/render/numbers.ts";
import { tableText } from "../../lib/render/table.ts";
import { measure, type Measurement, medianOf } from "./measure.ts";

const PROGRAM = Deno.env.get("SOURCEOS_BIN") ?? "bin/sourceos";
const VIEW = { width: null, color: false, unicode: false };
const START_RUNS = 15;

type Row = readonly [what: string, seconds: string, peak: string];

function row(what: string, { seconds, peakBytes }: Measurement): Row {
  return [what, `${(seconds * 1000).toFixed(0)} ms`, bytesText(peakBytes)];
}

function show(title: string, rows: readonly Row[]): void {
  const columns = [{ title }, { title: "MEDIAN", align: "right" }, { title: "PEAK", align: "right" }] as const;
  console.log(`${tableText(columns, rows, VIEW)}\n`);
}

async function benchStart(folder: string): Promise<void> {
  const store = join(folder, "small");
  writeStore(generateStore({ seed: 1, events: 200, objects: 50 }), store);
  const run = (...args: readonly string[]) => medianOf(START_RUNS, () => measure(PROGRAM, args));
  const compiled = Deno.env.get("SOURCEOS_COMPILED") === "compiled";
  console.log(`${PROGRAM}: ${bytesText(Deno.statSync(PROGRAM).size)}, ${compiled ? "compiled" : "not compiled"}\n`);
  show(`START, ${START_RUNS} RUNS`, [
    row("sourceos --version", await run("--version")),
    row("sync --help", await run("sync", "--help")),
    row("sync status, 200 events", await run("sync", "status", "--store", store, "--daemon", "none")),
    row("sync status -o json", await run("sync", "status", "--store", store, "--daemon", "none", "-o", "json")),
    row("sync status -o yaml", await run("sync", "status", "--store", store, "--daemon", "none", "-o", "yaml")),
    row("sync doctor", await run("sync", "doctor", "--store", store, "--daemon", "none")),
  ]);
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir({ prefix: "sourceos-bench-" });
  try {
    await benchStart(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

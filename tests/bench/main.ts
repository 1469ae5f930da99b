/**
 * `make bench`: size, start time, memory and throughput of the built program, on stores that this generates and removes.
 *
 * How much: SOURCEOS_BENCH_EVENTS, SOURCEOS_BENCH_RECORDS, SOURCEOS_BENCH_RUNS.
 */
import { programPath } from "../helpers/program.ts";
import { benchBounds } from "./bounds.ts";
import { benchJournal, type Sizes } from "./journal.ts";
import { benchRepair } from "./repair.ts";
import { benchStart } from "./start.ts";
import { benchTransfer } from "./transfer.ts";

function sizeOf(variable: string, fallback: number): number {
  const text = Deno.env.get(variable) ?? String(fallback);
  const size = Number(text);
  if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`Cannot use ${variable}: "${text}" is no size`);
  return size;
}

/** Measures everything; what it makes is gone afterwards. */
export async function bench(program: string, sizes: Sizes, print: (text: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sourceos-bench-" });
  try {
    await benchStart({ program, folder, print }, sizes.runs);
    await benchJournal({ program, folder, print }, sizes);
    await benchRepair({ program, folder, print }, sizes);
    await benchTransfer({ program, folder, print }, sizes);
    await benchBounds({ program, folder, print }, sizes);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const sizes = {
    events: sizeOf("SOURCEOS_BENCH_EVENTS", 1_000_000),
    records: sizeOf("SOURCEOS_BENCH_RECORDS", 100_000),
    runs: sizeOf("SOURCEOS_BENCH_RUNS", 3),
  };
  await bench(programPath(), sizes, (text) => console.log(text));
}

/** How the time of every command grows with the size of a store, and with the number of faults in it. */
import { dirname, join } from "@std/path";
import { type BenchedCommand, COMMANDS, type Place, prepared } from "./commands.ts";
import type { Bench } from "./comparisons.ts";
import { measure } from "./measure.ts";
import { GROWTH_AIM, growthExponent, judged, type Row } from "./rows.ts";
import { countText } from "../../lib/text/numbers.ts";
import { makePlace, makeTrap, type StoreSize, TRAPS } from "./stores.ts";

/** Stores that differ in one number alone, the smallest first: that one is the start that the others are beyond. */
type SizedPlaces = readonly (readonly [size: number, place: Place])[];

/** A row for each command and each of events and objects; of the other there are as many as in `few`. */
export async function measureGrowth(
  bench: Bench,
  { commands, few, sizes }: {
    readonly commands: readonly BenchedCommand[];
    readonly few: StoreSize;
    readonly sizes: Readonly<Record<"events" | "objects", readonly number[]>>;
  },
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const grown of ["events", "objects"] as const) {
    const places = await Promise.all([few[grown], ...sizes[grown]].map(async (size) => {
      const folder = join(bench.folder, `${grown}-${size}`);
      return [size, await makePlace(bench.program, folder, { ...few, [grown]: size })] as const;
    }));
    for (const command of commands) rows.push(await growthOf(command, grown, bench, places));
    removeAll(places);
  }
  return rows;
}

/** A row for each kind of fault that a store may have very many of, and each command that looks for them. */
export async function measureTraps(bench: Bench, sizes: readonly number[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const trap of TRAPS) {
    const places = [10, ...sizes].map((size) =>
      [size, makeTrap(join(bench.folder, `${trap}-${size}`), trap, size)] as const
    );
    for (const command of [COMMANDS.full, COMMANDS.preview]) {
      rows.push(await growthOf(command, `${trap} entries`, bench, places));
    }
    removeAll(places);
  }
  return rows;
}

/** What costs less is the noise of a start. */
const LEAST_COST_SECONDS = 0.01;

async function growthOf(
  command: BenchedCommand,
  grown: string,
  { program }: Bench,
  places: SizedPlaces,
): Promise<Row> {
  const seconds: number[] = [];
  for (const [, place] of places) {
    seconds.push((await measure(prepared(command, program, place))).cpuSeconds);
  }
  const [start = 0, ...readings] = seconds;
  const sizes = places.slice(1).map(([size]) => size);
  const points = sizes.map((size, index) =>
    [size, Math.max(LEAST_COST_SECONDS, (readings[index] ?? 0) - start)] as const
  );
  return judged({
    id: `growth in ${grown}: ${command.title}`,
    what: command.title,
    beside: `${sizes.map(countText).join(", ")} ${grown}`,
    by: "cpu",
    unit: "exponent",
    measured: growthExponent(points),
    aim: GROWTH_AIM,
    readings,
  });
}

function removeAll(places: SizedPlaces): void {
  for (const [, { root }] of places) Deno.removeSync(dirname(root), { recursive: true });
}

/** The memory that every command takes on a large store, and whether that grows with the events. */
import { type BenchedCommand, type Place, prepared } from "./commands.ts";
import type { Bench } from "./comparisons.ts";
import { measure } from "./measure.ts";
import { FLAT_AIM, judged, PEAK_AIM_MEGABYTES, readingOf, type Row } from "./rows.ts";

/** Two rows for each command; `tenth` has as many objects as the large store, and a tenth of the events. */
export async function measureMemory(
  { program }: Bench,
  { commands, large, tenth }: {
    readonly commands: readonly BenchedCommand[];
    readonly large: Place;
    readonly tenth: Place;
  },
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const command of commands) {
    const peakOn = async (place: Place) => readingOf(await measure(prepared(command, program, place)), "peak");
    const [peak, few] = [await peakOn(large), await peakOn(tenth)];
    // A system that does not tell says 0.
    const isTold = peak > 0 && few > 0;
    const row = { what: command.title, by: "peak", readings: isTold ? [peak, few] : [null, null] } as const;
    rows.push(
      judged({
        ...row,
        id: `peak: ${command.title}`,
        beside: "",
        unit: "megabytes",
        measured: isTold ? peak : null,
        aim: PEAK_AIM_MEGABYTES,
      }),
      judged({
        ...row,
        id: `flat: ${command.title}`,
        beside: "a tenth of the events",
        unit: "times",
        measured: isTold ? peak / few : null,
        aim: FLAT_AIM,
      }),
    );
  }
  return rows;
}

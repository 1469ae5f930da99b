/** The rows of the table and their aims. What a row is about is measured in comparisons.ts, memory.ts and growth.ts. */
import { median, type Run } from "./measure.ts";

/** By which reading of its runs something is judged: seconds of the processor or of the clock, or megabytes. */
export type Reading = "cpu" | "wall" | "peak";

/** What is compared: a command on a store, or a yardstick. Stores are large, lean (as many events), small or tiny. */
export type Subject =
  | ("hello" | "version" | "help" | "status_tiny")
  | ("status_small" | "status_large" | "actors_small" | "actors_large")
  | ("reader_large" | "full_large" | "daemon" | "jq" | "reader_lean" | "full_lean")
  | ("hash_large" | "standard_large" | "hash_lean" | "standard_lean")
  | ("grep_large" | "explain_large" | "grep_lean" | "explain_lean")
  | "rebuild_large";

export interface Comparison {
  readonly id: string;
  readonly what: string;
  readonly beside: string;
  /** The two that are compared. */
  readonly subjects: readonly [Subject, Subject];
  readonly by: Reading;
  /** At most so many times; null where it is only told. */
  readonly aim: number | null;
}

function row(
  id: string,
  [what, beside]: readonly [string, string],
  subjects: readonly [Subject, Subject],
  by: Reading,
  aim: number | null,
): Comparison {
  return { id, what, beside, subjects, by, aim };
}

export const STARTS: readonly Comparison[] = [
  row("start.version", ["--version", "hello"], ["version", "hello"], "cpu", 1.3),
  row("start.help", ["sync --help", "hello"], ["help", "hello"], "cpu", 1.4),
  row("start.status", ["status, tiny store", "hello"], ["status_tiny", "hello"], "cpu", 1.6),
];

export const COMPARISONS: readonly Comparison[] = [
  row("status", ["status", "status, small store"], ["status_large", "status_small"], "cpu", 3),
  row("full.reader", ["doctor --level full", "bare reader"], ["full_large", "reader_large"], "wall", 1),
  row("full.daemon", ["doctor --level full", "reference daemon"], ["full_large", "daemon"], "wall", 0.25),
  row("full.jq", ["doctor --level full", "jq -c . of the journal"], ["full_large", "jq"], "wall", null),
  row("full.lean", ["doctor --level full, few objects", "bare reader"], ["full_lean", "reader_lean"], "cpu", 0.8),
  row("standard", ["doctor --level standard", "sha256sum + find"], ["standard_large", "hash_large"], "cpu", 1),
  row(
    "standard.lean",
    ["doctor --level standard, few objects", "sha256sum + find"],
    ["standard_lean", "hash_lean"],
    "cpu",
    1,
  ),
  row("explain", ["explain of one object", "grep + find"], ["explain_large", "grep_large"], "cpu", 3),
  row("explain.lean", ["explain of one object, few objects", "grep + find"], ["explain_lean", "grep_lean"], "cpu", 3),
  row("list", ["actors", "actors, small store"], ["actors_large", "actors_small"], "cpu", 1.5),
  row("rebuild", ["repair --dry-run and --apply", "doctor --level full"], ["rebuild_large", "full_large"], "cpu", 2),
];

/** Of every command, on the large store. */
export const PEAK_AIM_MEGABYTES = 200;
/** Ten times the events may take this much more memory: less than the noise of a collector. */
export const FLAT_AIM = 1.1;
/** Of every command and of every trap: the power of the size that the time grows with. */
export const GROWTH_AIM = 1.05;

/** A line of the table, and of its document (docs/performance.md). */
export interface Row {
  readonly id: string;
  readonly what: string;
  readonly beside: string;
  readonly by: Reading;
  readonly unit: "times" | "megabytes" | "exponent";
  /** Null where it could not be measured. */
  readonly measured: number | null;
  /** A limit from above; null where there is none. */
  readonly aim: number | null;
  /** Null without an aim, and where it was not measured. */
  readonly met: boolean | null;
  /** What was read, in seconds or megabytes: of `what` and of `beside`, or at each size; null where it could not be run. */
  readonly readings: readonly (number | null)[];
}

/** The row, with whether its aim is met. */
export function judged(row: Omit<Row, "met">): Row {
  const { measured, aim } = row;
  return { ...row, met: measured === null || aim === null ? null : measured <= aim };
}

const MEGABYTE = 1_000_000;

/** In seconds, or in megabytes. */
export function readingOf({ cpuSeconds, wallSeconds, peakBytes }: Run, by: Reading): number {
  switch (by) {
    case "cpu":
      return cpuSeconds;
    case "wall":
      return wallSeconds;
    case "peak":
      return peakBytes / MEGABYTE;
  }
}

/** The median over pairs of runs, as both of a pair met the same machine; null where one of them could not be run. */
export function timesOf(runs: readonly Run[], beside: readonly Run[], by: Reading): number | null {
  const times = runs.flatMap((run, turn) => {
    const other = beside[turn];
    return other === undefined ? [] : [readingOf(run, by) / readingOf(other, by)];
  });
  return times.length === 0 ? null : median(times);
}

/** The power of the size that the cost grows with: the slope of the least squares through both logarithms. */
export function growthExponent(points: readonly (readonly [size: number, cost: number])[]): number {
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const sizes = points.map(([size]) => Math.log(size));
  const costs = points.map(([, cost]) => Math.log(cost));
  const [size, cost] = [mean(sizes), mean(costs)];
  const together = mean(sizes.map((one, index) => (one - size) * ((costs[index] ?? cost) - cost)));
  return together / mean(sizes.map((one) => (one - size) ** 2));
}

/** What the program should reach beside what everybody has at hand, and whether it did. */
import type { Measurement } from "./measure.ts";

/** The names of what is measured, as the tables show them and as the aims look them up. */
export const NAMES = {
  full: "doctor --level full",
  standard: "doctor --level standard",
  quick: "doctor --level quick",
  status: "status",
  explain: "explain of one object",
  plan: "repair --dry-run --scope derived",
  apply: "repair --apply --scope derived",
  preview: "export, its preview",
  export: "export --out",
  verify: "import --verify",
  wc: "wc -l",
  hash: "sha256sum",
  jq: "jq -c .",
  gzip: "gzip -c of the bundle",
  bare: "bare JSON.parse loop",
  daemon: "reference daemon's snapshot",
} as const;

/** Medians by name; what is not there could not be run. */
export type Results = ReadonlyMap<string, Measurement>;

export interface AimResult {
  readonly aim: string;
  /** The ratio or the size that was measured; "not measured" without one. */
  readonly measured: string;
  /** Null where it was not measured. */
  readonly met: boolean | null;
}

const MEGABYTE = 1_000_000;
const PEAK_LIMIT = 250 * MEGABYTE;
/** Ten times the events may take this much more memory: less than the noise of a collector. */
const GROWTH_LIMIT = 1.1;

/** Each aim, judged by one store's results. */
export function judgeAims(results: Results): readonly AimResult[] {
  const ratio = (upper: string, lower: string): number | null => {
    const [above, below] = [results.get(upper), results.get(lower)];
    return above === undefined || below === undefined ? null : above.seconds / below.seconds;
  };
  const peaks = [NAMES.full, NAMES.standard, NAMES.quick, NAMES.status, NAMES.explain]
    .flatMap((name) => results.get(name)?.peakBytes ?? [])
    // A system that does not tell says 0.
    .filter((bytes) => bytes > 0);
  return [
    judge(`${NAMES.full} at least 5 times as fast as ${NAMES.jq}`, ratio(NAMES.jq, NAMES.full), (times) => times >= 5),
    judge(
      `${NAMES.full} within 1.5 times of the ${NAMES.bare}`,
      ratio(NAMES.full, NAMES.bare),
      (times) => times <= 1.5,
    ),
    judge(
      `${NAMES.standard} within 1.5 times of ${NAMES.hash}`,
      ratio(NAMES.standard, NAMES.hash),
      (times) => times <= 1.5,
    ),
    peaks.length === 0
      ? judge("peak memory below 250 MB", null, () => false)
      : judgePeak("peak memory below 250 MB", Math.max(...peaks)),
  ];
}

/** Whether the same records with fewer events took as much memory, by what that name stands for. */
export function judgeGrowth(many: Results, few: Results, name: string = NAMES.full): AimResult {
  const peak = (results: Results) => results.get(name)?.peakBytes ?? 0;
  const [large, small] = [peak(many), peak(few)];
  const aim = "memory that does not grow with the events (peak, beside that of a tenth of them)";
  return judge(aim, large === 0 || small === 0 ? null : large / small, (times) => times <= GROWTH_LIMIT);
}

const BOUNDS_LIMIT = 300 * MEGABYTE;

/** Whether reading the largest bundle stays within its bounds, beside unpacking and hashing its bytes. */
export function judgeBounds(imported: Measurement, bytes: Measurement): readonly AimResult[] {
  const { peakBytes } = imported;
  return [
    {
      aim: "peak memory below 300 MB",
      measured: peakBytes === 0 ? "not measured" : `${(peakBytes / MEGABYTE).toFixed(0)} MB`,
      met: peakBytes === 0 ? null : peakBytes < BOUNDS_LIMIT,
    },
    judge("within 3 times of gunzip and sha256sum", imported.seconds / bytes.seconds, (times) => times <= 3),
  ];
}

function judge(aim: string, times: number | null, isMet: (times: number) => boolean): AimResult {
  if (times === null) return { aim, measured: "not measured", met: null };
  return { aim, measured: `${times.toFixed(2)} times`, met: isMet(times) };
}

function judgePeak(aim: string, bytes: number): AimResult {
  return { aim, measured: `${(bytes / MEGABYTE).toFixed(0)} MB`, met: bytes < PEAK_LIMIT };
}

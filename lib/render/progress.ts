/** How far long work is, and the line that tells of it while it runs. */
import { bytesText, countText, durationText } from "../text/numbers.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import type { View } from "./view.ts";
import { displayWidth } from "./wrap.ts";

/** What long work is called while it runs. Short: beside it 40 columns have room for the share, the rate and the time left. */
const PHASES = {
  journal: "Reading the journal",
  search: "Searching events",
  select: "Selecting events",
  activity: "Counting events",
  fold: "Indexing events",
  derived: "Judging indexes",
  catalog: "Sorting records",
  checks: "Running checks",
  planning: "Planning",
  leaving: "Choosing records",
  digests: "Hashing records",
  file: "Reading a file",
  bundle: "Reading the bundle",
  targets: "Looking at records",
  histories: "Comparing history",
  judge: "Judging records",
  prepare: "Preparing files",
  lines: "Preparing events",
  look: "Looking at files",
  stage: "Writing files",
  append: "Writing events",
  place: "Placing files",
  verify: "Checking files",
  importers: "Looking at events",
  restored: "Comparing records",
  events: "Comparing events",
  hash: "Hashing the bundle",
  write: "Writing the bundle",
  answer: "Preparing answer",
} as const;

/** A kind of record stands for the reading of such records. */
export type Phase = keyof typeof PHASES | RecordKind;

export interface Progress {
  readonly phase: Phase;
  readonly done: number;
  /** Null where the end is not known. */
  readonly total: number | null;
  readonly unit: "bytes" | "count";
}

/** How fast a phase goes. */
interface Pace {
  /** Bytes or pieces in a second. */
  readonly rate: number;
  /** Seconds; null where the end is not known. */
  readonly left: number | null;
}

/** How progress is shown: as the terminal allows, as lines of their own on whatever standard error is, or not at all. */
export const PROGRESS_MODES = ["auto", "plain", "never"] as const;
export type ProgressMode = typeof PROGRESS_MODES[number];

export function phaseText(phase: Phase): string {
  return isKind(phase) ? `Reading ${phase}s` : PHASES[phase];
}

function isKind(phase: Phase): phase is RecordKind {
  return Object.hasOwn(KINDS, phase);
}

/** "3 of 12", or "3" where the end is not known. */
export function amountText({ done, total, unit }: Omit<Progress, "phase">): string {
  const amount = unit === "bytes" ? bytesText : countText;
  return total === null ? amount(done) : `${amount(done)} of ${amount(total)}`;
}

/** From so many milliseconds on what a phase did tells how fast it goes. */
const TELLING_MS = 1000;

/** How fast the phase goes since it was first told of; null where that is not yet known. Times in milliseconds. */
export function paceOf(
  first: { readonly done: number; readonly at: number },
  { done, total }: Omit<Progress, "phase">,
  now: number,
): Pace | null {
  const elapsed = now - first.at;
  if (elapsed < TELLING_MS || done <= first.done) return null;
  const rate = (done - first.done) * 1000 / elapsed;
  return { rate, left: total === null ? null : Math.ceil(Math.max(0, total - done) / rate) };
}

/** One line of what has room in the view's width less one, because many terminals move on when the last column is written. */
export function progressText(progress: Progress, pace: Pace | null, { width }: Pick<View, "width">): string {
  const { phase, done, total, unit } = progress;
  const name = phaseText(phase);
  const isCounted = done > 0 || total !== null;
  const percent = total === null || total <= 0 ? "" : `${Math.min(100, Math.floor((done / total) * 100))} %`;
  const rate = pace === null ? "" : rateText(pace.rate, unit);
  const left = pace === null || pace.left === null ? "" : durationText(pace.left);
  const amount = isCounted ? `${amountText(progress)}${percent === "" ? "" : ` (${percent})`}` : "";
  const layouts: readonly [wide: string, narrow: string] = [
    joined([name, amount], "  ") + joined(["", rate, left === "" ? "" : `${left} left`], ", "),
    joined([name, percent === "" ? amount : percent, rate, left.split(" ")[0] ?? ""], " "),
  ];
  const fitting = layouts.find((text) => width === null || displayWidth(text) < width);
  return fitting ?? layouts[1].slice(0, Math.max(0, (width ?? 0) - 1));
}

/** In numbers as short as their last digit means something. */
function rateText(rate: number, unit: Progress["unit"]): string {
  const rounded = rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate);
  return `${unit === "bytes" ? bytesText(rounded).replace(/\.\d /, " ") : countText(rounded)}/s`;
}

function joined(parts: readonly string[], between: string): string {
  return parts.filter((part, index) => index === 0 || part !== "").join(between);
}

/** `status -o wide` as pictures of characters, each beside its numbers. */
import type { ClassBytes, StatusData } from "../../model/documents/status.ts";
import { DURABILITY_CLASSES } from "../../model/vocabulary.ts";
import { bytesText, countText } from "../../text/numbers.ts";
import type { View } from "../view.ts";

const BAR_WIDTH = 20;
/** Beside a table that has little room for bars, in columns. */
const NARROW_BAR_WIDTH = 6;
const ROOMY_WIDTH = 100;
const STEPS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const FILLS = { durable: "█", rebuildable: "▒", disposable: "░", unclassified: "?" } as const;

/** What stands for each sign where nothing but ASCII is written. */
export const ASCII_SIGNS: Readonly<Record<string, string>> = {
  "▁": ".",
  "▂": ":",
  "▃": "-",
  "▄": "~",
  "▅": "+",
  "▆": "*",
  "▇": "%",
  "█": "#",
  "▒": "=",
  "░": ".",
};

function drawn(signs: string, { unicode }: View): string {
  return unicode ? signs : signs.replace(/[^\x20-\x7e]/g, (sign) => ASCII_SIGNS[sign] ?? "");
}

/** Events a day, and the bytes of each durability class. */
export function chartRows(
  { activity, bytes }: StatusData,
  view: View,
): readonly (readonly [name: string, value: string])[] {
  return [
    ...(activity === null || activity.length === 0 ? [] : [["Events a day", dailyText(activity, view)] as const]),
    ...(bytes === null ? [] : [["Holds", bytesBarText(bytes, view)] as const]),
  ];
}

function dailyText(days: NonNullable<StatusData["activity"]>, view: View): string {
  const counts = days.map(({ events }) => events);
  const most = Math.max(1, ...counts);
  const line = counts.map((count) => {
    if (count === 0) return " ";
    return STEPS[Math.min(STEPS.length - 1, Math.floor(count / most * STEPS.length))] ?? "";
  });
  return `|${drawn(line.join(""), view)}| at most ${countText(most)}, from ${days.at(0)?.day} to ${days.at(-1)?.day}`;
}

/** A class that has bytes has a cell at least. */
function bytesBarText(bytes: ClassBytes, view: View): string {
  const total = DURABILITY_CLASSES.reduce((sum, name) => sum + (bytes[name] ?? 0), 0);
  const told = DURABILITY_CLASSES.filter((name) => bytes[name] !== 0);
  const bar = told.map((name) => {
    const share = (bytes[name] ?? 0) / Math.max(1, total);
    return FILLS[name].repeat(bytes[name] === null ? 0 : Math.max(1, Math.round(share * BAR_WIDTH)));
  });
  const words = told.map((name) => {
    const size = bytes[name];
    return `${FILLS[name]} ${name} ${size === null ? "not known" : bytesText(size)}`;
  });
  return told.length === 0 ? "nothing" : drawn(`${bar.join("")} ${words.join(", ")}`, view);
}

/** For each count its bar, the longest for the highest. */
export function laneBars(counts: readonly number[], view: View): readonly string[] {
  const { width } = view;
  const longest = width === null || width >= ROOMY_WIDTH ? BAR_WIDTH : NARROW_BAR_WIDTH;
  const most = Math.max(1, ...counts);
  return counts.map((count) =>
    drawn("█", view).repeat(count === 0 ? 0 : Math.max(1, Math.round(count / most * longest)))
  );
}

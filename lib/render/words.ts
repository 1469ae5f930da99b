/** Running text of human output: paragraphs, lists, named values, and words that depend on a number. */
import { countText } from "./numbers.ts";
import { GAP, layOut } from "./layout.ts";
import type { View } from "./view.ts";
import { displayWidth, wrapText } from "./wrap.ts";

/** A value narrower than this stands better under its name than beside it. */
const LEAST_VALUE_WIDTH = 12;

/** The text wrapped to the view, every line indented by `indent` spaces, without a final newline. */
export function paragraph(text: string, view: View, indent = 0): string {
  return hanging("", text, { view, indent });
}

/** The text behind a mark, its further lines under its first. */
export function listItem(
  mark: string,
  text: string,
  options: { readonly view: View; readonly indent?: number },
): string {
  return hanging(`${mark} `, text, { view: options.view, indent: options.indent ?? 0 });
}

function hanging(
  lead: string,
  text: string,
  { view, indent }: { readonly view: View; readonly indent: number },
): string {
  const inset = indent + displayWidth(lead);
  const lines = wrapText(text, view.width === null ? null : Math.max(view.width - inset, 1));
  return lines
    .map((line, index) => (index === 0 ? " ".repeat(indent) + lead : " ".repeat(inset)) + line)
    .map((line) => line.replace(/ +$/, ""))
    .join("\n");
}

/** Names in one column, values in the next, wrapped to the view; without a final newline. */
export function keyValueText(pairs: readonly (readonly [name: string, value: string])[], view: View): string {
  const nameWidth = pairs.reduce((widest, [name]) => Math.max(widest, displayWidth(name)), 0);
  const valueWidth = pairs.reduce(
    (widest, [, value]) => Math.max(widest, ...value.split("\n").map(displayWidth)),
    0,
  );
  const left = view.width === null ? valueWidth : Math.min(valueWidth, view.width - nameWidth - GAP);
  if (left >= Math.min(LEAST_VALUE_WIDTH, valueWidth)) {
    return layOut(pairs, [nameWidth, left], ["left", "left"]);
  }
  return pairs
    .map(([name, value]) =>
      value === "" ? paragraph(name, view) : `${paragraph(name, view)}\n${paragraph(value, view, 2)}`
    )
    .join("\n");
}

/** The count and its noun: "1 event", "12,345 events". */
export function plural(count: number | bigint, one: string, many: string = `${one}s`): string {
  return `${countText(count)} ${count === 1 || count === 1n ? one : many}`;
}

/** The words as a phrase: "a, b and c". */
export function listText(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** Running text of human output: paragraphs, lists, named values and commands. */
import { GAP, layOutPair } from "./layout.ts";
import { createStyle } from "./style.ts";
import type { View } from "./view.ts";
import { displayWidth, wrapText } from "./wrap.ts";

/** A value narrower than this, or than its name, stands better under the name than beside it. */
const LEAST_VALUE_WIDTH = 12;
const CONTINUATION = " \\";
/** Words as a shell sees them: a space between single quotes separates nothing. */
const SHELL_WORDS = /(?:'[^']*'|[^\s'])+/g;

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

/**
 * Names in one column, values in the next, wrapped to the view; without a final newline. A value with a word that does not
 * fit beside its name stands below it. Names take the room of the widest, or of those of other texts beside which this stands.
 */
export function keyValueText(
  pairs: readonly (readonly [name: string, value: string])[],
  view: View,
  names: readonly string[] = pairs.map(([name]) => name),
): string {
  const nameWidth = widestOf(names);
  const valueWidth = widestOf(pairs.flatMap(([, value]) => value.split("\n")));
  const left = view.width === null ? valueWidth : Math.min(valueWidth, view.width - nameWidth - GAP);
  const isBeside = left >= Math.min(Math.max(LEAST_VALUE_WIDTH, nameWidth), valueWidth);
  return pairs
    .map(([name, value]) => {
      if (isBeside && widestOf(value.split(/[ \n]/)) <= left) {
        return layOutPair([name, value], { nameWidth, valueWidth: left });
      }
      return value === "" ? paragraph(name, view) : `${paragraph(name, view)}\n${paragraph(value, view, 2)}`;
    })
    .join("\n");
}

function widestOf(texts: readonly string[]): number {
  return texts.reduce((widest, text) => Math.max(widest, displayWidth(text)), 0);
}

/**
 * A command line that still runs as it is copied: broken only between its words, each line but the last ending in a
 * backslash, and each indented. A word that is too long for a line stays whole.
 */
export function commandText(command: string, view: View, indent = 0): string {
  const room = view.width === null ? Infinity : view.width - indent - CONTINUATION.length;
  const lines: string[] = [];
  for (const word of command.match(SHELL_WORDS) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= room) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  const { code } = createStyle(view);
  return lines
    .map((line, index) => `${" ".repeat(indent)}${code(index < lines.length - 1 ? line + CONTINUATION : line)}`)
    .join("\n");
}

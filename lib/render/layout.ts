/** Names and values side by side: every help page begins with them, and so does a status, before any library is needed. */
import { displayWidth, wrapText } from "./wrap.ts";

/** Columns between two columns. */
export const GAP = 2;

/** A name and its value as lines, the value's wrapped to its width; without a final newline and without trailing spaces. */
export function layOutPair(
  [name, value]: readonly [name: string, value: string],
  { nameWidth, valueWidth }: { readonly nameWidth: number; readonly valueWidth: number },
): string {
  const names = wrapText(name, nameWidth);
  const values = wrapText(value, valueWidth);
  return Array.from({ length: Math.max(names.length, values.length) }, (_, line) => {
    const left = names[line] ?? "";
    return `${left}${" ".repeat(nameWidth - displayWidth(left) + GAP)}${values[line] ?? ""}`.replace(/ +$/, "");
  }).join("\n");
}

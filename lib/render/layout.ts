/** Names and values side by side: every help page begins with them, and so does a status, before any library is needed. */
import { displayWidth, wrapText } from "./wrap.ts";

/** Columns between two columns. */
export const GAP = 2;

/** The pairs as lines, without a final newline and without trailing spaces. */
export function layOutPairs(
  pairs: readonly (readonly [name: string, value: string])[],
  nameWidth: number,
  valueWidth: number,
): string {
  return pairs.flatMap(([name, value]) => {
    const names = wrapText(name, nameWidth);
    const values = wrapText(value, valueWidth);
    return Array.from({ length: Math.max(names.length, values.length) }, (_, line) => {
      const left = names[line] ?? "";
      return `${left}${" ".repeat(nameWidth - displayWidth(left) + GAP)}${values[line] ?? ""}`.replace(/ +$/, "");
    });
  }).join("\n");
}

/** Cells side by side in columns of known widths. */
import { displayWidth, wrapText } from "./wrap.ts";

/** Columns between two columns. */
export const GAP = 2;

/** The rows as lines, without a final newline and without trailing spaces. */
export function layOut(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  aligns: readonly ("left" | "right")[],
): string {
  return rows.flatMap((row) => {
    const cells = widths.map((width, column) => wrapText(row[column] ?? "", width));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, column) => padded(lines[line] ?? "", widths[column] ?? 0, aligns[column] ?? "left"))
        .join(" ".repeat(GAP))
        .replace(/ +$/, ""));
  }).join("\n");
}

function padded(text: string, width: number, align: "left" | "right"): string {
  const padding = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "left" ? text + padding : padding + text;
}

/**
 * Cells side by side in columns of known widths.
 *
 * Cells are wrapped here and Cliffy only lays them out, because its own wrapping differs between its versions.
 */
import { Table } from "@cliffy/table";
import { wrapText } from "./wrap.ts";

/** Columns between two columns. */
export const GAP = 2;
/** Cliffy measures a whole table in one call with an argument a row, which a long table would overflow. */
const ROWS_AT_ONCE = 500;

/** The rows as lines, without a final newline and without trailing spaces. */
export function layOut(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  aligns: readonly ("left" | "right")[],
): string {
  const parts: string[] = [];
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const body = rows.slice(start, start + ROWS_AT_ONCE).map((row) =>
      widths.map((width, index) => wrapText(row[index] ?? "", width).join("\n"))
    );
    const table = new Table().body(body).padding(GAP).minColWidth([...widths]).maxColWidth([...widths]);
    aligns.forEach((align, index) => table.column(index, { align }));
    parts.push(table.toString());
  }
  return parts.join("\n").replace(/ +$/gm, "");
}

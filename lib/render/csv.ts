/** `-o csv`: a table for a spreadsheet (RFC 4180). */
import { stringify } from "csv-stringify/sync";
import { printable } from "./printable.ts";

/**
 * A line of names, and one a row, each ending as RFC 4180 says. What a spreadsheet would take for a formula has an apostrophe
 * before it, and a character that would end a line or hide is an escape.
 */
export function csvText(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => printable(cell, { unicode: true })));
  return stringify([[...names], ...cells], { record_delimiter: "windows", escape_formulas: true });
}

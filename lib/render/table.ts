/** Tables without borders that fit the view. */
import { GAP, layOut } from "./layout.ts";
import { createStyle } from "./style.ts";
import type { View } from "./view.ts";
import { keyValueText } from "./words.ts";
import { displayWidth } from "./wrap.ts";

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Columns of lower priority are narrowed first; 0 where it is not given. */
  readonly priority?: number;
}

/** Cells are not made narrower than this. */
const LEAST_WIDTH = 6;

/**
 * The table with its header, without a final newline and without trailing spaces.
 *
 * Where the columns do not fit side by side, each row becomes a block of titles and values. Nothing is left out.
 */
export function tableText(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  view: View,
): string {
  if (columns.length === 0) return "";
  const widths = fitColumns(columns, rows, view.width);
  if (widths === null) return stackedText(columns, rows, view);
  const { heading } = createStyle(view);
  const header = columns.map((column) => heading(column.title));
  return layOut([header, ...rows], widths, columns.map((column) => column.align ?? "left"));
}

function stackedText(columns: readonly Column[], rows: readonly (readonly string[])[], view: View): string {
  const blocks = rows.map((row) => keyValueText(columns.map(({ title }, index) => [title, row[index] ?? ""]), view));
  return blocks.join("\n\n");
}

/** The width of each column, or null where they do not fit. */
function fitColumns(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | null,
): readonly number[] | null {
  const natural = columns.map(({ title }, index) =>
    rows.reduce((widest, row) => Math.max(widest, cellWidth(row[index] ?? "")), cellWidth(title))
  );
  if (width === null) return natural;
  const least = columns.map(({ title }, index) =>
    Math.min(natural[index] ?? 0, Math.max(LEAST_WIDTH, ...title.split(" ").map(displayWidth)))
  );
  return shrink(natural, least, { columns, available: width - GAP * (columns.length - 1) });
}

/** Narrows the widest columns first, those of the lowest priority before the others. */
function shrink(
  natural: readonly number[],
  least: readonly number[],
  { columns, available }: { readonly columns: readonly Column[]; readonly available: number },
): readonly number[] | null {
  let widths = natural;
  const priorities = [...new Set(columns.map((column) => column.priority ?? 0))].sort((a, b) => a - b);
  for (const priority of priorities) {
    const capped = (cap: number) =>
      widths.map((width, index) =>
        (columns[index]?.priority ?? 0) === priority ? Math.max(least[index] ?? 0, Math.min(width, cap)) : width
      );
    let [fits, over] = [0, Math.max(...widths) + 1];
    while (over - fits > 1) {
      const middle = Math.floor((fits + over) / 2);
      if (sum(capped(middle)) <= available) fits = middle;
      else over = middle;
    }
    widths = capped(fits);
  }
  return sum(widths) > available ? null : widths;
}

function cellWidth(cell: string): number {
  return Math.max(...cell.split("\n").map(displayWidth));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

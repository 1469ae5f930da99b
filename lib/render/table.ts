/** Tables without borders that fit the view. */
import { Table } from "@cliffy/table";
import { GAP } from "./layout.ts";
import { createStyle } from "./style.ts";
import type { View } from "./view.ts";
import { keyValueText } from "./paragraphs.ts";
import { displayWidth, wrapText } from "./wrap.ts";

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Columns of lower priority are narrowed first; 0 where it is not given. */
  readonly priority?: number;
}

/** No column is made narrower than this while another one can still give way, and then not below the second. */
const COMFORTABLE_WIDTH = 12;
const LEAST_WIDTH = 8;
/** In fewer columns than this nothing is folded: what does not fit side by side is read better one below the other. */
const FOLDABLE_WIDTH = 60;
/** A cell of more lines in a column that is narrower is a tower. */
const MOST_LINES = 4;
const TOWER_WIDTH = 20;

/**
 * The table with its header, without a final newline and without trailing spaces.
 *
 * Cells are folded at their spaces. Where the columns do not fit side by side without cutting a word, an id for one, or a cell
 * would be folded into a tower, each row becomes a block of titles and of the values that it has; where only few rows have a word
 * that is too long, these alone. Nothing is left out.
 */
export function tableText(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  view: View,
): string {
  if (columns.length === 0) return "";
  const { heading } = createStyle(view);
  const header = columns.map((column) => heading(column.title));
  const aligns = columns.map((column) => column.align ?? "left");
  const widths = fitColumns(columns, rows, view.width);
  if (widths !== null) return layOut([header, ...rows], widths, aligns);
  const usual = rows.filter((row) => !isUnusual(row, view));
  const usualWidths = (rows.length - usual.length) * UNUSUAL_OF > rows.length
    ? null
    : fitColumns(columns, usual, view.width);
  if (usualWidths === null) return stackedText(columns, rows, view);
  const parts: string[] = [];
  let together: (readonly string[])[] = [header];
  for (const row of rows) {
    if (!isUnusual(row, view)) together.push(row);
    else {
      if (together.length > 0) parts.push(layOut(together, usualWidths, aligns));
      parts.push(unusualText(columns, row, view));
      together = [];
    }
  }
  return [...parts, ...together.length === 0 ? [] : [layOut(together, usualWidths, aligns)]].join("\n");
}

/** One of so many rows may be unusual; more of them are no table any more. */
const UNUSUAL_OF = 4;

/** Whether the row has a word that takes more than half of the width. */
function isUnusual(row: readonly string[], { width }: View): boolean {
  return width !== null && row.some((cell) => words(cell).some((word) => displayWidth(word) > width / 2));
}

/** What the row is about, and below it the other values with their titles. */
function unusualText(columns: readonly Column[], row: readonly string[], view: View): string {
  const [first = "", ...others] = row;
  const told = columns.slice(1).map(({ title }, index) => [title, others[index] ?? ""] as const);
  const narrower = { ...view, width: view.width === null ? null : view.width - GAP };
  const below = keyValueText(told.filter(([, cell]) => cell !== ""), narrower, told.map(([title]) => title));
  return [first, ...below === "" ? [] : below.split("\n").map((line) => " ".repeat(GAP) + line)].join("\n");
}

/** Cliffy measures a whole table in one call with an argument a row, which a long table would overflow. */
const ROWS_AT_ONCE = 500;

/** Cells are wrapped here, as Cliffy's own wrapping differs between its versions. */
function layOut(
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

function stackedText(columns: readonly Column[], rows: readonly (readonly string[])[], view: View): string {
  const titles = columns.map(({ title }) => title);
  const blocks = rows.map((row) => {
    const told = titles.map((title, index) => [title, row[index] ?? ""] as const).filter(([, cell]) => cell !== "");
    return keyValueText(told, view, titles);
  });
  return blocks.join("\n\n");
}

/** The width of each column, or null where they do not fit. */
function fitColumns(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | null,
): readonly number[] | null {
  const natural = widest(columns, rows, (cell) => cell.split("\n"));
  if (width === null) return natural;
  const available = width - GAP * (columns.length - 1);
  if (sum(natural) <= available) return natural;
  if (width < FOLDABLE_WIDTH) return null;
  const longestWords = widest(columns, rows, words);
  const comfortable = longestWords.map((word) => Math.max(COMFORTABLE_WIDTH, word));
  const least = longestWords.map((word) => Math.max(LEAST_WIDTH, word));
  const narrowed = shrink(columns, natural, { floors: comfortable, available });
  const widths = shrink(columns, narrowed, { floors: least, available });
  return sum(widths) <= available && !hasTower(rows, widths) ? widths : null;
}

function hasTower(rows: readonly (readonly string[])[], widths: readonly number[]): boolean {
  return rows.some((row) =>
    row.some((cell, index) => {
      const width = widths[index] ?? 0;
      return width < TOWER_WIDTH && displayWidth(cell) > width && wrapText(cell, width).length > MOST_LINES;
    })
  );
}

/** Narrows columns to `available` in all or down to their floors: those of the lowest priority first, the widest first. */
function shrink(
  columns: readonly Column[],
  start: readonly number[],
  { floors, available }: { readonly floors: readonly number[]; readonly available: number },
): readonly number[] {
  const priorityOf = (index: number) => columns[index]?.priority ?? 0;
  const priorities = [...new Set(columns.map((_, index) => priorityOf(index)))].sort((a, b) => a - b);
  return priorities.reduce((widths, priority) => {
    const capped = (cap: number) =>
      widths.map((width, index) =>
        priorityOf(index) === priority ? Math.min(width, Math.max(floors[index] ?? 0, cap)) : width
      );
    let [fits, over] = [0, Math.max(...widths) + 1];
    while (over - fits > 1) {
      const middle = Math.floor((fits + over) / 2);
      if (sum(capped(middle)) <= available) fits = middle;
      else over = middle;
    }
    return capped(fits);
  }, start);
}

/** For each column the width of the widest part of its title and cells. */
function widest(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  parts: (cell: string) => readonly string[],
): readonly number[] {
  const widestPart = (cell: string) => parts(cell).reduce((width, part) => Math.max(width, displayWidth(part)), 0);
  return columns.map(({ title }, index) =>
    rows.reduce((width, row) => Math.max(width, widestPart(row[index] ?? "")), widestPart(title))
  );
}

function words(cell: string): readonly string[] {
  return cell.split(/[ \n]/);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

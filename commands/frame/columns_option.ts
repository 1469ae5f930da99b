/** `--columns` of the lists: which columns a table and a csv have, and in which order. */
import { chosenColumns, type Column } from "../../lib/answers/list_columns.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { OptionReader } from "./option_reader.ts";
import type { CommonOptions } from "./options.ts";

/** @param known the names that there are, as help tells them */
export function readColumns(read: OptionReader, known: string): string | null {
  return read.text("--columns <names:string>", `Show these columns in this order, such as a,b,c: ${known}`);
}

/** As chosenColumns() gives them. @throws CliError usage for an unknown name, and where the format has no columns */
export function columnsToShow<Row>(
  names: string | null,
  columns: readonly Column<Row>[],
  { output: { format } }: CommonOptions,
): readonly Column<Row>[] | null {
  const chosen = chosenColumns(names, columns);
  if (chosen !== null && format !== "table" && format !== "wide" && format !== "csv") {
    throw new CliError("usage", `Cannot use --columns with -o ${format}: it has no columns`, {
      target: "--columns",
      hint: "Give -o table or -o csv; --query picks fields of a document",
    });
  }
  return chosen;
}

/** The rows as `-o csv` has them: in the columns that were chosen, else in all. */
export async function columnsCsv<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  chosen: readonly Column<Row>[] | null,
): Promise<string> {
  const { csvText } = await import("../../lib/render/csv.ts");
  const shown = chosen ?? columns;
  return csvText(shown.map(({ name }) => name), rows.map((row) => shown.map((column) => column.text(row))));
}

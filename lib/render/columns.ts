/** The columns of a list for people. */
import type { Column } from "../answers/list_columns.ts";
import type { WideView } from "./view.ts";

export type ColumnsView<Row> = WideView & {
  /** Those that were chosen, which show one row in a table too; null for the usual ones. */
  readonly columns: readonly Column<Row>[] | null;
};

/** Those that were chosen, else all of a wide view, and of any other those that are not for it alone. */
export function shownColumns<Row>(columns: readonly Column<Row>[], view: ColumnsView<Row>): readonly Column<Row>[] {
  return view.columns ?? columns.filter(({ wide }) => view.wide || !wide);
}

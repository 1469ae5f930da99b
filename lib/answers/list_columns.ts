/** What the columns and filters of lists are made of. */
import { CliError } from "../model/errors.ts";
import type { RecordKind } from "../model/kinds.ts";
import { type JsonObject, stringField, stringListField } from "../text/json.ts";

export interface Column<Row = JsonObject> {
  readonly name: string;
  readonly title: string;
  /** Shown only with -o wide. */
  readonly wide: boolean;
  /** The column's text for a record; an empty text where the record says nothing. */
  text(row: Row): string;
}

/**
 * The columns that are named, in that order; null where none are asked for.
 *
 * @throws CliError usage for a name that no column has
 */
export function chosenColumns<Row>(
  names: string | null,
  columns: readonly Column<Row>[],
): readonly Column<Row>[] | null {
  if (names === null) return null;
  return names.split(",").map((name) => {
    const column = columns.find((known) => known.name === name.trim());
    if (column !== undefined) return column;
    throw new CliError("usage", `Cannot show column "${name.trim()}": there is no such column`, {
      target: "--columns",
      hint: `Name some of ${columns.map((known) => known.name).join(", ")}`,
    });
  });
}

export interface Filter {
  /** The flag's name without its dashes. */
  readonly name: string;
  readonly description: string;
  /** The values that the flag takes, or null where it takes any text. */
  readonly values: readonly string[] | null;
  matches(record: JsonObject, wanted: string): boolean;
}

export interface ListKind {
  readonly kind: RecordKind;
  readonly title: string;
  /** The order where none is asked for; that of the first column where absent. */
  readonly sort?: string;
  readonly columns: readonly Column[];
  readonly filters: readonly Filter[];
}

/** The field as it stands; empty where there is none. */
export const text = (name: string, title: string, wide = false): Column => ({
  name,
  title,
  wide,
  text: (record) => stringField(record, name) ?? "",
});

/** The items of a list in one line. */
export const list = (name: string, title: string, wide = false): Column => ({
  name,
  title,
  wide,
  text: (record) => stringListField(record, name).join(", "),
});

/** The field is what is wanted; any text where no values are given. */
export const equals = (name: string, field: string, description: string, values: readonly string[] | null): Filter => ({
  name,
  description,
  values,
  matches: (record, wanted) => isSameName(stringField(record, field), wanted),
});

/** The list has what is wanted. */
export const contains = (name: string, field: string, description: string): Filter => ({
  name,
  description,
  values: null,
  matches: (record, wanted) => stringListField(record, field).some((item) => isSameName(item, wanted)),
});

/** `work` also means `profile:work`, as everywhere on the command line. */
function isSameName(found: string | null, wanted: string): boolean {
  return found !== null && (found === wanted || found.endsWith(`:${wanted}`));
}

/** `sync plans`, `receipts` and the other lists of records for people: a line a record, or one in full. */
import { LIST_KINDS, type ListedKind } from "../../answers/list_kinds.ts";
import type { RecordItem, RecordListData } from "../../model/documents/record_list.ts";
import type { Document } from "../../model/envelope.ts";
import { foldableJson } from "../../text/stringify_json.ts";
import type { JsonObject, JsonValue } from "../../text/json.ts";
import { sidesText } from "./sides.ts";
import { type ColumnsView, shownColumns } from "../columns.ts";
import { createStyle } from "../style.ts";
import { tableText } from "../table.ts";
import type { View } from "../view.ts";
import { sourceFlags, syncCommand } from "../../text/command_line.ts";
import { commandText, keyValueText, paragraph } from "../paragraphs.ts";
import { plural } from "../../text/words.ts";

export function recordListText(
  kind: ListedKind,
  { data, source }: Document<RecordListData>,
  view: ColumnsView<JsonObject>,
): string {
  if (data === null) return "";
  if (kind === "workspace" && data.total === 0) return noWorkspacesText(sourceFlags(source), view);
  if (data.item === null || view.columns !== null) return listText(kind, data, view);
  const sides = data.sides === null ? [] : [sidesText(data.sides, view)];
  return `${[itemText(data.item, view), ...sides].join("\n\n")}\n`;
}

/** The daemon keeps no records of workspaces: that none has one does not mean that there are none. */
function noWorkspacesText(flags: readonly string[], view: View): string {
  const command = syncCommand("objects", "--columns", "object_id,workspace_id", "--sort", "workspace_id", ...flags);
  return `${paragraph("No workspace has a record of its own. Those that objects name are shown by", view)}\n${
    commandText(command, view, 2)
  }\n`;
}

function listText(kind: ListedKind, data: RecordListData, view: ColumnsView<JsonObject>): string {
  const { columns, title } = LIST_KINDS[kind];
  const style = createStyle(view);
  if (data.items.length === 0) {
    return `${
      paragraph(data.total === 0 ? `There are no ${title}` : `None of ${plural(data.total, "record")} matches`, view)
    }\n`;
  }
  const shown = shownColumns(columns, view);
  const rows = data.items.map((item) => shown.map((column) => column.text(item.record)));
  const table = tableText(shown.map((column) => ({ title: column.title })), rows, view);
  const notes = [
    ...(data.returned < data.matched ? [`${data.returned} of ${data.matched} are shown`] : []),
    ...data.items.filter((item) => !item.valid).map((item) =>
      `${style.marks.warning} ${item.id ?? item.path}: ${item.violations.join("; ")}`
    ),
  ];
  return `${[table, ...(notes.length === 0 ? [] : ["", ...notes.map((note) => paragraph(note, view))])].join("\n")}\n`;
}

/** One record in full: every field as it is stored, unknown ones too. */
function itemText(item: RecordItem, view: View): string {
  const style = createStyle(view);
  const fields = Object.entries(item.record).map(([name, value]): [string, string] => [name, valueText(value)]);
  const verdict = item.valid ? [] : item.violations.map((text) => paragraph(`${style.marks.warning} ${text}`, view));
  return [style.heading(item.id ?? item.path), keyValueText([...fields, ["(file)", item.path]], view), ...verdict].join(
    "\n",
  );
}

function valueText(value: JsonValue): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value.join(", ");
  return foldableJson(value);
}

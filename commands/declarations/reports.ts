/** How `sourceos sync reports` is typed, which is also a command of `repair`. */
import { REPORT_COLUMNS } from "../../lib/answers/report_columns.ts";
import { CHANGE_KINDS } from "../../lib/model/change_kinds.ts";
import type { CommandDeclaration } from "../frame/definition.ts";
import { readColumns } from "../frame/columns_option.ts";
import { readWatch } from "../frame/watch_option.ts";

export const reportsDeclaration: CommandDeclaration<ReportsOptions> = {
  name: "reports",
  command: "sync repair reports",
  description:
    "Lists what was repaired, undone, imported or decided here, and reports of others, or shows one in full. " +
    "Changes nothing.",
  argument: "[id:string:report]",
  examples: [
    ["What was imported here", "sourceos sync reports --kind import"],
    ["Take the newest repair back", "sourceos sync repair --undo REPORT --scope derived"],
  ],
  options: (read) => ({
    kind: read.choice("--kind <value:string>", `Only those of this kind: ${CHANGE_KINDS.join(", ")}`, CHANGE_KINDS),
    limit: read.integer("--limit <count:integer>", "Show at most so many, the newest", { least: 1, most: 100_000 }),
    columns: readColumns(read, REPORT_COLUMNS.map(({ name }) => name).join(", ")),
    watch: readWatch(read),
  }),
};

export interface ReportsOptions {
  readonly kind: string | null;
  readonly limit: number | null;
  /** Names of columns between commas. */
  readonly columns: string | null;
  /** As readWatch() gives it. */
  readonly watch: number | null;
}

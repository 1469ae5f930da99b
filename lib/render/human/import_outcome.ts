/** What `sync import --apply` has done, for people, and how that is taken back. */
import { namesEveryFile } from "../../import/report.ts";
import type { ImportData } from "../../model/documents/import.ts";
import type { Document } from "../../model/envelope.ts";
import { sourceFlags, syncCommand } from "../../text/command_line.ts";
import { listText, plural } from "../../text/words.ts";
import { commandText, listItem } from "../paragraphs.ts";
import { section } from "../sections.ts";
import type { Style } from "../style.ts";
import type { View, WideView } from "../view.ts";
import { someOf } from "./some_of.ts";

/** What was done, a line each. */
export function outcomeLines(
  { outcome, actor, scopes, records }: ImportData,
  style: Style,
  view: WideView,
): readonly string[] {
  if (outcome === null) return [];
  const line = (text: string) => listItem(style.marks.bullet, text, { view });
  const outside = records.filter(({ action }) => action === "outside").length;
  return [
    ...(outcome.recovered === null ? [] : [line(`An interrupted change was ${outcome.recovered} first`)]),
    ...(outcome.report_id === null ? [] : [
      line(
        `${plural(outcome.events, "event")} appended to the journal, told by event ${outcome.event_id}, by ${actor}`,
      ),
      line(`The report is ${outcome.report_id}`),
    ]),
    ...(outcome.conflicts.length === 0
      ? []
      : [line(`Conflicts to decide: ${view.wide ? outcome.conflicts.join(", ") : someOf(outcome.conflicts)}`)]),
    ...(outcome.kept.length === 0
      ? []
      : [line(`What was replaced is kept: ${view.wide ? outcome.kept.join(", ") : someOf(outcome.kept)}`)]),
    ...(outside === 0 ? [] : [line(`${plural(outside, "record")} outside of ${listText(scopes)} left alone`)]),
    ...(outcome.stale ? [line("Indexes and checkpoints are behind the journal now: rebuild them with repair")] : []),
    ...(outcome.cleared ? [] : [line("Scratch files are left in tmp/, which the next change clears away")]),
  ];
}

/** How what was done is taken back. */
export function undoSection(
  { source }: Document<ImportData>,
  { outcome, scopes, registers_bridge: bridge }: ImportData,
  style: Style,
  view: View,
): readonly string[] {
  if (outcome === null || outcome.report_id === null) return [];
  const files = outcome.written + outcome.replaced + 2 * outcome.conflicts.length + (bridge === null ? 0 : 1);
  if (!namesEveryFile(files)) return [];
  const words = ["import", "--undo", outcome.report_id, ...scopes.flatMap((scope) => ["--scope", scope])];
  const command = commandText(syncCommand(...words, ...sourceFlags(source)), view, 2);
  return [section("To take it back", command, style)];
}

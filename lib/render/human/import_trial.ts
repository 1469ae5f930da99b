/** `sync import --verify` for people: whether the restore is proven, what came back, and what differs. */
import type { ImportData, TrialResult } from "../../model/documents/import.ts";
import { targetName } from "../../store/catalog.ts";
import { countText } from "../../text/numbers.ts";
import { plural } from "../../text/words.ts";
import { listItem, paragraph } from "../paragraphs.ts";
import { listSection, section } from "../sections.ts";
import type { Style } from "../style.ts";
import { tableText } from "../table.ts";
import type { View, WideView } from "../view.ts";
import { bundleText, leftLines } from "./imported_bundle.ts";

const DIFFERENCES_SHOWN = 10;

/** The sections of the answer. */
export function trialSections(data: ImportData, trial: TrialResult, style: Style, view: WideView): readonly string[] {
  return [
    trialVerdict(data, trial, style, view),
    section("The bundle", bundleText(data.bundle, view), style),
    section("What came back", membersText(trial, view), style),
    ...listSection("What differs", differenceLines(trial, style, view), style),
    ...(view.wide
      ? [section(
        "What may differ",
        trial.declared.map((line) => listItem(style.marks.bullet, line, { view })).join("\n"),
        style,
      )]
      : []),
    ...listSection("What its export held back", leftLines(data, style, view), style),
    ...(trial.recorded_as === null ? [] : [paragraph(`Recorded as ${trial.recorded_as} in repair-reports`, view)]),
  ];
}

function trialVerdict({ bundle }: ImportData, trial: TrialResult, style: Style, view: View): string {
  const target = style.strong(targetName(bundle.target.kind, bundle.target.id));
  const content = `${plural(bundle.records, "record")} and ${plural(bundle.events, "event")}`;
  const differences = trial.differences.length + trial.more_differences;
  return paragraph(
    trial.proven
      ? `${
        style.good(style.marks.good)
      } ${target}: the restore is proven. All of ${content} came back as they were, in an empty store that is gone again.`
      : `${style.bad(style.marks.bad)} ${target}: the restore is not proven. ${
        plural(differences, "difference was", "differences were")
      } found in ${content}.`,
    view,
  );
}

function membersText({ members }: TrialResult, view: View): string {
  return tableText(
    [{ title: "MEMBER" }, { title: "LINES", align: "right" }, { title: "CAME BACK" }],
    members.map(({ path, lines, equal }) => [path, countText(lines), equal ? "the same" : "with differences"]),
    view,
  );
}

function differenceLines(
  { differences, more_differences: more }: TrialResult,
  style: Style,
  view: WideView,
): readonly string[] {
  const shown = view.wide ? differences : differences.slice(0, DIFFERENCES_SHOWN);
  const left = differences.length - shown.length + more;
  return [
    ...shown.map(({ member, id, what, message }) =>
      listItem(style.marks.bullet, `${what}: ${id ?? member} in ${member}. ${message}`, { view })
    ),
    ...(left === 0 ? [] : [listItem(style.marks.bullet, `${plural(left, "more difference")}`, { view })]),
  ];
}

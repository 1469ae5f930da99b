/** `sync doctor` for people: verdict first, what is safe, what needs attention in order of importance, what to type next. */
import { syncCommand } from "../../command_line.ts";
import type { DoctorData } from "../../model/documents/doctor.ts";
import type { DurabilityItem, ReportedFinding } from "../../model/documents/health.ts";
import type { Document } from "../../model/envelope.ts";
import { DURABILITY_CLASSES } from "../../model/vocabulary.ts";
import { bytesText, countText } from "../numbers.ts";
import { createStyle, type Style } from "../style.ts";
import { tableText } from "../table.ts";
import type { View } from "../view.ts";
import { commandText, listItem, paragraph, plural } from "../words.ts";
import { healthLine, severityText } from "./health.ts";

const REPAIR_PREVIEW = syncCommand("repair", "--dry-run");

type WideView = View & { readonly wide: boolean };

/** A healthy store is one line; `wide` always shows everything. */
export function doctorText(document: Document<DoctorData>, view: WideView): string {
  const { data } = document;
  if (data === null) return "";
  const style = createStyle(view);
  const verdict = paragraph(healthLine(data.health, style), view);
  if (data.health.status === "healthy" && data.findings.length === 0 && !view.wide) {
    const cover = `${plural(data.checks.passed, "check")} passed over ${plural(data.cover.records_checked, "record")}`;
    return `${verdict} (${cover}, ${bytesText(data.cover.journal_bytes_checked)} of journal)\n`;
  }
  const sections = [
    verdict,
    section("What the store holds", durabilityTable(data, view), style),
    section("Derived state", derivedTable(data, view), style),
    ...(data.findings.length === 0 ? [] : [
      section("What needs attention", data.findings.map((one) => findingText(one, style, view)).join("\n\n"), style),
    ]),
    ...goneSection(data, style, view),
    ...skippedSection(data, style, view),
    ...nextSection(data, style, view),
  ];
  return `${sections.join("\n\n")}\n`;
}

function section(title: string, body: string, style: Style): string {
  return `${style.heading(title)}\n${body}`;
}

function durabilityTable({ durability }: DoctorData, view: WideView): string {
  const rows = DURABILITY_CLASSES.flatMap((name) =>
    durability[name].items.map((item: DurabilityItem) => [
      name,
      item.path,
      countText(item.records),
      bytesText(item.bytes),
      ...(view.wide ? [item.reason] : []),
    ])
  );
  return tableText(
    [
      { title: "CLASS" },
      { title: "PATH" },
      { title: "RECORDS", align: "right" },
      { title: "BYTES", align: "right" },
      ...(view.wide ? [{ title: "WHY" }] : []),
    ],
    rows,
    view,
  );
}

function derivedTable({ indexes, checkpoints }: DoctorData, view: View): string {
  return tableText(
    [{ title: "DERIVED" }, { title: "STATE" }, { title: "ENTRIES", align: "right" }, { title: "WHY" }],
    [
      ...indexes.map((index) => [
        `index:${index.index_id}`,
        index.state.replaceAll("_", " "),
        index.entries === null ? "" : countText(index.entries),
        index.reason,
      ]),
      ...checkpoints.map(({ checkpoint_id, state, reason }) => [
        `checkpoint:${checkpoint_id}`,
        state.replaceAll("_", " "),
        "",
        reason,
      ]),
    ],
    view,
  );
}

function findingText(finding: ReportedFinding, style: Style, view: View): string {
  const { recommendation } = finding;
  const mark = recommendation.automatic ? "repair can do this" : "needs a person";
  return [
    paragraph(
      `${severityText(finding.severity, style)} ${style.strong(finding.target)}${
        finding.change === "new" ? " (new)" : ""
      }`,
      view,
    ),
    paragraph(`${finding.message} (${finding.durability}; ${finding.id})`, view, 2),
    listItem(style.marks.arrow, `${recommendation.action} (${mark})`, { view, indent: 2 }),
  ].join("\n");
}

function goneSection({ since }: DoctorData, style: Style, view: View): readonly string[] {
  if (since === null || since.gone.length === 0) return [];
  const lines = since.gone.map((finding) =>
    listItem(style.marks.bullet, `${finding.target}: ${finding.message} (${finding.id})`, { view })
  );
  return [section(`Gone since ${since.generated_at}`, lines.join("\n"), style)];
}

/** A check that may be skipped, such as that of a daemon that is not there, is only told in full. */
function skippedSection({ checks }: DoctorData, style: Style, view: WideView): readonly string[] {
  const told = checks.skipped.filter((skip) => skip.required || view.wide);
  if (told.length === 0) return [];
  const lines = told.map((skip) =>
    listItem(style.marks.bullet, `${skip.check}${skip.required ? " (required)" : ""}: ${skip.reason}`, { view })
  );
  return [section("Not checked", lines.join("\n"), style)];
}

/** ` --scope` and its word, quoted as shellWord() quotes it. */
const SCOPE_WORDS = / --scope (?:'[^']*'|\\'|[^\s'\\])+/g;

/** What to type next: each command once; a look at one repair is a look at all of them. */
function nextSection({ recommendations }: DoctorData, style: Style, view: View): readonly string[] {
  const commands = recommendations.flatMap(({ command }) => command ?? []);
  const repairs = new Set(commands.filter((command) => command.startsWith(REPAIR_PREVIEW)));
  const typed = new Set(
    commands.map((command) => repairs.size > 1 && repairs.has(command) ? command.replace(SCOPE_WORDS, "") : command),
  );
  if (typed.size === 0) return [];
  const lines = [...typed].map((command) => commandText(command, view, 2));
  return [section("What to type next", lines.join("\n"), style)];
}

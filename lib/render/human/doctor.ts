/** `sync doctor` for people: verdict first, what is safe, what needs attention in order of importance, what to type next. */
import { CHECKS } from "../../checks/all_checks.ts";
import type { DoctorData } from "../../model/documents/doctor.ts";
import type { DurabilityItem } from "../../model/documents/health.ts";
import type { Document } from "../../model/envelope.ts";
import { DURABILITY_CLASSES, type DurabilityClass } from "../../model/vocabulary.ts";
import { bytesText, countText } from "../../text/numbers.ts";
import { section } from "../sections.ts";
import { createStyle, type Style } from "../style.ts";
import { tableText } from "../table.ts";
import type { View, WideView } from "../view.ts";
import { listItem, paragraph } from "../paragraphs.ts";
import { plural } from "../../text/words.ts";
import { sumOf } from "../../store/durability.ts";
import { counts } from "../../answers/doctor.ts";
import { acceptedText, findingsText, goneText, nextText } from "./findings.ts";
import { healthLine, NOT_KNOWN, proofText, unopenedText } from "./health.ts";

/** So many paths of one durability class are shown. */
const MOST_PATHS = 20;

/** A healthy store is one line; `wide` always shows everything. */
export function doctorText(document: Document<DoctorData>, view: WideView): string {
  const { data } = document;
  if (data === null) return "";
  const style = createStyle(view);
  const verdict = healthLine(data.health, style);
  if (data.health.status === "healthy" && data.findings.length === 0 && !view.wide) {
    const line = `${verdict} (${plural(data.checks.passed, "check")} passed over ${coverText(data)})`;
    return `${
      [...newsLine(data, view), paragraph(line, view), ...proofSection(data, view), ...goneSection(data, style, view)]
        .join("\n\n")
    }\n`;
  }
  const attention = data.findings.filter(counts);
  const accepted = data.findings.filter((finding) => !counts(finding));
  const sections = [
    ...newsLine(data, view),
    paragraph(verdict, view),
    ...safeSection(data, style, view),
    section("What the store holds", durabilityTable(data, view), style),
    ...(data.indexes === null || data.checkpoints === null || data.indexes.length + data.checkpoints.length === 0
      ? []
      : [section("Derived state", derivedTable(data.indexes, data.checkpoints, view), style)]),
    ...(attention.length === 0 ? [] : [
      section("What needs attention", findingsText(attention, style, view), style),
    ]),
    ...(accepted.length === 0 ? [] : [section("What is accepted", acceptedText(accepted, style, view), style)]),
    ...proofSection(data, view),
    ...goneSection(data, style, view),
    ...skippedSection(data, style, view),
    ...nextSection(data, style, view),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** What has changed since the earlier report comes before everything else. */
function newsLine({ since }: DoctorData, view: View): readonly string[] {
  if (since === null) return [];
  const gone = since.gone.length === 0 ? "" : `, ${countText(since.gone.length)} gone`;
  return [paragraph(`${countText(since.new)} new${gone} since ${since.generated_at}`, view)];
}

function proofSection({ restore_proof: proof }: DoctorData, view: View): readonly string[] {
  return proof === null ? [] : [paragraph(`Restore: ${proofText(proof)}`, view)];
}

/** What the checks looked at. */
export function coverText({ cover }: DoctorData): string {
  const unopened = cover.records_unopened === 0 ? "" : ` (${unopenedText(cover)})`;
  const records = `${plural(cover.records_checked, "record")}${unopened}`;
  return `${records} and ${bytesText(cover.journal_bytes_checked)} of journal`;
}

/** The checks that found nothing, by their titles: what a person need not worry about. */
function safeSection(data: DoctorData, style: Style, view: View): readonly string[] {
  const { checks, findings } = data;
  const others = new Set([...findings.map(({ check }) => check), ...checks.skipped.map(({ check }) => check)]);
  const titles = CHECKS.filter(({ id }) => !others.has(id)).map(({ title }) => title);
  if (titles.length === 0) return [];
  const counted = `${checks.passed} of ${plural(checks.run, "check")} found nothing wrong in ${coverText(data)}`;
  return [section("What is safe", paragraph(`${counted}: ${titles.join("; ")}`, view), style)];
}

function durabilityTable({ durability }: DoctorData, view: WideView): string {
  const rows = DURABILITY_CLASSES.flatMap((name) => {
    const { items } = durability[name];
    const shown = view.wide || items.length <= MOST_PATHS ? items : items.slice(0, MOST_PATHS);
    return [
      ...shown.map((item) => durabilityRow(name, item, view)),
      ...(shown.length === items.length ? [] : [durabilityRow(name, restOf(items.slice(MOST_PATHS)), view)]),
    ];
  });
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

function durabilityRow(
  name: DurabilityClass,
  { path, records, bytes, reason }: Omit<DurabilityItem, "kind">,
  view: WideView,
): readonly string[] {
  return [
    name,
    path,
    records === null ? NOT_KNOWN : countText(records),
    bytes === null ? NOT_KNOWN : bytesText(bytes),
    ...(view.wide ? [reason] : []),
  ];
}

/** Thousands of leftovers are one row. */
function restOf(items: readonly DurabilityItem[]): Omit<DurabilityItem, "kind"> {
  return { path: `and ${countText(items.length)} more`, ...sumOf(items), reason: "" };
}

function derivedTable(
  indexes: NonNullable<DoctorData["indexes"]>,
  checkpoints: NonNullable<DoctorData["checkpoints"]>,
  view: View,
): string {
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

function goneSection({ since }: DoctorData, style: Style, view: WideView): readonly string[] {
  if (since === null || since.gone.length === 0) return [];
  return [section(`Gone since ${since.generated_at}`, goneText(since.gone, style, view), style)];
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

function nextSection({ findings }: DoctorData, style: Style, view: WideView): readonly string[] {
  const text = nextText(findings.filter(counts), view);
  return text === "" ? [] : [section("What to type next", text, style)];
}

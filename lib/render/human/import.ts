/** `sync import` for people: the verdict first, what the bundle is, what comes in, then what does not and why. */
import { CANNOT_APPLY } from "../../import/obstacle.ts";
import { namesEveryFile } from "../../import/report.ts";
import { targetName } from "../../store/catalog.ts";
import { storeFlags, syncCommand } from "../../text/command_line.ts";
import {
  IMPORT_OUTCOMES,
  type ImportData,
  type ImportedBundle,
  type ImportedRecord,
  type ImportOutcome,
  type TrialResult,
} from "../../model/documents/import.ts";
import type { Document } from "../../model/envelope.ts";
import { KINDS } from "../../model/kinds.ts";
import { bytesText, countText } from "../../text/numbers.ts";
import { listSection, section } from "../sections.ts";
import { createStyle, type Style } from "../style.ts";
import { waysOutSections } from "./import_ways_out.ts";
import { tableText } from "../table.ts";
import type { View } from "../view.ts";
import { commandText, keyValueText, listItem, paragraph } from "../paragraphs.ts";
import { listText, plural } from "../../text/words.ts";

type WideView = View & { readonly wide: boolean };

/** How many of the records under one rule are named, unless everything is shown. */
const NAMES_SHOWN = 3;
const DIFFERENCES_SHOWN = 10;

/** The data without the records of a preview that its text does not name: a bundle may hold a million of them. */
export function shownOfImport(data: ImportData, { wide }: { readonly wide: boolean }): ImportData {
  if (wide || data.mode !== "preview") return data;
  const named = new Map<string, number>();
  const records = data.records.filter(({ rule, outcome }) => {
    if (outcome !== "conflicting" && outcome !== "forbidden") return false;
    const before = named.get(rule) ?? 0;
    named.set(rule, before + 1);
    return before < NAMES_SHOWN;
  });
  return { ...data, records };
}

/** The answer as text; `wide` names every record that stays out, with its reason. */
export function importText(document: Document<ImportData>, view: WideView): string {
  const { data } = document;
  if (data === null) return "";
  const style = createStyle(view);
  if (data.drill !== null) return `${trialSections(data, data.drill, style, view).join("\n\n")}\n`;
  const sections = [
    verdictText(data, style, view),
    section("The bundle", bundleText(data.bundle, view), style),
    ...(data.kinds.length === 0 ? [] : [section("What it holds, beside what is here", countsText(data, view), style)]),
    ...bridgeSection(data, style, view),
    ...listSection("What waits for a person", ruleLines(data, "conflicting", style, view), style),
    ...listSection("What may not come in", ruleLines(data, "forbidden", style, view), style),
    ...listSection("What is neither here nor in the bundle", needLines(data, style, view), style),
    ...listSection("What its export held back", leftLines(data, style, view), style),
    ...waysOutSections(
      data,
      { reading: givenFlags(document, data.bundle), store: storeFlags(document.source.store) },
      style,
      view,
    ),
    ...listSection("What was done", outcomeLines(data, style, view), style),
    ...undoSection(document, data, style, view),
    ...nextSection(document, data, style, view),
  ];
  return `${sections.join("\n\n")}\n`;
}

function verdictText(data: ImportData, style: Style, view: View): string {
  const { counts, events, bundle, outcome } = data;
  const out = counts.conflicting + counts.forbidden;
  const mark = out === 0 ? style.good(style.marks.good) : style.warning(style.marks.warning);
  const target = style.strong(targetName(bundle.target.kind, bundle.target.id));
  if (outcome !== null) {
    if (outcome.nothing_to_do) {
      const told = outcome.skipped === 0
        ? "there was nothing to do"
        : `nothing could come in, ${plural(outcome.skipped, "record")} left alone`;
      return paragraph(`${mark} ${target}: ${told}. Nothing was changed.`, view);
    }
    const done = [
      ...(outcome.written === 0 ? [] : [`${plural(outcome.written, "record")} written`]),
      ...(outcome.replaced === 0 ? [] : [`${countText(outcome.replaced)} replaced by newer ones`]),
      ...(outcome.conflicts.length === 0 ? [] : [`${plural(outcome.conflicts.length, "conflict")} recorded`]),
      ...(outcome.skipped === 0 ? [] : [`${plural(outcome.skipped, "record")} left alone`]),
    ];
    const told = done.length === 0 ? "only its history was new" : listText(done);
    return paragraph(`${mark} ${target}: ${told}. Nothing else was changed.`, view);
  }
  const parts = [
    ...(counts.new === 0 ? [] : [`${countText(counts.new)} new`]),
    ...(counts.newer === 0 ? [] : [`${countText(counts.newer)} newer`]),
    ...(counts.identical === 0 ? [] : [`${countText(counts.identical)} here already`]),
    ...(counts.older === 0 ? [] : [`${countText(counts.older)} older`]),
    ...(counts.conflicting === 0 ? [] : [`${countText(counts.conflicting)} in conflict`]),
    ...(counts.forbidden === 0 ? [] : [`${countText(counts.forbidden)} forbidden`]),
  ];
  const records = parts.length === 0 ? "it has no records" : `of its records ${listText(parts)}`;
  return paragraph(
    `${mark} ${target}: the bundle is sound; ${records}; ${
      plural(events.new, "event")
    } of its history would be new. This is a preview: nothing was modified.`,
    view,
  );
}

/** The answer of --verify. */
function trialSections(data: ImportData, trial: TrialResult, style: Style, view: WideView): readonly string[] {
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

function bundleText(bundle: ImportedBundle, view: View): string {
  const signed = bundle.signature === "valid"
    ? "signed, and the signature is valid"
    : bundle.signature === "unverified"
    ? "signed, with nothing given to check it (--verify-key)"
    : "not signed";
  const how = [bundle.encrypted ? "encrypted" : "not encrypted", ...(bundle.compressed ? ["compressed"] : []), signed];
  return [
    paragraph(
      `${bundle.path === "-" ? "From standard input" : bundle.path}: ${
        bytesText(bundle.bytes)
      }, made at ${bundle.created_at} by ${bundle.tool.name} ${bundle.tool.version}, ${listText(how)}, sha256`,
      view,
      2,
    ),
    // Whole, so that it can be compared.
    `  ${bundle.sha256}`,
  ].join("\n");
}

const COLUMNS: Readonly<Record<ImportOutcome, string>> = {
  new: "NEW",
  identical: "SAME",
  older: "OLDER",
  newer: "NEWER",
  conflicting: "CONFLICT",
  forbidden: "FORBIDDEN",
};

function countsText({ kinds }: ImportData, view: View): string {
  const shown = IMPORT_OUTCOMES.filter((outcome) => kinds.some((row) => row[outcome] > 0));
  return tableText(
    [{ title: "KIND" }, ...shown.map((outcome) => ({ title: COLUMNS[outcome], align: "right" as const }))],
    kinds.map((row) => [KINDS[row.kind].plural, ...shown.map((outcome) => countText(row[outcome]))]),
    view,
  );
}

/** Whoever grants rights sees them all. */
function bridgeSection({ mode, registers_bridge: bridge }: ImportData, style: Style, view: View): readonly string[] {
  if (bridge === null) return [];
  const rights = keyValueText([
    ["Actor", bridge.id],
    ["Profiles", bridge.profiles.join(", ")],
    ["Workspaces", bridge.workspaces.join(", ")],
    ["May", bridge.capabilities.join(", ")],
    ["Trust", bridge.trust_level],
  ], view);
  return [section(mode === "apply" ? "Registered import bridge" : "Import bridge to register", rights, style)];
}

function ruleLines(data: ImportData, outcome: ImportOutcome, style: Style, view: WideView): readonly string[] {
  return data.rules.filter((rule) => rule.outcome === outcome).map(({ rule, title, records, events }) => {
    const history = outcome === "forbidden" && events > 0 ? `, with ${plural(events, "new event")}` : "";
    const found = data.records.filter((record) => record.rule === rule);
    return [
      listItem(style.marks.bullet, `${countText(records)}${history}: ${title} (${rule})`, { view }),
      ...(view.wide
        ? found.map((one) => listItem(style.marks.arrow, `${importedName(one)}: ${one.message}`, { view, indent: 2 }))
        : [paragraph(someOf(found.slice(0, NAMES_SHOWN).map(importedName), records), view, 2)]),
    ].join("\n");
  });
}

function importedName({ kind, id }: Pick<ImportedRecord, "kind" | "id">): string {
  return targetName(kind, id);
}

function someOf(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, NAMES_SHOWN);
  const more = count - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${countText(more)} more`;
}

function needLines({ needs }: ImportData, style: Style, view: WideView): readonly string[] {
  const kinds = [...new Set(needs.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const ids = needs.filter((need) => need.kind === kind).map(({ id }) => id);
    return listItem(style.marks.bullet, `${KINDS[kind].plural}: ${view.wide ? ids.join(", ") : someOf(ids)}`, { view });
  });
}

function leftLines({ bundle }: ImportData, style: Style, view: View): readonly string[] {
  return bundle.left_behind.map(({ kind, rule, message }) =>
    listItem(style.marks.bullet, `${KINDS[kind].plural}: ${message} (${rule})`, { view })
  );
}

function outcomeLines(
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
function undoSection(
  { source }: Document<ImportData>,
  { outcome, scopes, registers_bridge: bridge }: ImportData,
  style: Style,
  view: View,
): readonly string[] {
  if (outcome === null || outcome.report_id === null) return [];
  const files = outcome.written + outcome.replaced + 2 * outcome.conflicts.length + (bridge === null ? 0 : 1);
  if (!namesEveryFile(files)) return [];
  const words = ["import", "--undo", outcome.report_id, ...scopes.flatMap((scope) => ["--scope", scope])];
  const command = commandText(syncCommand(...words, ...storeFlags(source.store)), view, 2);
  return [section("To take it back", command, style)];
}

/** What the next command needs to read the bundle again, and to judge it as this preview did. */
function givenFlags({ context: { profile } }: Document<ImportData>, { encrypted, signature }: ImportedBundle) {
  return [
    ...(encrypted ? ["--identity", "FILE"] : []),
    ...(signature === "valid" ? ["--verify-key", "FILE"] : []),
    ...(profile.selected_by === "option" && profile.id !== null ? ["--profile", profile.id] : []),
  ];
}

function nextSection(
  document: Document<ImportData>,
  { mode, bundle, counts, events, outcome, registers_bridge: bridge }: ImportData,
  style: Style,
  view: View,
): readonly string[] {
  const flags = storeFlags(document.source.store);
  const isHindered = document.warnings.some(({ code }) => code === CANNOT_APPLY);
  const words = mode === "preview" && !isHindered && counts.new + counts.newer + counts.conflicting + events.new > 0
    ? [
      ...["import", bundle.path, "--apply", "--scope", targetName(bundle.target.kind, bundle.target.id)],
      ...givenFlags(document, bundle),
      ...(bridge === null ? [] : ["--register-bridge", bridge.id]),
      ...flags,
    ]
    : outcome?.stale === true
    ? ["repair", "--dry-run", "--scope", "derived", "--save", "plan.json", ...flags]
    : null;
  return words === null ? [] : [section("What to type next", commandText(syncCommand(...words), view, 2), style)];
}

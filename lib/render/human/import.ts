/** `sync import` for people: the verdict first, what the bundle is, what comes in, then what does not and why. */
import { CANNOT_APPLY } from "../../import/obstacle.ts";
import { targetName } from "../../store/catalog.ts";
import { sourceFlags, syncCommand } from "../../text/command_line.ts";
import {
  IMPORT_OUTCOMES,
  type ImportData,
  type ImportedBundle,
  type ImportedRecord,
  type ImportOutcome,
} from "../../model/documents/import.ts";
import type { Document } from "../../model/envelope.ts";
import { KINDS } from "../../model/kinds.ts";
import { countText } from "../../text/numbers.ts";
import { listSection, section } from "../sections.ts";
import { createStyle, type Style } from "../style.ts";
import { outcomeLines, undoSection } from "./import_outcome.ts";
import { trialSections } from "./import_trial.ts";
import { bundleText, leftLines } from "./imported_bundle.ts";
import { NAMES_SHOWN, someOf } from "./some_of.ts";
import { waysOutSections } from "./import_ways_out.ts";
import { tableText } from "../table.ts";
import type { View, WideView } from "../view.ts";
import { commandText, keyValueText, listItem, paragraph } from "../paragraphs.ts";
import { listText, plural } from "../../text/words.ts";

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
      { reading: givenFlags(document, data.bundle), store: sourceFlags(document.source) },
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
      ...(outcome.replaced === 0 ? [] : [
        outcome.replaced === 1
          ? "1 record replaced by a newer one"
          : `${plural(outcome.replaced, "record")} replaced by newer ones`,
      ]),
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

function needLines({ needs }: ImportData, style: Style, view: WideView): readonly string[] {
  const kinds = [...new Set(needs.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const ids = needs.filter((need) => need.kind === kind).map(({ id }) => id);
    return listItem(style.marks.bullet, `${KINDS[kind].plural}: ${view.wide ? ids.join(", ") : someOf(ids)}`, { view });
  });
}

/** What the next command needs to read the bundle again, and to judge it as this preview did. */
function givenFlags({ context: { profile } }: Document<ImportData>, { read_with: readWith }: ImportedBundle) {
  return [
    ...readWith,
    ...(profile.selected_by === "option" && profile.id !== null ? ["--profile", profile.id] : []),
  ];
}

function nextSection(
  document: Document<ImportData>,
  { mode, bundle, counts, events, outcome, registers_bridge: bridge }: ImportData,
  style: Style,
  view: View,
): readonly string[] {
  const flags = sourceFlags(document.source);
  const isHindered = document.warnings.some(({ code }) => code === CANNOT_APPLY);
  const apply = mode === "preview" && !isHindered && counts.new + counts.newer + counts.conflicting + events.new > 0
    ? [[
      ...["import", bundle.path, "--apply", "--scope", targetName(bundle.target.kind, bundle.target.id)],
      ...givenFlags(document, bundle),
      ...(bridge === null ? [] : ["--register-bridge", bridge.id]),
    ]]
    : [];
  const [conflict, ...more] = outcome?.conflicts ?? [];
  const decide = conflict === undefined
    ? []
    : [["conflicts", ...(more.length === 0 ? [conflict] : ["--status", "open"])]];
  const rebuild = outcome?.stale === true ? [["repair", "--dry-run", "--scope", "derived", "--save", "plan.json"]] : [];
  const commands = [...apply, ...decide, ...rebuild].map((words) =>
    commandText(syncCommand(...words, ...flags), view, 2)
  );
  return commands.length === 0 ? [] : [section("What to type next", commands.join("\n"), style)];
}

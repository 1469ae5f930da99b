/** `sync export` for people: what leaves and what does not, first as a verdict, then in order of importance. */
import { targetName } from "../../store/catalog.ts";
import { sourceFlags, syncCommand } from "../../text/command_line.ts";
import type { ExportData, ExportExclusion, ExportMark, Opening } from "../../model/documents/export.ts";
import type { Document } from "../../model/envelope.ts";
import { KINDS, type RecordKind } from "../../model/kinds.ts";
import { safeRecordName } from "../../text/safe_name.ts";
import { bytesText, countText } from "../../text/numbers.ts";
import { listSection, section } from "../sections.ts";
import { createStyle, type Style } from "../style.ts";
import { NAMES_SHOWN, someOf } from "./some_of.ts";
import { tableText } from "../table.ts";
import type { View, WideView } from "../view.ts";
import { commandText, listItem, paragraph } from "../paragraphs.ts";
import { listText, plural } from "../../text/words.ts";

const OPENED_BY: Readonly<Record<Opening, string>> = {
  never: "nothing opens this",
  decision: "an allow decision named with --policy-decision opens it",
  object_decision: "an allow decision about the very object, named with --policy-decision, opens it",
  encryption: "--encrypt-to opens it",
};

const MARKED: Readonly<Record<ExportMark, (count: number) => string>> = {
  legal_hold: (count) => `${countText(count)} under legal hold`,
  tombstone: (count) => plural(count, "tombstone"),
  revoked: (count) => plural(count, "revoked actor"),
  quarantined: (count) => plural(count, "quarantined actor"),
};

/** The answer as text; `wide` names every record that stays back, with its reason. */
export function exportText(document: Document<ExportData>, view: WideView): string {
  const { data } = document;
  if (data === null) return "";
  const style = createStyle(view);
  const sections = [
    verdictText(data, style, view),
    ...(data.records.length === 0 ? [] : [section("What goes in", contentText(data, view), style)]),
    ...listSection("What stays back", heldLines(data, style, view), style),
    ...listSection("Policy decisions", decisionLines(data, style, view), style),
    ...listSection("Other profiles", boundaryLines(data, style, view), style),
    ...listSection("What the other side must have", needLines(data, style, view), style),
    ...nextSection(document, data, style, view),
    ...leftBackText(data, view),
  ];
  return `${sections.join("\n\n")}\n`;
}

function verdictText(data: ExportData, style: Style, view: View): string {
  const { denial, bundle, exclusions, events } = data;
  const target = targetName(data.target.kind, data.target.id);
  if (denial !== null) {
    return paragraph(
      `${style.bad(style.marks.bad)} ${style.strong(`${target} stays`)}: ${denial.message} (${denial.rule})`,
      view,
    );
  }
  const records = data.records.reduce((sum, row) => sum + row.records, 0);
  const content = `${plural(records, "record")} and ${plural(events.events, "event")}`;
  const held = exclusions.length === 0
    ? "nothing stays back"
    : `${plural(exclusions.length, "record")} ${exclusions.length === 1 ? "stays" : "stay"} back`;
  const mark = exclusions.length === 0 ? style.good(style.marks.good) : style.warning(style.marks.warning);
  const marks = data.marks.map(({ mark: name, records: count }) => MARKED[name](count));
  const told = marks.length === 0 ? "" : ` Marked so that the other side knows: ${listText(marks)}.`;
  if (bundle === null) return paragraph(`${mark} ${style.strong(target)}: ${content} may leave, ${held}.${told}`, view);
  const where = bundle.path === "-" ? "standard output" : bundle.path;
  const how = [
    ...(bundle.signed ? ["signed"] : []),
    ...(bundle.compressed ? ["compressed"] : []),
    data.encrypted ? "encrypted" : "not encrypted",
  ];
  return [
    paragraph(`${mark} ${style.strong(target)}: ${content} are in ${where}, ${held}.${told}`, view),
    paragraph(`${bytesText(bundle.bytes)}, ${listText(how)}, sha256`, view, 2),
    // Whole, so that it can be copied.
    `  ${bundle.sha256}`,
  ].join("\n");
}

function contentText({ records, events }: ExportData, view: View): string {
  return tableText(
    [{ title: "KIND" }, { title: "RECORDS", align: "right" }, { title: "BYTES", align: "right" }],
    [
      ...records.map((row) => [KINDS[row.kind].plural, countText(row.records), bytesText(row.bytes)]),
      ["events of their history", countText(events.events), events.bytes === null ? "?" : bytesText(events.bytes)],
    ],
    view,
  );
}

function heldLines({ rules, exclusions, events }: ExportData, style: Style, view: WideView): readonly string[] {
  const lines = rules.map((rule) => {
    const held = exclusions.filter((exclusion) => exclusion.rule === rule.rule);
    return [
      listItem(
        style.marks.bullet,
        `${countText(rule.records)}: ${rule.title} (${rule.rule}; ${OPENED_BY[rule.opened_by]})`,
        {
          view,
        },
      ),
      ...(view.wide
        ? held.map((one) => listItem(style.marks.arrow, `${excludedName(one)}: ${one.message}`, { view, indent: 2 }))
        : [paragraph(someOf(held.slice(0, NAMES_SHOWN).map(excludedName), held.length), view, 2)]),
    ].join("\n");
  });
  const history = events.held_back === 0 ? [] : [
    listItem(style.marks.bullet, `${plural(events.held_back, "event")} of objects that stay back`, { view }),
  ];
  const skipped = (events.skipped ?? 0) === 0 ? [] : [
    listItem(
      style.marks.bullet,
      `${plural(events.skipped ?? 0, "journal line")} about objects that leave: no whole event of a known format`,
      { view },
    ),
  ];
  return [...lines, ...history, ...skipped];
}

/** The last line of an export: how much stayed, and why. */
function leftBackText({ bundle, rules, events }: ExportData, view: View): readonly string[] {
  if (bundle === null) return [];
  const counted = (couldNot: boolean) => {
    const found = rules.filter(({ could_not: one }) => one === couldNot);
    const records = found.reduce((sum, rule) => sum + rule.records, 0);
    const why = found.map((rule) => `${countText(rule.records)} ${rule.rule}`).join(", ");
    return records === 0 ? [] : [`${plural(records, "record")} (${why})`];
  };
  const skipped = (events.skipped ?? 0) === 0 ? [] : [plural(events.skipped ?? 0, "journal line")];
  const byRule = counted(false);
  const unable = [...counted(true), ...skipped];
  const told = [
    ...(byRule.length === 0 ? [] : [`Kept back by rule: ${byRule.join("")}.`]),
    ...(unable.length === 0 ? [] : [`Should have left and could not: ${listText(unable)}.`]),
  ];
  return [paragraph(told.length === 0 ? "Nothing was kept back." : told.join(" "), view)];
}

/** Files that claim one id are told apart by their paths. */
function excludedName({ kind, id, file, rule }: ExportExclusion): string {
  return id === null || rule === "record.ambiguous" ? file : targetName(kind, id);
}

function decisionLines({ policy_decisions: decisions }: ExportData, style: Style, view: View): readonly string[] {
  return decisions.map(({ id, records, rules }) =>
    listItem(
      style.marks.bullet,
      records === 0
        ? `${id}: nothing needs it`
        : `${id}: ${plural(records, "record")} may leave because of it (${rules.join(", ")})`,
      { view },
    )
  );
}

function boundaryLines({ boundaries }: ExportData, style: Style, view: View): readonly string[] {
  return boundaries.map(({ profile, held_back: held, allowed, named }) => {
    const parts = [
      ...(held === 0 ? [] : [`${plural(held, "record")} of it stay back`]),
      ...(allowed === 0 ? [] : [`${plural(allowed, "record")} of it may leave by decision`]),
      ...(named === 0 ? [] : [`it is named in the scopes of ${plural(named, "actor")} that may leave`]),
    ];
    return listItem(style.marks.bullet, `${profile}: ${listText(parts)}`, { view });
  });
}

const NEEDED_AS: Readonly<Record<ExportData["needs"][number]["reason"], string>> = {
  held_back: "held back",
  missing: "not in this store",
  stays_on_host: "never exported",
};

function needLines({ needs }: ExportData, style: Style, view: WideView): readonly string[] {
  const groups = new Map<string, { readonly kind: RecordKind; readonly reason: string; readonly ids: string[] }>();
  for (const { kind, id, reason } of needs) {
    const key = `${kind} ${reason}`;
    const group = groups.get(key) ?? { kind, reason: NEEDED_AS[reason], ids: [] };
    group.ids.push(id);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ kind, reason, ids }) => {
    const names = view.wide ? ids.join(", ") : someOf(ids);
    return listItem(style.marks.bullet, `${KINDS[kind].plural}: ${names} (${reason})`, { view });
  });
}

function nextSection(
  { source, context: { profile } }: Document<ExportData>,
  { target, denial, bundle, records, encrypted, policy_decisions: decisions }: ExportData,
  style: Style,
  view: View,
): readonly string[] {
  if (denial !== null || records.length === 0) return [];
  const next = (command: string) => [section("What to type next", commandText(command, view, 2), style)];
  if (bundle !== null) {
    // With what key it is opened or checked is not known here.
    const isReadAsItIs = bundle.path !== "-" && !encrypted && !bundle.signed;
    return isReadAsItIs ? next(syncCommand("import", bundle.path, "--verify")) : [];
  }
  const file = `${safeRecordName(target.id) ?? "bundle"}.tar${encrypted ? ".age" : ""}`;
  // What the preview was made with, without which less would leave.
  const given = [
    ...decisions.flatMap(({ id }) => ["--policy-decision", id]),
    ...(encrypted ? ["--encrypt-to", "RECIPIENT"] : []),
    ...(profile.selected_by === "option" && profile.id !== null ? ["--profile", profile.id] : []),
  ];
  const words = ["export", targetName(target.kind, target.id), "--out", file, ...given, ...sourceFlags(source)];
  return next(syncCommand(...words));
}

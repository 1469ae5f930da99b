/** Findings for people: each in a few lines, and few of each kind where there are too many to be read. */
import { syncCommand } from "../../text/command_line.ts";
import { foldableJson } from "../../text/stringify_json.ts";
import type { Acceptance, Finding, ReportedFinding } from "../../model/documents/health.ts";
import type { Style } from "../style.ts";
import type { View, WideView } from "../view.ts";
import { commandText, listItem, paragraph } from "../paragraphs.ts";
import { countText } from "../../text/numbers.ts";
import { plural } from "../../text/words.ts";
import { severityText } from "./health.ts";

/** So many findings of one kind are shown where not all are. */
export const SHOWN_OF_A_KIND = 5;
/** One thousand dangling references are one problem; a screen of it says as much as all of them. */
export const MOST_OF_A_KIND = 8;
const MOST_COMMANDS = 12;
const REPAIR_PREVIEW = syncCommand("repair", "--dry-run");

interface Told<Kind> {
  readonly finding: Kind;
  /** How many of its kind are left out behind it. */
  readonly leftOut: number;
}

/** The findings that are shown, in their order; `wide` shows them all. */
function choose<Kind extends Finding>(found: readonly Kind[], { wide }: WideView): readonly Told<Kind>[] {
  const counts = new Map<string, number>();
  for (const { id } of found) counts.set(id, (counts.get(id) ?? 0) + 1);
  const seen = new Map<string, number>();
  return found.flatMap((finding) => {
    const count = counts.get(finding.id) ?? 0;
    const place = (seen.get(finding.id) ?? 0) + 1;
    seen.set(finding.id, place);
    if (wide || count <= MOST_OF_A_KIND) return [{ finding, leftOut: 0 }];
    if (place > SHOWN_OF_A_KIND) return [];
    return [{ finding, leftOut: place === SHOWN_OF_A_KIND ? count - SHOWN_OF_A_KIND : 0 }];
  });
}

function leftOutText({ finding, leftOut }: Told<Finding>, style: Style, view: View): readonly string[] {
  return leftOut === 0 ? [] : [
    listItem(style.marks.bullet, `and ${plural(leftOut, "more", "more")} (${finding.id}); -o wide shows all`, {
      view,
    }),
  ];
}

/** Every finding that is shown, with what to do about it; `wide` adds its evidence and its command. */
export function findingsText(found: readonly ReportedFinding[], style: Style, view: WideView): string {
  const kinds = Map.groupBy(found, ({ id }) => id);
  const told = new Set<string>();
  return found.flatMap((finding) => {
    const same = kinds.get(finding.id) ?? [];
    if (view.wide || same.length <= MOST_OF_A_KIND) return [findingText(finding, style, view)];
    if (told.has(finding.id)) return [];
    told.add(finding.id);
    return [manyText(same, finding, style, view)];
  }).join("\n\n");
}

/** Many findings of a kind as one: how many, a few of them, and what to do about all. */
function manyText(
  same: readonly ReportedFinding[],
  { id, severity, durability, recommendation }: ReportedFinding,
  style: Style,
  view: WideView,
): string {
  const examples = same.slice(0, SHOWN_OF_A_KIND);
  const isNew = same.filter(({ change }) => change === "new").length;
  const news = isNew === 0 ? "" : ` (${countText(isNew)} new)`;
  const counted = `${plural(same.length, "finding")} of one kind`;
  return [
    paragraph(`${severityText(severity, style)} ${style.strong(counted)}${news} (${durability}; ${id})`, view),
    ...examples.map(({ target, message }) =>
      listItem(style.marks.bullet, `${target}: ${message}`, { view, indent: 2 })
    ),
    listItem(style.marks.bullet, `and ${countText(same.length - examples.length)} more; -o wide shows all`, {
      view,
      indent: 2,
    }),
    listItem(style.marks.arrow, toDoText({ severity, recommendation }), { view, indent: 2 }),
  ].join("\n");
}

/** What to do about it, and who does; of housekeeping that no repair does, nothing needs to be done by anybody. */
export function toDoText({ severity, recommendation }: Pick<Finding, "severity" | "recommendation">): string {
  const { action, automatic } = recommendation;
  if (automatic) return `${action} (repair can do this)`;
  return severity === "info" ? action : `${action} (needs a person)`;
}

function findingText(finding: ReportedFinding, style: Style, view: WideView): string {
  const { recommendation, evidence } = finding;
  return [
    paragraph(
      `${severityText(finding.severity, style)} ${style.strong(finding.target)}${
        finding.change === null ? "" : ` (${finding.change})`
      }`,
      view,
    ),
    ...(finding.accepted === null ? [] : [paragraph(returnedText(finding.accepted), view, 2)]),
    paragraph(`${finding.message} (${finding.durability}; ${finding.id})`, view, 2),
    ...(view.wide ? [paragraph(style.dim(evidenceText(evidence)), view, 2)] : []),
    listItem(style.marks.arrow, toDoText(finding), { view, indent: 2 }),
    ...(view.wide && recommendation.command !== null ? [commandText(recommendation.command, view, 4)] : []),
  ].join("\n");
}

/** Why an accepted finding counts again. */
function returnedText({ state, accepted_at: at, until, reason }: Acceptance): string {
  const why = state === "expired" ? `that ended at ${until}` : "its evidence has changed since";
  return `It was accepted at ${at} (${reason}), and ${why}`;
}

/** Findings that are known and let be, a line each. */
export function acceptedText(found: readonly ReportedFinding[], style: Style, view: WideView): string {
  return choose(found, view).flatMap((told) => {
    const { id, target, message, accepted } = told.finding;
    const until = (accepted?.until ?? null) === null ? "" : `, until ${accepted?.until}`;
    const line = `${target}: ${message} (${id}; accepted: ${accepted?.reason ?? ""}${until})`;
    return [listItem(style.marks.bullet, line, { view }), ...leftOutText(told, style, view)];
  }).join("\n");
}

function evidenceText(evidence: Finding["evidence"]): string {
  return Object.entries(evidence)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${typeof value === "string" ? value : foldableJson(value)}`)
    .join(", ");
}

/** What an earlier report had and this one has not. */
export function goneText(gone: readonly Finding[], style: Style, view: WideView): string {
  return choose(gone, view)
    .flatMap((told) => [
      listItem(style.marks.bullet, `${told.finding.target}: ${told.finding.message} (${told.finding.id})`, { view }),
      ...leftOutText(told, style, view),
    ])
    .join("\n");
}

/** ` --scope` and its word, quoted as shellWord() quotes it. */
const SCOPE_WORDS = / --scope (?:'[^']*'|\\'|[^\s'\\])+/g;

/**
 * What to type next: the commands of what is shown, each once, what mends before what looks, and what answers most
 * findings first; a look at one repair is a look at all of them.
 */
export function nextText(found: readonly ReportedFinding[], view: WideView): string {
  const shown = choose(found, view).flatMap(({ finding }) => finding.recommendation.command ?? []);
  const isOneOfSeveral = new Set(shown.filter((command) => command.startsWith(REPAIR_PREVIEW))).size > 1;
  const typed = (command: string) =>
    isOneOfSeveral && command.startsWith(REPAIR_PREVIEW) ? command.replace(SCOPE_WORDS, "") : command;
  const answers = new Map<string, number>();
  for (const { recommendation: { command } } of found) {
    if (command !== null) answers.set(typed(command), (answers.get(typed(command)) ?? 0) + 1);
  }
  const commands = [...new Set(shown.map(typed))].sort((left, right) =>
    Number(isLook(left)) - Number(isLook(right)) || (answers.get(right) ?? 0) - (answers.get(left) ?? 0)
  );
  const told = view.wide ? commands : commands.slice(0, MOST_COMMANDS);
  const more = commands.length - told.length;
  return [
    ...told.map((command) => commandText(command, view, 2)),
    ...(more === 0 ? [] : [paragraph(`and ${more} more; -o wide shows all`, view, 2)]),
  ].join("\n");
}

/** Whether the command only shows something: repair and the standard tools mend it. */
function isLook(command: string): boolean {
  return command.startsWith(syncCommand()) && !command.startsWith(REPAIR_PREVIEW);
}

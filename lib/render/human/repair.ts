/** `sync repair` for people: plain sentences, the steps in order, then what it will not do and why. */
import type { OwnershipProblem } from "../../change/who_may_change.ts";
import { MOST_OF_A_KIND, SHOWN_OF_A_KIND } from "./findings.ts";
import { sourceFlags, syncCommand } from "../../text/command_line.ts";
import type { RepairData } from "../../model/documents/repair.ts";
import type { Document } from "../../model/envelope.ts";
import type { RepairStep } from "../../model/repair_plan.ts";
import { scopesToApply } from "../../repair/document.ts";
import { createStyle } from "../style.ts";
import type { View } from "../view.ts";
import { countText } from "../../text/numbers.ts";
import { plural } from "../../text/words.ts";
import { commandText, listItem, paragraph } from "../paragraphs.ts";

export function repairText(document: Document<RepairData>, view: View): string {
  const { data } = document;
  if (data === null) return "";
  const style = createStyle(view);
  const isPreview = data.mode === "dry_run";
  const list = (title: string, lines: readonly (readonly [mark: string, text: string])[]) =>
    lines.length === 0
      ? []
      : ["", style.heading(title), ...lines.map(([mark, text]) => listItem(mark, text, { view }))];
  const bullet = style.marks.bullet;
  const steps = isPreview ? data.plan?.steps.filter(({ kind }) => kind !== "control") ?? [] : [];
  const reviewed = new Set(data.needs_review.map(({ finding, target }) => `${finding}:${target}`));
  const blocked = isPreview ? data.plan?.blocked_steps.filter(({ id }) => !reviewed.has(id)) ?? [] : [];
  const lines = [
    paragraph(`${data.report.sentences.join(". ")}.`, view),
    ...list("Steps", stepItems(steps)),
    ...list(
      data.mode === "undo" ? "Stays as it is" : "Outside the given scopes",
      groupedByReason(data.not_applied).map((text) => [bullet, text]),
    ),
    ...list("Cannot be done", groupedByReason(blocked).map((text) => [bullet, text])),
    ...list(
      "Left for a person",
      reviewTexts(data.needs_review).map((text) => [bullet, text]),
    ),
    ...list(
      "Touched by the interrupted change",
      named(data.outcome?.recovered_paths ?? []).map((path) => [bullet, path]),
    ),
    ...savedLines(document, { savedTo: data.saved_to, command: ["repair"], scopes: scopesToApply(data) }, view),
    ...(steps.length > 0 && data.saved_to === null ? toSaveLines(document, data, view) : []),
    ...undoneLines(document, data, view),
    ...outcomeLines(data, view),
    ...undoLines(document, data, view),
  ];
  return `${lines.join("\n")}\n`;
}

/** So many are told one by one, and all of them in the document. */
const PATHS_NAMED = 20;

function named(paths: readonly string[]): readonly string[] {
  const rest = paths.length - PATHS_NAMED;
  return rest > 0 ? [...paths.slice(0, PATHS_NAMED), `and ${rest} more, which -o json names`] : paths;
}

/** The steps of a plan in their order, with what each touches. */
export function stepItems(steps: readonly RepairStep[]): readonly (readonly [mark: string, text: string])[] {
  return steps.map((step) => [
    `${step.order}.`,
    `${step.description}${step.scope === null ? "" : ` (scope ${step.scope})`}${pathsText(step)}`,
  ]);
}

/** What the step touches, where its description does not say so already. */
function pathsText({ description, paths }: RepairStep): string {
  return paths.every((path) => description.includes(`"${path}"`)) ? "" : `: ${named(paths).join(", ")}`;
}

/** What is blocked for one reason is told in one line. */
function groupedByReason(blocked: readonly { readonly id: string; readonly reason: string }[]): readonly string[] {
  const groups = Map.groupBy(blocked, ({ reason }) => reason);
  return [...groups].map(([reason, steps]) => `${named(steps.map(({ id }) => id)).join(", ")}: ${reason}`);
}

function reviewTexts(review: RepairData["needs_review"]): readonly string[] {
  return [...Map.groupBy(review, ({ finding }) => finding)].flatMap(([id, same]) => {
    const [first] = same;
    if (first === undefined || same.length <= MOST_OF_A_KIND) {
      return same.map(({ target, message, choices }) => `${target}: ${message}. ${choices.join("; or ")}`);
    }
    const examples = same.slice(0, SHOWN_OF_A_KIND).map(({ target }) => target).join(", ");
    const more = countText(same.length - SHOWN_OF_A_KIND);
    return [`${plural(same.length, "finding")} (${id}): ${examples} and ${more} more. ${first.choices.join("; or ")}`];
  });
}

/** The code of the warning that somebody else has to apply the plan. */
const NOT_OWNER: OwnershipProblem["kind"] = "not_owner";

/** Where the plan is, and the command that applies all of it: what lies outside the given scopes is no part of it. */
export function savedLines(
  { source, warnings }: Pick<Document<unknown>, "source" | "warnings">,
  { savedTo, command: applying, scopes }: {
    readonly savedTo: string | null;
    /** The words of the command that applies it. */
    readonly command: readonly string[];
    readonly scopes: readonly string[];
  },
  view: View,
): readonly string[] {
  if (savedTo === null) return [];
  const lines = ["", paragraph(`The plan is saved in ${savedTo}`, view)];
  if (scopes.length === 0 || source.kind !== "store") return lines;
  if (warnings.some(({ code }) => code === NOT_OWNER)) {
    return [...lines, paragraph("Only the owner of the store can apply it: the warning has the command", view)];
  }
  const words = [...applying, "--apply", "--plan", savedTo, ...scopes.flatMap((scope) => ["--scope", scope])];
  const command = syncCommand(...words, ...sourceFlags(source));
  return [
    ...lines,
    paragraph("This applies all of it, once you have read it:", view),
    commandText(command, view, 2),
  ];
}

/** How the plan that was shown is kept, as only a saved one can be applied. */
function toSaveLines(document: Document<RepairData>, { undoes, scopes }: RepairData, view: View): readonly string[] {
  if (undoes !== null || document.errors.length > 0 || document.source.kind !== "store") return [];
  const words = ["repair", "--dry-run", ...scopes.flatMap((scope) => ["--scope", scope]), "--save", "plan.json"];
  return nextLines("This saves the plan, so that it can be applied:", words, { document, view });
}

/** The command that takes back what a preview of an undo shows. */
function undoneLines(
  document: Document<RepairData>,
  { mode, undoes, required_scopes: scopes }: RepairData,
  view: View,
): readonly string[] {
  if (mode !== "dry_run" || undoes === null || scopes.length === 0 || document.source.kind !== "store") return [];
  if (document.warnings.some(({ code }) => code === NOT_OWNER)) {
    return ["", paragraph("Only the owner of the store can take it back: the warning has the command", view)];
  }
  const words = ["repair", "--undo", undoes, ...scopes.flatMap((scope) => ["--scope", scope])];
  return nextLines("This takes all of it back, once you have read it:", words, { document, view });
}

/** Nothing inside these is taken back. */
const FOR_GOOD = ["journal", "disposable"];

/** How what was applied is taken back. */
function undoLines(
  document: Document<RepairData>,
  { mode, outcome, scopes }: RepairData,
  view: View,
): readonly string[] {
  const undoable = scopes.filter((scope) => !FOR_GOOD.includes(scope));
  if (mode !== "apply" || outcome === null || outcome.report_id === null || undoable.length === 0) return [];
  const words = ["repair", "--undo", outcome.report_id, ...undoable.flatMap((scope) => ["--scope", scope])];
  return nextLines("This takes it back:", words, { document, view });
}

/** A command that can come next, and what it does. */
export function nextLines(
  title: string,
  words: readonly string[],
  { document: { source }, view }: { readonly document: Document<unknown>; readonly view: View },
): readonly string[] {
  const flags = source.kind === "store" ? sourceFlags(source) : [];
  return ["", paragraph(title, view), commandText(syncCommand(...words, ...flags), view, 2)];
}

/** Where the report is, and which event tells of the change. */
export function outcomeLines({ outcome }: Pick<RepairData, "outcome">, view: View): readonly string[] {
  if (outcome === null || outcome.report_id === null) return [];
  const told = outcome.event_id === null ? "" : `, told by event ${outcome.event_id} of the journal`;
  const lines = ["", paragraph(`The report is ${outcome.report_id}${told}`, view)];
  return outcome.cleared
    ? lines
    : [...lines, paragraph("Scratch files are left in tmp/, which the next repair clears away", view)];
}

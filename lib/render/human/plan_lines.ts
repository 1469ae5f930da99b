/** What a repair and a decision say to people of a plan, of what became of it, and of the command that comes next. */
import type { OwnershipProblem } from "../../change/who_may_change.ts";
import { sourceFlags, syncCommand } from "../../text/command_line.ts";
import type { RepairData } from "../../model/documents/repair.ts";
import type { Document } from "../../model/envelope.ts";
import type { RepairStep } from "../../model/repair_plan.ts";
import type { View } from "../view.ts";
import { commandText, paragraph } from "../paragraphs.ts";

/** So many are told one by one, and all of them in the document. */
const PATHS_NAMED = 20;

/** The first of these paths or ids, and how many more the document names. */
export function named(paths: readonly string[]): readonly string[] {
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

/** The code of the warning that somebody else has to apply the plan. */
export const NOT_OWNER: OwnershipProblem["kind"] = "not_owner";

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

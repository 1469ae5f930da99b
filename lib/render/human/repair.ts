/** `sync repair` for people: plain sentences, the steps in order, then what it will not do and why. */
import { MOST_OF_A_KIND, SHOWN_OF_A_KIND } from "./findings.ts";
import type { RepairData } from "../../model/documents/repair.ts";
import type { Document } from "../../model/envelope.ts";
import { scopesToApply } from "../../repair/document.ts";
import { createStyle } from "../style.ts";
import type { View } from "../view.ts";
import { countText } from "../../text/numbers.ts";
import { plural } from "../../text/words.ts";
import { listItem, paragraph } from "../paragraphs.ts";
import { named, nextLines, NOT_OWNER, outcomeLines, savedLines, stepItems } from "./plan_lines.ts";

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

/** `sync repair` for people: plain sentences, the steps in order, then what it will not do and why. */
import type { RepairData } from "../../model/documents/repair.ts";
import type { Document } from "../../model/envelope.ts";
import { createStyle } from "../style.ts";
import type { View } from "../view.ts";
import { listItem, paragraph } from "../words.ts";

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
  const blocked = isPreview ? data.plan?.blocked_steps.filter(({ id }) => !isReviewed(id, data)) ?? [] : [];
  const lines = [
    paragraph(`${data.report.sentences.join(". ")}.`, view),
    ...list(
      "Steps",
      steps.map((step) => [
        `${step.order}.`,
        step.scope === null ? step.description : `${step.description} (scope ${step.scope})`,
      ]),
    ),
    ...list("Outside the given scopes", data.not_applied.map((step) => [bullet, `${step.id}: ${step.reason}`])),
    ...list("Cannot be done", groupedByReason(blocked).map((text) => [bullet, text])),
    ...list(
      "Left for a person",
      data.needs_review.map((item) => [bullet, `${item.target}: ${item.message}. ${item.choices.join("; or ")}`]),
    ),
    ...savedLines(data, view),
    ...outcomeLines(data, view),
  ];
  return `${lines.join("\n")}\n`;
}

/** What is blocked for one reason is told in one line. */
function groupedByReason(blocked: readonly { readonly id: string; readonly reason: string }[]): readonly string[] {
  const groups = Map.groupBy(blocked, ({ reason }) => reason);
  return [...groups].map(([reason, steps]) => `${steps.map(({ id }) => id).join(", ")}: ${reason}`);
}

function isReviewed(stepId: string, { needs_review: review }: RepairData): boolean {
  return review.some(({ finding, target }) => stepId === `${finding}:${target}`);
}

function savedLines({ saved_to: savedTo, required_scopes: scopes }: RepairData, view: View): readonly string[] {
  if (savedTo === null) return [];
  const needed = scopes.length === 0 ? "" : `. All of its steps need --scope ${scopes.join(" --scope ")}`;
  return ["", paragraph(`The plan is saved in ${savedTo}${needed}`, view)];
}

function outcomeLines({ outcome }: RepairData, view: View): readonly string[] {
  if (outcome === null || outcome.report_id === null) return [];
  const told = outcome.event_id === null ? "" : `, told by event ${outcome.event_id} of the journal`;
  const lines = ["", paragraph(`The report is ${outcome.report_id}${told}`, view)];
  return outcome.cleared
    ? lines
    : [...lines, paragraph("Scratch files are left in tmp/, which the next repair clears away", view)];
}

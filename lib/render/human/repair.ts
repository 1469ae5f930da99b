/** `sync repair --dry-run` for people: plain sentences, the steps in order, then what it will not do and why. */
import type { RepairData } from "../../model/documents/repair.ts";
import type { Document } from "../../model/envelope.ts";
import { createStyle } from "../style.ts";
import type { View } from "../view.ts";
import { listItem, paragraph } from "../words.ts";

export function repairText(document: Document<RepairData>, view: View): string {
  const { data } = document;
  if (data === null) return "";
  const style = createStyle(view);
  const steps = data.plan.steps.filter((step) => step.scope !== null);
  const list = (title: string, lines: readonly (readonly [mark: string, text: string])[]) =>
    lines.length === 0
      ? []
      : ["", style.heading(title), ...lines.map(([mark, text]) => listItem(mark, text, { view }))];
  const bullet = style.marks.bullet;
  const lines = [
    paragraph(`${data.report.sentences.join(". ")}.`, view),
    ...list("Steps", steps.map((step) => [`${step.order}.`, `${step.description} (scope ${step.scope ?? ""})`])),
    ...list("Outside the given scopes", data.not_applied.map((step) => [bullet, `${step.id}: ${step.reason}`])),
    ...list(
      "Left for a person",
      data.needs_review.map((item) => [bullet, `${item.target}: ${item.message}. ${item.choices.join("; or ")}`]),
    ),
    ...(data.saved_to === null ? [] : ["", paragraph(`The plan is saved in ${data.saved_to}`, view)]),
  ];
  return `${lines.join("\n")}\n`;
}

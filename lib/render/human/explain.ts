/** `sync explain` for people: short sentences, one a question. */
import type { Answer, Evidence, ExplainData, Item } from "../../model/documents/explain.ts";
import type { Document } from "../../model/envelope.ts";
import { createStyle } from "../style.ts";
import type { View } from "../view.ts";
import { paragraph } from "../words.ts";

export function explainText(document: Document<ExplainData>, view: View & { readonly wide: boolean }): string {
  const { data } = document;
  if (data === null || data.answers === null) return "";
  const { answers } = data;
  const style = createStyle(view);
  const one = (question: string, answer: Answer) =>
    [
      style.heading(question),
      paragraph(answer.summary, view, 2),
      ...(view.wide ? answer.evidence.map((evidence) => paragraph(style.dim(evidenceText(evidence)), view, 4)) : []),
    ].join("\n");
  const several = (question: string, items: readonly Item[], none: string) =>
    [
      style.heading(question),
      ...(items.length === 0
        ? [paragraph(none, view, 2)]
        : items.map((item) => paragraph(`${style.marks.bullet} ${item.summary}`, view, 2))),
    ].join("\n");
  const sections = [
    one("What is it?", answers.identity),
    one("Which schema governs it?", answers.schema),
    one("Who last changed it?", answers.last_change),
    one("Who owns it?", answers.ownership),
    one("Is it safe to sync?", answers.sync_safety),
    ...(answers.sync_safety.known ? [several("What blocks it?", answers.blocks, "Nothing")] : []),
    several("Which conflicts exist?", answers.conflicts, "None"),
    several("What can be repaired automatically?", answers.automatic_repairs, "Nothing"),
    several("What needs a person?", answers.human_review, "Nothing"),
    one("Is it durable?", answers.durability),
    one("Can its restore be proven?", answers.restore),
  ];
  return `${sections.join("\n")}\n`;
}

function evidenceText({ file, line, record, field, value }: Evidence): string {
  const place = [file, line === null ? null : `line ${line}`].filter((part) => part !== null).join(" ");
  const what = field === null ? record : `${field}${value === null ? "" : ` = ${value}`}`;
  return what === null ? place : `${place}: ${what}`;
}

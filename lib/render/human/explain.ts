/** `sync explain` for people: short sentences, one a question. */
import type { Answer, Evidence, ExplainData, Item, Topic } from "../../model/documents/explain.ts";
import type { Document } from "../../model/envelope.ts";
import { createStyle, type Style } from "../style.ts";
import { tableText } from "../table.ts";
import type { View } from "../view.ts";
import { listItem, paragraph } from "../paragraphs.ts";
import { plural } from "../../text/words.ts";

export function explainText(document: Document<ExplainData>, view: View & { readonly wide: boolean }): string {
  const { data } = document;
  if (data === null) return "";
  const style = createStyle(view);
  if (data.topic !== null) return topicText(data.topic, style, view);
  if (data.answers === null) return "";
  const { answers } = data;
  const evidence = (rests: readonly Evidence[]) =>
    view.wide ? rests.map((one) => paragraph(style.dim(evidenceText(one)), view, 4)) : [];
  const one = (question: string, answer: Answer) => [
    style.heading(question),
    paragraph(answer.summary, view, 2),
    ...evidence(answer.evidence),
  ];
  const several = (question: string, items: readonly Item[], none: string) => [
    style.heading(question),
    ...(items.length === 0 ? [paragraph(none, view, 2)] : items.flatMap((item) => [
      listItem(style.marks.bullet, item.summary, { view, indent: 2 }),
      ...evidence(item.evidence),
    ])),
  ];
  const lines = [
    ...one("What is it?", answers.identity),
    ...one("Which schema governs it?", answers.schema),
    ...one("Who last changed it?", answers.last_change),
    ...one("Who owns it?", answers.ownership),
    ...one("Is it safe to sync?", answers.sync_safety),
    ...several("What stands in its way?", answers.blocks, "Nothing"),
    ...several("Which conflicts exist?", answers.conflicts, "None"),
    ...several("What can be repaired automatically?", answers.automatic_repairs, "Nothing"),
    ...several("What needs a person?", answers.human_review, "Nothing"),
    ...one("Is it durable?", answers.durability),
    ...one("Can its restore be proven?", answers.restore),
  ];
  return `${[lines.join("\n"), ...timelineText(data.timeline, style, view)].join("\n\n")}\n`;
}

function topicText({ title, sentences }: Topic, style: Style, view: View): string {
  return `${[paragraph(style.heading(title), view), ...sentences.map((one) => paragraph(one, view, 2))].join("\n")}\n`;
}

function timelineText(
  { total, events, reason }: ExplainData["timeline"],
  style: Style,
  view: View,
): readonly string[] {
  if (events.length === 0) {
    // Silence would read as if nothing had ever happened.
    const count = total === null || total === 0 ? null : `The journal has ${plural(total, "event")} of it`;
    const text = [count, reason].filter((part) => part !== null).join("; ");
    return [`${style.heading("Its newest events")}\n${paragraph(text === "" ? "None" : text, view, 2)}`];
  }
  const heading = style.heading(`Its newest events, ${events.length} of ${plural(total ?? events.length, "event")}`);
  const columns = [
    { title: "EVENT", priority: 1 },
    { title: "AT", priority: 1 },
    { title: "TYPE" },
    { title: "LANE" },
    { title: "BY" },
    {
      title: "OBJECT",
    },
  ];
  const rows = events.map((event) => [
    event.event_id,
    event.created_at ?? "",
    `${event.event_type}${event.applied ? "" : " (not applied)"}`,
    event.lane ?? "",
    event.producer ?? "",
    event.object_id ?? "",
  ]);
  return [`${heading}\n${tableText(columns, rows, view)}`];
}

function evidenceText({ file, line, record, field, value }: Evidence): string {
  const place = [file, line === null ? null : `line ${line}`].filter((part) => part !== null).join(" ");
  const what = field === null ? record : `${field}${value === null ? "" : ` = ${value}`}`;
  return what === null ? place : `${place}: ${what}`;
}

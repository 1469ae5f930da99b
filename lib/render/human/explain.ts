/** `sync explain` for people: short sentences, one a question. */
import type { Answer, Evidence, ExplainData, Item, Topic } from "../../model/documents/explain.ts";
import type { Document } from "../../model/envelope.ts";
import { sidesText } from "./sides.ts";
import { createStyle, type Style } from "../style.ts";
import { tableText } from "../table.ts";
import type { View, WideView } from "../view.ts";
import { listItem, paragraph } from "../paragraphs.ts";
import { plural } from "../../text/words.ts";

/** The eleven questions in their order, and what stands where there is nothing to tell. */
export const QUESTIONS = [
  { question: "What is it?", field: "identity", none: "" },
  { question: "Which schema governs it?", field: "schema", none: "" },
  { question: "Who last changed it?", field: "last_change", none: "" },
  { question: "Who owns it?", field: "ownership", none: "" },
  { question: "Is it safe to sync?", field: "sync_safety", none: "" },
  { question: "What stands in its way?", field: "blocks", none: "Nothing" },
  { question: "Which conflicts exist?", field: "conflicts", none: "None" },
  { question: "What can be repaired automatically?", field: "automatic_repairs", none: "Nothing" },
  { question: "What needs a person?", field: "human_review", none: "Nothing" },
  { question: "Is it durable?", field: "durability", none: "" },
  { question: "Can its restore be proven?", field: "restore", none: "" },
] as const;

export function explainText(document: Document<ExplainData>, view: WideView): string {
  const { data } = document;
  if (data === null) return "";
  const style = createStyle(view);
  if (data.topic !== null) return topicText(data.topic, style, view);
  if (data.answers === null) return "";
  const { answers } = data;
  const evidence = (rests: readonly Evidence[]) =>
    view.wide ? rests.map((one) => paragraph(style.dim(evidenceText(one)), view, 4)) : [];
  const text = ({ summary, evidence: rests }: Answer) => [paragraph(summary, view, 2), ...evidence(rests)];
  const item = ({ summary, evidence: rests }: Item) => [
    listItem(style.marks.bullet, summary, { view, indent: 2 }),
    ...evidence(rests),
  ];
  const lines = QUESTIONS.flatMap(({ question, field, none }) => {
    const answer = answers[field];
    const told = "summary" in answer
      ? text(answer)
      : answer.length === 0
      ? [paragraph(none, view, 2)]
      : answer.flatMap(item);
    return [style.heading(question), ...told];
  });
  const sides = data.sides === null ? [] : [sidesText(data.sides, view)];
  return `${[lines.join("\n"), ...sides, ...timelineText(data.timeline, style, view)].join("\n\n")}\n`;
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

/** Where it stands, and what it says there. */
export function evidenceText({ file, line, record, field, value }: Evidence): string {
  const place = [file, line === null ? null : `line ${line}`].filter((part) => part !== null).join(" ");
  const what = field === null ? record : `${field}${value === null ? "" : ` = ${value}`}`;
  return what === null ? place : `${place}: ${what}`;
}

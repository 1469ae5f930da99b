/** `sync explain -o html`: the eleven answers about one object, whom it has to do with, and its newest events. */
import type { ConflictSides } from "../../model/documents/conflict_sides.ts";
import type { Answers, ExplainData, Item } from "../../model/documents/explain.ts";
import type { RecordKind } from "../../model/kinds.ts";
import type { Sha256Hex } from "../../text/sha256.ts";
import { syncCommand } from "../../text/command_line.ts";
import { stringifyJson } from "../../text/stringify_json.ts";
import { targetName } from "../../store/catalog.ts";
import { evidenceText, QUESTIONS } from "../human/explain.ts";
import { fieldText, sideText } from "../human/sides.ts";
import { type Relation, relationsGraph } from "./charts/relations.ts";
import { type Content, markup } from "./markup.ts";
import { pageText } from "./page.ts";
import { list, listSection, section, table, verdict } from "./sections.ts";

interface ExplainPage {
  readonly data: ExplainData;
  readonly takenAt: string;
  readonly store: string | null;
}

export function explainPage({ data, takenAt, store }: ExplainPage, sha256Hex: Sha256Hex): string {
  const { answers, topic } = data;
  const body = topic !== null
    ? section(
      topic.title,
      topic.sentences.map((sentence) =>
        markup`
          <p>${sentence}</p>
        `
      ),
    )
    : answers === null
    ? markup`
      <p>${data.target.text} is not explained: nothing has this id.</p>
    `
    : answersMarkup(data, answers);
  return pageText({ title: syncCommand("explain", data.target.text), takenAt, store, body }, sha256Hex);
}

function answersMarkup(data: ExplainData, answers: Answers): Content {
  const { timeline, object, target } = data;
  const { sync_safety: safety } = answers;
  const relations = relationsOf(answers);
  return [
    verdict(safety.verdict, safety.summary),
    relations.length === 0 ? null : section("Whom it has to do with", relationsGraph(target.text, relations)),
    QUESTIONS.map(({ question, field, none }) => {
      const answer = answers[field];
      const body = "summary" in answer ? answerMarkup(answer) : answer.length === 0
        ? markup`
          <p>${none}</p>
        `
        : answer.map(answerMarkup);
      return markup`
        <h3>${question}</h3>
        ${body}
      `;
    }),
    data.sides === null ? null : section("Both sides", sidesMarkup(data.sides)),
    listSection("Its newest events", timeline.events, (events) =>
      table(
        ["Event", "At", "Type", "Lane", "By", "Object"].map((title) => ({ title })),
        events.map((event) => [
          event.event_id,
          event.created_at,
          `${event.event_type}${event.applied ? "" : " (not applied)"}`,
          event.lane,
          event.producer,
          event.object_id,
        ]),
      )),
    object === null ? null : markup`
      <details>
        <summary>The record</summary>
        <pre>${lines(stringifyJson(object, 2))}</pre>
      </details>
    `,
  ];
}

/** Both sides field by field, and what can be chosen. */
function sidesMarkup({ here, there, missing, fields, options }: ConflictSides): Content {
  const told = [
    ...(here === null ? [] : [`Here: ${sideText(here)}`]),
    ...(there === null ? [] : [`Other side: ${sideText(there)}`]),
    ...(missing === null ? [] : [missing.reason]),
  ];
  return [
    list(told),
    table(
      ["Field", "Here", "Other side", ""].map((title) => ({ title })),
      fields.map(({ field, state, here: mine, there: theirs }) => [
        field,
        fieldText(mine),
        state === "unknown" && there === null ? "" : fieldText(theirs),
        state === "same" || state === "unknown" ? "" : STATES[state],
      ]),
    ),
    list(options.map(({ option, effect, command }) => `${option}: ${effect}${command === null ? "" : `: ${command}`}`)),
  ];
}

const STATES = { differs: "differs", only_here: "only here", only_there: "only on the other side" } as const;

function answerMarkup({ summary, evidence }: Pick<Item, "summary" | "evidence">): Content {
  if (evidence.length === 0) {
    return markup`
      <p>${summary}</p>
    `;
  }
  return markup`
    <details><summary>${summary}</summary>${list(evidence.map(evidenceText))}</details>
  `;
}

/** What it names, and then the records that the answers rest on, each once. */
function relationsOf(answers: Answers): readonly Relation[] {
  const { identity, schema, ownership, last_change: change } = answers;
  const named: readonly (readonly [role: string, record: string | null])[] = [
    ["schema", nameOf("schema", schema.schema_id)],
    ["profile", nameOf("profile", ownership.profile)],
    ["workspace", nameOf("workspace", ownership.workspace)],
    ["device", nameOf("device", ownership.device)],
    // No actor has to be registered in this name: a program may have changed it.
    ["changed by", change.actor],
  ];
  const resting: readonly (readonly [role: string, items: readonly Pick<Item, "evidence">[]])[] = [
    ["conflict", answers.conflicts],
    ["stands in its way", answers.blocks],
    ["decides on it", [answers.sync_safety]],
    ["needs a person", answers.human_review],
    ["restore", [answers.restore]],
  ];
  const told = new Set([identity.id, `${identity.kind}:${identity.id}`]);
  const relation = (side: Relation["side"], role: string, record: string | null): readonly Relation[] => {
    if (record === null || told.has(record)) return [];
    told.add(record);
    return [{ record, role, side }];
  };
  return [
    ...named.flatMap(([role, record]) => relation("left", role, record)),
    ...resting.flatMap(([role, items]) =>
      items.flatMap(({ evidence }) => evidence.flatMap(({ record }) => relation("right", role, record)))
    ),
  ];
}

function nameOf(kind: RecordKind, id: string | null): string | null {
  return id === null ? null : targetName(kind, id);
}

/** A text of several lines, which keeps them. */
function lines(text: string): Content {
  return text.split("\n").map((line) =>
    markup`
      ${line}
    `
  );
}

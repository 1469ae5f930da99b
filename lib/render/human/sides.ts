/** Two versions of an object next to each other, and what can be chosen of a conflict. */
import type { ComparedField, ConflictSides, Side } from "../../model/documents/conflict_sides.ts";
import { foldableJson } from "../../text/stringify_json.ts";
import { plural } from "../../text/words.ts";
import { commandText, listItem, paragraph } from "../paragraphs.ts";
import { createStyle } from "../style.ts";
import { tableText } from "../table.ts";
import type { View, WideView } from "../view.ts";

const NOT_THERE = "(no such field)";
const NOT_AT_HAND = "(not at hand)";

/** The fields that differ, or of which one side alone is at hand; those that are the same are counted, or shown too. */
export function fieldsTable(
  fields: readonly ComparedField[],
  { other, whole, missing }: {
    /** The heading of the other version. */
    readonly other: string;
    /** Whether the fields that are the same are shown as well. */
    readonly whole: boolean;
    /** The side that is not at hand; null where both are. */
    readonly missing: "here" | "there" | null;
  },
  view: View,
): readonly string[] {
  const style = createStyle(view);
  const shown = fields.filter(({ state }) => whole || state !== "same");
  const rows = shown.map(({ field, state, here, there }) => [
    state === "same" || state === "unknown" ? field : `${style.marks.warning} ${field}`,
    missing === "here"
      ? style.dim(NOT_AT_HAND)
      : state === "only_there"
      ? style.dim(NOT_THERE)
      : state === "same" || state === "unknown"
      ? fieldText(here)
      : style.bad(fieldText(here)),
    missing === "there"
      ? style.dim(NOT_AT_HAND)
      : state === "only_here"
      ? style.dim(NOT_THERE)
      : state === "same" || state === "unknown"
      ? fieldText(there)
      : style.good(fieldText(there)),
  ]);
  const same = fields.filter(({ state }) => state === "same").length;
  return [
    ...(rows.length === 0 ? [] : [tableText([{ title: "FIELD" }, { title: "HERE" }, { title: other }], rows, view)]),
    ...(missing !== null || (whole && same > 0)
      ? []
      : [paragraph(`${plural(same, "field")} the same on both sides`, view)]),
  ];
}

/** A value of a field as text. */
export function fieldText(value: unknown): string {
  return typeof value === "string" ? value : foldableJson(value);
}

/** Both sides, who left them so and when, and what can be chosen. */
export function sidesText(sides: ConflictSides, view: WideView): string {
  const style = createStyle(view);
  const missing = sides.here === null ? "here" : sides.there === null ? "there" : null;
  const changed = sides.changed_since === true ? "; it has changed since the conflict was found" : "";
  const lines = [
    style.heading("Both sides"),
    ...(sides.here === null ? [] : [paragraph(`Here: ${sideText(sides.here)}${changed}`, view)]),
    ...(sides.there === null ? [] : [paragraph(`Other side: ${sideText(sides.there)}`, view)]),
    ...(sides.missing === null
      ? []
      : [paragraph(`${style.marks.warning} ${missingText(sides)}. ${sides.missing.reason}`, view)]),
    ...(sides.missing?.command == null
      ? []
      : [paragraph("With that bundle at hand, this shows both:", view), commandText(sides.missing.command, view, 2)]),
    ...(missing !== null && sides.decided !== null
      ? []
      : fieldsTable(sides.fields, { other: "OTHER SIDE", whole: view.wide, missing }, view)),
    ...(sides.options.length === 0 ? [] : ["", style.heading("What can be chosen")]),
    ...sides.options.flatMap(({ option, recommended, effect, prepare, who_may: may, command }) => [
      listItem(
        style.marks.bullet,
        `${option}${recommended ? " (recommended)" : ""}: ${effect}${
          command === null ? "" : may.length === 0 ? "; no registered actor may" : `; ${may.join(", ")} may`
        }`,
        { view },
      ),
      ...[prepare, command].flatMap((line) => line === null ? [] : [commandText(line, view, 2)]),
    ]),
    ...(sides.template === null ? [] : [
      "",
      paragraph(
        `What to begin a merge with is in ${sides.template}. A field that holds "choose_one" differs: put the value that counts in its ` +
          "place, or take the field out",
        view,
      ),
    ]),
    ...(sides.decided === null ? [] : ["", paragraph(decidedText(sides.decided), view)]),
  ];
  return lines.join("\n");
}

function missingText({ here }: ConflictSides): string {
  return here === null ? "The side here is not at hand" : "The other side is not at hand";
}

/** Who left a side so, when, and where it was read. */
export function sideText({ from, changed_by: by, changed_at: at, state }: Side): string {
  const who = `${by ?? "somebody unknown"} left it so${at === null ? "" : ` at ${at}`}`;
  return `${who}${state === null || state === "active" ? "" : `, ${state}`} (${from})`;
}

function decidedText({ option, by, at, rationale }: NonNullable<ConflictSides["decided"]>): string {
  const why = rationale === null || rationale === "" ? "" : `: ${rationale}`;
  return `Decided: "${option}", by ${by ?? "somebody unknown"}${at === null ? "" : ` at ${at}`}${why}`;
}

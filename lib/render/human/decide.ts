/** `sync conflicts decide` for people: what would be or was decided, the steps, and the command that comes next. */
import type { DecideData } from "../../model/documents/decide.ts";
import type { Document } from "../../model/envelope.ts";
import { listItem, paragraph } from "../paragraphs.ts";
import { createStyle } from "../style.ts";
import type { View } from "../view.ts";
import { fieldsTable } from "./sides.ts";
import { nextLines, outcomeLines, savedLines, stepItems } from "./plan_lines.ts";

export function decideText(document: Document<DecideData>, view: View): string {
  const { data } = document;
  if (data === null) return "";
  const style = createStyle(view);
  const isPreview = data.mode === "dry_run";
  const steps = isPreview ? stepItems(data.plan?.steps ?? []) : [];
  const lines = [
    paragraph(`${data.report.sentences.join(". ")}.`, view),
    ...sidesLines(data, view),
    ...(steps.length === 0
      ? []
      : ["", style.heading("Steps"), ...steps.map(([mark, text]) => listItem(mark, text, { view }))]),
    ...savedLines(document, {
      savedTo: data.saved_to,
      command: ["conflicts", "decide"],
      scopes: data.required_scopes,
    }, view),
    ...(isPreview && data.saved_to === null ? toSaveLines(document, data, view) : []),
    ...outcomeLines(data, view),
    ...undoLines(document, data, view),
    ...rebuildLines(document, data, view),
  ];
  return `${lines.join("\n")}\n`;
}

/** What differs of the two sides, next to each other; what is the same is counted. */
function sidesLines({ fields, decision }: DecideData, view: View): readonly string[] {
  if (fields.length === 0) return [];
  const other = decision.option === "fork" ? "OTHER SIDE" : "MERGED";
  return ["", ...fieldsTable(fields, { other, whole: false, missing: null }, view)];
}

/** How the plan that was shown is kept, as only a saved one can be applied. */
function toSaveLines(document: Document<DecideData>, { decision }: DecideData, view: View): readonly string[] {
  const { conflict_id: id, option, actor_id: actor, rationale, written } = decision;
  // The files that it was made from are not known here.
  if (written !== undefined) {
    return ["", paragraph("Add --save plan.json to keep the plan, so that it can be carried out", view)];
  }
  const words = ["conflicts", "decide", id, "--option", option, "--as", actor, "--rationale", rationale];
  return nextLines("This saves the plan, so that it can be carried out:", [...words, "--save", "plan.json"], {
    document,
    view,
  });
}

/** How what was done is taken back. */
function undoLines(
  document: Document<DecideData>,
  { outcome, required_scopes: scopes }: DecideData,
  view: View,
): readonly string[] {
  if (outcome === null || outcome.event_id === null || outcome.report_id === null) return [];
  const words = ["repair", "--undo", outcome.report_id, ...scopes.flatMap((scope) => ["--scope", scope])];
  return nextLines("This takes it back:", words, { document, view });
}

/** How derived state is built again, which the journal has outgrown. */
function rebuildLines(document: Document<DecideData>, { outcome, report }: DecideData, view: View): readonly string[] {
  if (outcome === null || outcome.event_id === null || report.next_actions.length === 0) return [];
  const words = ["repair", "--dry-run", "--scope", "derived", "--save", "derived.json"];
  return nextLines("Indexes and checkpoints are one event behind; this plans to rebuild them:", words, {
    document,
    view,
  });
}

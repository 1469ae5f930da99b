/** Problems and warnings as people read them, on stderr. */
import type { Problem, Warning } from "../../model/envelope.ts";
import { createStyle } from "../style.ts";
import type { View } from "../view.ts";
import { paragraph } from "../paragraphs.ts";

/** What happened, to what, and what to do next. */
export function problemText(problem: Problem, view: View): string {
  const style = createStyle(view);
  const lines = [paragraph(`${style.bad("error:")} ${problem.message}`, view)];
  if (problem.hint !== null) lines.push(paragraph(`${style.strong("hint:")} ${problem.hint}`, view));
  return `${lines.join("\n")}\n`;
}

export function warningText(warning: Warning, view: View): string {
  return `${paragraph(`${createStyle(view).warning("warning:")} ${warning.message}`, view)}\n`;
}

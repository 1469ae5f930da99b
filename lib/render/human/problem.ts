/** Problems and warnings as people read them, on stderr. */
import type { Problem, Warning } from "../../model/envelope.ts";
import { commandParts } from "../../text/command_line.ts";
import { createStyle } from "../style.ts";
import type { View } from "../view.ts";
import { commandText, paragraph } from "../paragraphs.ts";
import { displayWidth } from "../wrap.ts";

/** What happened, to what, and what to do next. */
export function problemText(problem: Problem, view: View): string {
  const style = createStyle(view);
  const lines = [paragraph(`${style.bad("error:")} ${problem.message}`, view)];
  if (problem.hint !== null) lines.push(toldText(style.strong("hint:"), problem.hint, view));
  return `${lines.join("\n")}\n`;
}

export function warningText(warning: Warning, view: View): string {
  return `${toldText(createStyle(view).warning("warning:"), warning.message, view)}\n`;
}

/** In one line where that fits; else its commands stand on lines of their own, where they can be copied. */
function toldText(label: string, text: string, view: View): string {
  const line = `${label} ${text}`;
  if (view.width === null || displayWidth(line) <= view.width) return paragraph(line, view);
  return commandParts(line).map((part, index) =>
    part.kind === "command"
      ? commandText(part.text, view, 2)
      : paragraph(index === 0 ? part.text.trimEnd() : part.text.replace(/^[,;.?)]* */, "").trimEnd(), view)
  ).filter((part) => part !== "").join("\n");
}

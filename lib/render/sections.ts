/** Parts of a longer human answer, each under its heading. */
import type { Style } from "./style.ts";

export function section(title: string, body: string, style: Style): string {
  return `${style.heading(title)}\n${body}`;
}

/** The section, or nothing where it would hold no line. */
export function listSection(title: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : [section(title, lines.join("\n"), style)];
}

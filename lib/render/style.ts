/**
 * Emphasis and marks of human output, decided by the view alone.
 *
 * @std/fmt/colors is not used: it reads NO_COLOR when it is loaded and keeps one switch for the whole process, while
 * here stdout and stderr may differ and an option wins over the environment. Colour never carries a meaning alone.
 */
import type { View } from "./view.ts";

/** Wraps text in one kind of emphasis. */
export type Emphasis = (text: string) => string;

export interface Style {
  readonly heading: Emphasis;
  readonly strong: Emphasis;
  readonly dim: Emphasis;
  readonly good: Emphasis;
  readonly warning: Emphasis;
  readonly bad: Emphasis;
  /** Something to type: a command, a flag, an id. */
  readonly code: Emphasis;
  readonly marks: Marks;
}

/** Signs that say the same with and without colour. */
interface Marks {
  readonly good: string;
  readonly bad: string;
  readonly warning: string;
  readonly unknown: string;
  readonly bullet: string;
  readonly arrow: string;
}

const UNICODE_MARKS: Marks = { good: "✓", bad: "✗", warning: "!", unknown: "?", bullet: "·", arrow: "→" };
const ASCII_MARKS: Marks = { good: "ok", bad: "x", warning: "!", unknown: "?", bullet: "-", arrow: "->" };

/** The style of a view. */
export function createStyle(view: Pick<View, "color" | "unicode">): Style {
  const emphasis = (open: number, close: number): Emphasis => view.color ? ansi(open, close) : (text) => text;
  return {
    heading: emphasis(1, 22),
    strong: emphasis(1, 22),
    dim: emphasis(2, 22),
    good: emphasis(32, 39),
    warning: emphasis(33, 39),
    bad: emphasis(31, 39),
    code: emphasis(36, 39),
    marks: view.unicode ? UNICODE_MARKS : ASCII_MARKS,
  };
}

function ansi(open: number, close: number): Emphasis {
  const [start, end] = [`\x1b[${open}m`, `\x1b[${close}m`];
  // The end of an inner emphasis ends the outer one too where both share a code, so it is taken up again.
  return (text) => text === "" ? "" : start + text.replaceAll(end, end + start) + end;
}

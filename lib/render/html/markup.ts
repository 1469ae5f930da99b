/** HTML as values: whatever is put into a template is text, unless it is markup itself. */
import { printable } from "../printable.ts";

/** A piece of a page. Only markup() and verbatim() make one. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template: text, markup, several of them, or nothing. */
export type Content = Markup | string | number | null | readonly Content[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * The template with its values put in: text made printable as for a terminal, and escaped, so that it holds in an element
 * and between the quotes of an attribute.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  // The indentation is that of the source.
  const own = parts.map((part) => part.replace(/\n +/g, "\n"));
  return new Markup(own.reduce((text, part, index) => text + textOf(values[index - 1] ?? null) + part));
}

/** Text of this program's own that is put in as it is. */
export function verbatim(text: string): Markup {
  return new Markup(text);
}

function textOf(content: Content): string {
  if (content === null) return "";
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(textOf).join("");
  return printable(String(content), { unicode: true }).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}

/** Parts that several pages have. */
import type { Health } from "../../model/documents/health.ts";
import { plural } from "../../text/words.ts";
import { type Content, type Markup, markup } from "./markup.ts";

/** The part under its heading. */
export function section(title: string, body: Content): Markup {
  return markup`
    <section>
      <h2>${title}</h2>
      ${body}
    </section>
  `;
}

/** The section, or nothing where there is nothing to tell. */
export function listSection<Item>(title: string, items: readonly Item[], body: (items: readonly Item[]) => Content) {
  return items.length === 0 ? null : section(title, body(items));
}

/** What is to be read first: the word, and the sentence that says why. */
export function verdict(word: string, sentence: string): Markup {
  return markup`
    <div class="verdict ${word}" role="status">
      <strong>${word}</strong>
      <p>${sentence}</p>
    </div>
  `;
}

export function healthVerdict({ status, summary }: Health): Markup {
  return verdict(status, summary);
}

/** Names with their values. */
export function facts(pairs: readonly (readonly [name: string, value: Content])[]): Markup {
  return markup`
    <dl>${
    pairs.map(([name, value]) =>
      markup`
        <dt>${name}</dt><dd>${value}</dd>
      `
    )
  }</dl>
  `;
}

interface HtmlColumn {
  readonly title: string;
  readonly isNumber?: true;
}

/** The rows under their titles; on a narrow screen it scrolls by itself. */
export function table(columns: readonly HtmlColumn[], rows: readonly (readonly Content[])[]): Markup {
  const kind = (index: number) => columns[index]?.isNumber === true ? "number" : "";
  return markup`
    <div class="wide">
      <table>
        <thead><tr>${
    columns.map(({ title }, index) =>
      markup`
            <th scope="col" class="${kind(index)}">${title}</th>
          `
    )
  }</tr></thead>
        <tbody>${
    rows.map((row) =>
      markup`
            <tr>${
        row.map((cell, index) =>
          markup`
                <td class="${kind(index)}">${cell}</td>
              `
        )
      }</tr>
          `
    )
  }</tbody>
      </table>
    </div>
  `;
}

/** So many alike are shown: a page of a hundred thousand is read by nobody. */
export const MOST_ALIKE = 200;

/** That there are more of them than are shown. */
export function leftOut(all: readonly unknown[]): Content {
  const more = all.length - MOST_ALIKE;
  return more <= 0 ? null : markup`
    <p class="soft">and ${plural(more, "more", "more")}, which -o json has</p>
  `;
}

/** A list of sentences. */
export function list(items: readonly Content[]): Markup {
  return markup`
    <ul>${
    items.map((item) =>
      markup`
        <li>${item}</li>
      `
    )
  }</ul>
  `;
}

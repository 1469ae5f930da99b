/** What a store holds as one bar: the bytes of each durability class. */
// @ts-types="@types/d3-scale"
import { scaleLinear } from "d3-scale";
import type { ClassBytes } from "../../../model/documents/status.ts";
import { DURABILITY_CLASSES } from "../../../model/vocabulary.ts";
import { bytesText } from "../../../text/numbers.ts";
import { type Markup, markup } from "../markup.ts";

const WIDTH = 850;
const HEIGHT = 24;

/** The bar with its legend; a class whose size nobody knows has no part in the bar, and says so in the legend. */
export function bytesBar(bytes: ClassBytes): Markup {
  const parts = DURABILITY_CLASSES.map((name, index) => ({ name, size: bytes[name], colour: `fill-${index + 1}` }));
  const total = parts.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const x = scaleLinear([0, Math.max(1, total)], [0, WIDTH]);
  let before = 0;
  const bars = parts.map(({ size, colour }) => {
    const from = before;
    before += size ?? 0;
    return markup`
      <rect class="${colour}" x="${x(from)}" y="0" width="${x(before) - x(from)}" height="${HEIGHT}" />
    `;
  });
  const words = parts.map(({ name, size }) => `${name} ${size === null ? "not known" : bytesText(size)}`);
  return markup`
    <div class="wide">
      <svg
        role="img"
        aria-label="${words.join(", ")}"
        width="${WIDTH}"
        height="${HEIGHT}"
        viewBox="0 0 ${WIDTH} ${HEIGHT}"
      >
        ${bars}
      </svg>
    </div>
    <p>${
    parts.map(({ colour }, index) =>
      markup`
        <svg width="12" height="12" viewBox="0 0 12 12" class="key" aria-hidden="true">
          <rect class="${colour}" width="12" height="12" />
        </svg> ${words[index] ?? ""}
      `
    )
  }</p>
  `;
}

/** Whom an explained object has to do with, as a graph: it in the middle, what it depends on left, what hangs on it right. */
// @ts-types="@types/d3-shape"
import { linkHorizontal } from "d3-shape";
import { type Markup, markup } from "../markup.ts";

/** A record that is joined to the one in the middle. */
export interface Relation {
  /** As `kind:id`. */
  readonly record: string;
  /** What the two have to do with each other, in a word or two. */
  readonly role: string;
  readonly side: "left" | "right";
}

const ROW = 52;
const GAP = 90;
const PADDING = 10;
/** Of a character of an id, at 12 pixels. */
const CHARACTER = 7.4;
const NODE = 36;

/** The graph, wide enough that no id is cut. */
export function relationsGraph(center: string, relations: readonly Relation[]): Markup {
  const sides = (["left", "right"] as const).map((side) => relations.filter((one) => one.side === side));
  const [left = [], right = []] = sides;
  const widthOf = (side: readonly Relation[]) =>
    side.reduce((widest, { record, role }) => Math.max(widest, nodeWidth(record), nodeWidth(role)), 0);
  const height = Math.max(1, left.length, right.length) * ROW;
  const leftWidth = widthOf(left);
  const middle = { x: left.length === 0 ? 0 : leftWidth + GAP, width: nodeWidth(center), y: height / 2 };
  const rightX = middle.x + middle.width + GAP;
  const width = right.length === 0 ? middle.x + middle.width : rightX + widthOf(right);
  const y = (index: number, count: number) => (index + 0.5) * height / count;
  const link = linkHorizontal();
  const links = [
    ...left.map((_, index) => link({ source: [leftWidth, y(index, left.length)], target: [middle.x, middle.y] }) ?? ""),
    ...right.map((_, index) =>
      link({ source: [middle.x + middle.width, middle.y], target: [rightX, y(index, right.length)] }) ?? ""
    ),
  ];
  const words = relations.map(({ record, role }) => `${role}: ${record}`).join("; ");
  return markup`
    <div class="wide">
      <svg
        role="img"
        aria-label="${center}. ${words}"
        width="${Math.ceil(width) + 2}"
        height="${height}"
        viewBox="-1 0 ${Math.ceil(width) + 2} ${height}"
      >
        ${
    links.map((path) =>
      markup`
            <path class="link" d="${path}" />
          `
    )
  } ${left.map((one, index) => node(one, { x: 0, width: leftWidth, y: y(index, left.length) }))} ${
    node({
      record: center,
      role: null,
    }, middle)
  } ${right.map((one, index) => node(one, { x: rightX, width: widthOf(right), y: y(index, right.length) }))}
      </svg>
    </div>
  `;
}

function nodeWidth(text: string): number {
  return text.length * CHARACTER + 2 * PADDING;
}

function node(
  { record, role }: { readonly record: string; readonly role: string | null },
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): Markup {
  const text = role === null
    ? markup`
      <text class="mono" x="${x + PADDING}" y="${y + 4}">${record}</text>
    `
    : markup`
      <text class="soft" x="${x + PADDING}" y="${y - 4}">${role}</text><text class="mono" x="${x + PADDING}" y="${
      y +
      12
    }">
        ${record}
      </text>
    `;
  return markup`
    <rect class="${role === null ? "node center" : "node"}" x="${x}" y="${
    y -
    NODE / 2
  }" width="${width}" height="${NODE}" rx="4" />${text}
  `;
}

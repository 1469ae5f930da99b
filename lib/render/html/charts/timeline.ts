/** Events a day as an area, a row for each lane. */
// @ts-types="@types/d3-scale"
import { scaleLinear } from "d3-scale";
// @ts-types="@types/d3-shape"
import { area, curveStepAfter } from "d3-shape";
import type { DayOfEvents } from "../../../journal/activity.ts";
import { countText } from "../../../text/numbers.ts";
import { type Markup, markup } from "../markup.ts";

const LABELS = 190;
const PLOT = 660;
const ROW = 46;
const FOOT = 24;
const TICKS = 6;
const DAY_MS = 86_400_000;

/** The chart; its words say the same as its shapes. */
export function timelineChart(days: readonly DayOfEvents[]): Markup {
  const [first, last] = [days.at(0), days.at(-1)];
  if (first === undefined || last === undefined) {
    return markup`
      <p class="soft">No event says when it was.</p>
    `;
  }
  const lanes = [...new Set(days.flatMap((day) => Object.keys(day.lanes)))].sort();
  const rows = [
    { name: "all", counts: days.map(({ events }) => events) },
    ...lanes.map((lane) => ({ name: lane, counts: days.map((day) => day.lanes[lane] ?? 0) })),
  ];
  const start = Date.parse(first.day);
  const x = scaleLinear([start, Date.parse(last.day) + DAY_MS], [0, PLOT]);
  const ticks = days.filter((_, index) => index % Math.ceil(days.length / TICKS) === 0);
  const height = rows.length * ROW + FOOT;
  const label = `Events a day from ${first.day} to ${last.day}, by lane`;
  return markup`
    <div class="wide">
      <svg
        role="img"
        aria-label="${label}"
        width="${LABELS + PLOT}"
        height="${height}"
        viewBox="0 0 ${LABELS + PLOT} ${height}"
      >
        ${rows.map((row, index) => rowMarkup(row, index, { x, start }))} ${
    ticks.map(({ day }) =>
      markup`
            <text class="soft" x="${LABELS + Math.round(x(Date.parse(day)))}" y="${height - 8}">${day}</text>
          `
    )
  }
      </svg>
    </div>
  `;
}

interface Row {
  readonly name: string;
  readonly counts: readonly number[];
}

function rowMarkup(
  { name, counts }: Row,
  index: number,
  { x, start }: { readonly x: (value: number) => number; readonly start: number },
): Markup {
  const most = Math.max(1, ...counts);
  const y = scaleLinear([0, most], [ROW - 8, 6]);
  const points = [...counts, counts.at(-1) ?? 0].map((
    count,
    day,
  ): [number, number] => [x(start + day * DAY_MS), y(count)]);
  const path = area().curve(curveStepAfter).y0(y(0))(points) ?? "";
  const total = counts.reduce((sum, count) => sum + count, 0);
  return markup`
    <g transform="translate(0 ${index * ROW})">
      <text x="0" y="20">${name}</text>
      <text class="soft" x="0" y="36">${countText(total)}, at most ${countText(most)}</text>
      <g transform="translate(${LABELS} 0)">
        <path class="axis" d="M0,${ROW - 8}H${PLOT}" />
        <path class="fill-1" d="${path}" />
      </g>
    </g>
  `;
}

/** `sync status -o html`: one look, as a page. */
import type { StatusData } from "../../model/documents/status.ts";
import type { Sha256Hex } from "../../text/sha256.ts";
import { syncCommand } from "../../text/command_line.ts";
import { countText } from "../../text/numbers.ts";
import { statusRows } from "../human/status.ts";
import { bytesBar } from "./charts/bytes_bar.ts";
import { timelineChart } from "./charts/timeline.ts";
import { markup } from "./markup.ts";
import { pageText } from "./page.ts";
import { facts, healthVerdict, leftOut, list, listSection, MOST_ALIKE, section, table } from "./sections.ts";

interface StatusPage {
  readonly data: StatusData;
  readonly takenAt: string;
}

export function statusPage({ data, takenAt }: StatusPage, sha256Hex: Sha256Hex): string {
  const { activity, degraded: { reasons }, health, lanes, not_known: unknown, store } = data;
  const body = [
    healthVerdict(health),
    facts(statusRows(data)),
    listSection("What needs attention", reasons, (all) => [
      list(
        all.slice(0, MOST_ALIKE).map(({ severity, message, code }) =>
          markup`
            <span class="${severity}">${severity}</span> ${message} <span class="soft">(${code})</span>
          `
        ),
      ),
      leftOut(all),
    ]),
    listSection(
      "What is not known",
      unknown,
      (all) => list(all.map(({ field, reason }) => `${field}: ${reason}`)),
    ),
    data.bytes === null ? null : section("What the store holds", bytesBar(data.bytes)),
    activity === null ? null : section("Events a day", timelineChart(activity)),
    listSection("Lanes", (lanes ?? []).filter(({ events }) => events > 0), (all) =>
      table(
        [
          { title: "Lane" },
          { title: "Events", isNumber: true },
          { title: "Unapplied", isNumber: true },
          { title: "Limit", isNumber: true },
          { title: "Last event" },
          { title: "At" },
        ],
        all.map((lane) => [
          lane.lane,
          countText(lane.events),
          countText(lane.unapplied),
          countText(lane.lag_limit),
          lane.last_event_id,
          lane.last_event_at,
        ]),
      )),
  ];
  return pageText({ title: syncCommand("status"), takenAt, store: store.root, body }, sha256Hex);
}

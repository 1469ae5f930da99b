/** `sync status` for people: one screen, the verdict first. */
import type { StatusData } from "../../model/documents/status.ts";
import type { Context, Document, Selection } from "../../model/envelope.ts";
import { bytesText, countText } from "../../text/numbers.ts";
import { createStyle, type Style } from "../style.ts";
import { tableText } from "../table.ts";
import type { View, WideView } from "../view.ts";
import { commandText, keyValueText, listItem, paragraph } from "../paragraphs.ts";
import { sourceFlags, syncCommand } from "../../text/command_line.ts";
import { capitalised, listText, plural } from "../../text/words.ts";
import { chartRows, laneBars } from "./status_charts.ts";
import { contentSyncRows } from "./status_content_sync.ts";
import { healthLine, NOT_KNOWN, proofText, severityText, unopenedText } from "./health.ts";

const REASONS_SHOWN = 5;

export function statusText(document: Document<StatusData>, view: WideView): string {
  const { data } = document;
  if (data === null) return "";
  const style = createStyle(view);
  const sections = [
    paragraph(healthLine(data.health, style), view),
    keyValueText([...statusRows(data), ...(view.wide ? chartRows(data, view) : [])], view),
  ];
  const lanes = (data.lanes ?? []).filter((lane) => view.wide || lane.events > 0);
  if (lanes.length > 0) sections.push(lanesText(lanes, view));
  const unknown = Map.groupBy(data.not_known, ({ reason }) => reason);
  if (unknown.size > 0) {
    const told = [...unknown].map(([reason, fields]) =>
      paragraph(
        `${capitalised(listText(fields.map(({ field }) => field.replaceAll("_", " "))))} not known: ${reason}`,
        view,
      )
    );
    sections.push(told.join("\n"));
  }
  if (data.degraded.reasons.length > 0) sections.push(reasonsText(data, document.source, { style, view }));
  return `${sections.join("\n\n")}\n`;
}

/** What holds of the host, each with its name. */
export function statusRows(data: StatusData): readonly (readonly [name: string, value: string])[] {
  const keepsState = data.store.keeps_state !== false;
  return [
    ["State", statesText(data)],
    ["Store", storeText(data)],
    ...(keepsState ? [["Journal", journalText(data)] as const] : []),
    ...(data.cover.records_unopened === 0 ? [] : [["Records", recordsText(data.cover)] as const]),
    ["Daemon", daemonText(data)],
    ...(keepsState ? stateRows(data) : []),
    ...(data.content_sync === null ? [] : contentSyncRows(data.content_sync)),
    ...(data.restore_proof === null ? [] : [["Restore", proofText(data.restore_proof)] as const]),
  ];
}

function recordsText(cover: StatusData["cover"]): string {
  const { records_unlisted: count, records_as_of: asOf } = cover;
  if (count === 0) return unopenedText(cover);
  return `${countText(count)} as of ${
    asOf ?? NOT_KNOWN
  }: nothing was put into their folders since, and they were not looked at`;
}

/** The states in one line; `-o prompt` prints the same words for machines. */
function statesText({ states }: StatusData): string {
  return states.length === 0 ? NOT_KNOWN : states.map((state) => state.replaceAll("_", " ")).join(", ");
}

function stateRows(data: StatusData): readonly (readonly [name: string, value: string])[] {
  return [
    ["Profile", selectionText("profile", data)],
    ["Workspace", selectionText("workspace", data)],
    ["Device", selectionText("device", data)],
    ["Plans", countsText(data.plans)],
    ["Conflicts", conflictsText(data)],
    ["Indexes", countsText(data.indexes)],
  ];
}

function storeText({ store }: StatusData): string {
  if (store.root === null) return "none";
  if (store.keeps_state === false) return `${store.root} (content sync alone, which needs no state store)`;
  if (store.initialized === null) return `${store.root} (not readable)`;
  if (!store.initialized) return `${store.root} (not initialised)`;
  return `${store.root} (generation ${store.active_generation ?? "?"}, last known good ${
    store.last_known_good_generation ?? "?"
  })`;
}

function journalText({ store: { journal } }: StatusData): string {
  if (journal.events === null) return "not read";
  const parts = [plural(journal.events, "event"), bytesText(journal.bytes ?? 0)];
  if (journal.unapplied !== null && journal.unapplied > 0) parts.push(`${countText(journal.unapplied)} unapplied`);
  if (journal.unreadable !== null && journal.unreadable > 0) parts.push(`${countText(journal.unreadable)} unreadable`);
  if (journal.last_event_id !== null) parts.push(`last ${journal.last_event_id} at ${journal.last_event_at ?? "?"}`);
  return parts.join(", ");
}

function daemonText({ daemon }: StatusData): string {
  const at = daemon.endpoint === null ? "" : ` at ${daemon.endpoint}`;
  if (!daemon.available) {
    const said = daemon.status === null ? "" : `; its report calls it ${daemon.status}`;
    return `${daemon.state.replaceAll("_", " ")}${at}${said}`;
  }
  const ready = daemon.ready === null ? "readiness unknown" : daemon.ready ? "ready" : "not ready";
  return `live, ${ready}${daemon.status === null ? "" : ` (${daemon.status})`}, version ${daemon.version ?? "?"}${at}`;
}

const SELECTED_BY: Readonly<Record<Selection["selected_by"], string>> = {
  option: "given on the command line",
  environment: "from the environment",
  manifest: "current in the manifest",
  only_one: "the only one",
  none: "",
};

const CANDIDATES_SHOWN = 5;

function selectionText(name: keyof Context, data: StatusData): string {
  const { id, selected_by, candidates } = data[name];
  if (data.not_known.some(({ field }) => field === name)) return NOT_KNOWN;
  if (id !== null) return `${id} (${SELECTED_BY[selected_by]})`;
  if (candidates.length === 0) return "none known";
  const more = candidates.length - CANDIDATES_SHOWN;
  return `none in force; one of ${candidates.slice(0, CANDIDATES_SHOWN).join(", ")}${
    more > 0 ? ` and ${more} more` : ""
  }`;
}

/** The counts above zero, in words. */
function countsText(counts: Readonly<Record<string, number>> | null): string {
  if (counts === null) return NOT_KNOWN;
  const present = Object.entries(counts).filter(([, count]) => count > 0);
  if (present.length === 0) return "none";
  return present.map(([name, count]) => `${countText(count)} ${name.replaceAll("_", " ")}`).join(", ");
}

function conflictsText({ conflicts }: StatusData): string {
  if (conflicts === null) return NOT_KNOWN;
  if (conflicts.open === 0) return "none open";
  return `${countText(conflicts.open)} open${
    conflicts.blocking > 0 ? `, ${countText(conflicts.blocking)} blocking` : ""
  }`;
}

function lanesText(lanes: NonNullable<StatusData["lanes"]>, view: WideView): string {
  const bars = laneBars(lanes.map(({ events }) => events), view);
  return tableText(
    [
      { title: "LANE" },
      ...(view.wide ? [{ title: "SHARE" }] : []),
      { title: "EVENTS", align: "right" },
      { title: "UNAPPLIED", align: "right" },
      { title: "LIMIT", align: "right" },
      { title: "LAST EVENT" },
      ...(view.wide ? [{ title: "AT" }] : []),
    ],
    lanes.map((lane, index) => [
      lane.lane,
      ...(view.wide ? [bars[index] ?? ""] : []),
      countText(lane.events),
      countText(lane.unapplied),
      countText(lane.lag_limit),
      lane.last_event_id ?? "",
      ...(view.wide ? [lane.last_event_at ?? ""] : []),
    ]),
    view,
  );
}

function reasonsText(
  { degraded: { reasons } }: StatusData,
  source: Document<StatusData>["source"],
  { style, view }: { readonly style: Style; readonly view: View },
): string {
  const lines = reasons.slice(0, REASONS_SHOWN).map((reason) =>
    listItem(style.marks.bullet, `${severityText(reason.severity, style)} ${reason.message}`, { view })
  );
  const more = reasons.length - REASONS_SHOWN;
  const rest = more > 0 ? [paragraph(plural(more, "more finding"), view)] : [];
  const next = commandText(syncCommand("doctor", ...sourceFlags(source)), view, 2);
  return [...lines, ...rest, "", paragraph("Look closer with", view), next].join("\n");
}

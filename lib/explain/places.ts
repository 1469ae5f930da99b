/**
 * What is no record and what doctor names all the same: a line of the journal, a lane, an index, a file of the store, an
 * object that only the journal knows, or whatever else a finding is about.
 */
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import type { LineAt } from "../journal/line_at.ts";
import { laneLagLimit } from "../journal/lanes.ts";
import type { ExplainData, Topic } from "../model/documents/explain.ts";
import type { Finding } from "../model/documents/health.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { recordFileAt } from "../store/lookup.ts";
import { classifyPath } from "../store/path_class.ts";
import type { JsonObject } from "../text/json.ts";
import { syncCommand } from "../text/command_line.ts";
import { bytesText, modeText } from "../text/numbers.ts";
import { capitalised, plural } from "../text/words.ts";
import { type History, toTimeline } from "./history.ts";

interface PlaceFacts {
  readonly store: StoreSnapshot;
  readonly diagnosis: Diagnosis;
  /** Of the journal, where the text names one. */
  readonly line: LineAt | null;
}

interface Place {
  readonly kind: string;
  readonly facts: JsonObject;
  readonly sentences: readonly string[];
}

const LINE = /^journal\.jsonl:([1-9]\d{0,14})$/;

/** The line of the journal that the text names, or null. */
export function lineNamed(text: string): number | null {
  const number = LINE.exec(text)?.[1];
  return number === undefined ? null : Number(number);
}

/** The answer, or null where neither the store nor a finding has anything by that name. */
export function explainPlace(text: string, facts: PlaceFacts): ExplainData | null {
  const found = findingsAt(text, facts.diagnosis.findings);
  const place = derivedPlace(text, facts.diagnosis) ?? lanePlace(text, facts.store) ?? linePlace(text, facts) ??
    filePlace(text, facts.store);
  if (place === null && found.length === 0) return null;
  const { kind, facts: shown, sentences } = place ?? { kind: "finding", facts: {}, sentences: [] };
  const words = found.length === 0 ? ["No check finds anything wrong with it"] : tellAll(found);
  return placeData(text, kind, { facts: shown, topic: { title: text, sentences: [...sentences, ...words] } });
}

/** The answer about an object that has events and no record. */
export function explainRecordless(
  text: string,
  id: string,
  { history, findings }: { readonly history: History; readonly findings: readonly Finding[] },
): ExplainData {
  const { head, total } = history;
  const last = head === null
    ? ""
    : `, the last at line ${head.line} by "${head.last_producer}": ${head.last_event_type} at ${head.last_event_at}`;
  const gone = head?.deleted === true ? ["The journal says that it was deleted"] : [];
  const found = findingsAt(text, findings);
  const data = placeData(text, "object", {
    facts: { object_id: id, record: null, events: total, last_event: head?.last_event_id ?? null },
    topic: {
      title: text,
      sentences: [`It has no record; ${plural(total ?? 0, "event")}${last}`, ...gone, ...tellAll(found)],
    },
  });
  return { ...data, timeline: { total, events: toTimeline(history.newest), reason: null } };
}

function placeData(
  text: string,
  kind: string,
  { facts, topic }: { readonly facts: JsonObject; readonly topic: Topic },
): ExplainData {
  return {
    target: { text, kind, id: text },
    search: { kinds: [kind], candidates: [], nearest: [] },
    object: facts,
    sides: null,
    answers: null,
    timeline: { total: null, events: [], reason: "This is no record of a store" },
    topic,
  };
}

function findingsAt(text: string, findings: readonly Finding[]): readonly Finding[] {
  const line = lineNamed(text);
  return findings.filter(({ target, evidence }) =>
    target === text ||
    (line === null ? evidence["file"] === text : evidence["file"] === "journal.jsonl" && evidence["line"] === line)
  );
}

/** So many findings about one place are told one by one. */
const MOST_FINDINGS = 20;

/** Whoever reads this has typed that. */
const LOOK = syncCommand("explain");

function tellAll(found: readonly Finding[]): readonly string[] {
  const more = found.length - MOST_FINDINGS;
  return [
    ...found.slice(0, MOST_FINDINGS).map(({ id, severity, message, recommendation: { action, command } }) =>
      `${capitalised(severity)}: ${message} (${id}). ${action}${
        command === null || command.startsWith(LOOK) ? "" : `: ${command}`
      }`
    ),
    ...(more > 0 ? [`and ${plural(more, "more finding")}`] : []),
  ];
}

function derivedPlace(text: string, { indexes, checkpoints }: Diagnosis): Place | null {
  const [kind = "", id = ""] = text.split(/:(.*)/s);
  const judged = kind === "index"
    ? indexes.find(({ index_id: own }) => own === id)
    : kind === "checkpoint"
    ? checkpoints.find(({ checkpoint_id: own }) => own === id)
    : undefined;
  if (judged !== undefined) {
    const { state, reason } = judged;
    return {
      kind,
      facts: { ...judged },
      sentences: [
        `It is ${state.replaceAll("_", " ")}`,
        reason,
        "It is rebuildable: the journal has all that it says",
      ],
    };
  }
  if (text !== "checkpoint:journal") return null;
  return { kind, facts: { state: "not_built" }, sentences: ["It was never built"] };
}

function lanePlace(text: string, { journal }: StoreSnapshot): Place | null {
  const lane = journal.lanes.find(({ lane: name }) => text === `lane:${name}`);
  if (lane === undefined) return null;
  const { events, unapplied, last_event_id: id, last_event_at: at } = lane;
  const limit = laneLagLimit(lane.lane);
  return {
    kind: "lane",
    facts: { ...lane, limit },
    sentences: [
      `It has ${plural(events, "event")}, ${unapplied} of them not applied; its limit is ${limit}`,
      ...(id === null ? [] : [`The last is ${id}${at === null ? "" : `, at ${at}`}`]),
    ],
  };
}

function linePlace(text: string, { line }: PlaceFacts): Place | null {
  if (line === null || lineNamed(text) === null) return null;
  const { offset, bytes, text: says } = line;
  return {
    kind: "line",
    facts: { offset, bytes, text: says },
    sentences: [
      `It begins at byte ${offset}, and has ${bytesText(bytes)}`,
      says === null ? "It is too long to be read" : says.trim() === "" ? "It is blank" : `It says: ${says}`,
    ],
  };
}

function filePlace(text: string, store: StoreSnapshot): Place | null {
  const { files, folders, manifest, journal_file: journal, root_file: root } = store;
  const file = [...files, ...folders, manifest.file, journal ?? null, text === "." ? root : null]
    .find((one) => one?.path === text) ?? null;
  if (file === null) return null;
  const { durability, kind, reason } = classifyPath(text);
  const entry = recordFileAt(store, text);
  const mode = file.mode === null ? "" : `, mode ${modeText(file.mode)}`;
  return {
    kind: "file",
    facts: { path: text, type: file.type, bytes: file.bytes, mode: file.mode, durability },
    sentences: [
      text === "."
        ? `It is the folder of the store${mode}`
        : `It is a ${file.type.replaceAll("_", " ")} of ${bytesText(file.bytes)}${mode}: ${kind}, ${durability}`,
      ...(text === "." ? [] : [reason]),
      ...(file.problem === null ? [] : [`It cannot be looked at: ${file.problem}`]),
      ...(entry === null || entry.state === "ok" ? [] : [`It cannot be read: ${entry.error ?? entry.state}`]),
    ],
  };
}

/** `sourceos sync explain <object>`: one object, answered with evidence; or what a finding or an exit code means. */
import {
  cannotLook,
  explainSubject,
  type Explanation,
  locateSubject,
  namesNoRecord,
  unexplained,
} from "../lib/explain/explain.ts";
import { standsAlone } from "../lib/explain/alone.ts";
import { mayBeAskedAlone } from "../lib/derived/wanted_objects.ts";
import { type History, historyFromSummary } from "../lib/explain/history.ts";
import { diagnoseHistory } from "../lib/explain/history_findings.ts";
import { explainPlace, explainRecordless, lineNamed } from "../lib/explain/places.ts";
import { eventSubject, type Subject } from "../lib/explain/subject.ts";
import { derivedTargets, isDerivedTarget } from "../lib/store/named_ids.ts";
import { explainVersion, VERSION_TARGET } from "../lib/explain/version.ts";
import { explainTopic } from "../lib/explain/topics.ts";
import { requireKnown, requirePart } from "../lib/answers/access.ts";
import { requireStore } from "../lib/answers/absence.ts";
import { answered, NO_STATE, type Outcome, refused } from "../lib/answers/outcome.ts";
import type { Diagnosis } from "../lib/checks/frame/diagnosis.ts";
import type { JournalEvent } from "../lib/journal/event.ts";
import type { SearchRole } from "../lib/journal/search.ts";
import type { ExplainData } from "../lib/model/documents/explain.ts";
import { KINDS, RECORD_KINDS } from "../lib/model/kinds.ts";
import type { StoreSnapshot } from "../lib/model/snapshot.ts";
import { formatTimestamp } from "../lib/text/time.ts";
import { explainText } from "../lib/render/human/explain.ts";
import { openOtherSides, type OtherSides, refuseBundle } from "./conflicts/other_side.ts";
import { readSides } from "./conflicts/sides.ts";
import type { ExplainOptions } from "./declarations/explain.ts";
import { answerWith } from "./frame/answerer.ts";
import type { Answerer, Invocation } from "./frame/definition.ts";
import { answerFile, checkAnswerFile, PAGE } from "./state/answer_file.ts";
import { type DiagnosedState, diagnoseState } from "./state/diagnose.ts";
import { type LoadOptions, loadState } from "./state/load.ts";
import type { Host } from "./host/types/host.ts";

export const explainAnswer: Answerer<ExplainOptions> = answerWith({
  command: "sync explain",
  schemas: async () => ({ schema: (await import("../lib/model/documents/explain.ts")).ExplainDocument }),
  human: explainText,
  own: ["html"],
  async run(invocation) {
    const { common, options: { out, bundle }, host } = invocation;
    checkAnswerFile(out, common, PAGE);
    const { outcome, store } = await explainWord(invocation);
    const { data } = outcome;
    if (data?.sides === null) refuseBundle(bundle, `"${data.target.text}" is no conflict`);
    const takenAt = formatTimestamp(host.clock.now());
    const html = async () => {
      const { explainPage } = await import("../lib/render/html/explain_page.ts");
      return data === null ? "" : explainPage({ data, takenAt, store: store?.root ?? null }, host.sha256Hex);
    };
    return { ...outcome, texts: { html }, ...answerFile(out, { store, absence: null }, common) };
  },
});

/** What is said of the word, and where the store is that it was looked up in; null where none was asked. */
interface Said {
  readonly outcome: Outcome<ExplainData>;
  readonly store: Pick<StoreSnapshot, "root" | "real_root"> | null;
}

/** What differs between the looks at the store that one word may take. */
type Look = Required<Pick<LoadOptions, "journal">> & Pick<LoadOptions, "about">;

interface Asked {
  readonly text: string;
  /** How many events are shown. */
  readonly newest: number;
  readonly host: Host;
  /** Of conflicts. */
  readonly others: OtherSides;
  look(how: Look): Promise<DiagnosedState>;
}

async function explainWord(
  { common, options: { events: newest, out, bundle }, words: [text = ""], host }: Invocation<ExplainOptions>,
): Promise<Said> {
  const topic = explainTopic(text);
  if (topic !== null) return { outcome: answered(NO_STATE, topic), store: null };
  using others = await openOtherSides(bundle, host);
  const receipts = { all: false, named: text };
  const look = async (how: Look) => {
    const loaded = await loadState(common.state, host, {
      records: "changed",
      receipts,
      writesAFile: out !== null,
      ...how,
    });
    return await diagnoseState(loaded, host);
  };
  const asked = { text, newest, host, look, others };
  // Each look is done with before the next begins: of a hundred thousand records only one fits comfortably into memory.
  const known = await explainKnown(asked);
  return known.isOpen ? await explainInJournal(asked) ?? known.said : known.said;
}

/** What is said without reading the journal, and whether reading it may say more. */
async function explainKnown(asked: Asked): Promise<{ readonly said: Said; readonly isOpen: boolean }> {
  const { text, look } = asked;
  // Its events are looked up one by one: reading the whole journal would take a million lines for the sake of ten.
  const looked = await lookAtOne(asked) ?? await lookWithoutJournal(asked);
  const state = looked === NEEDS_JOURNAL ? await look({ journal: "standard" }) : looked;
  const store = requireStore(state);
  const said = (outcome: Outcome<ExplainData>, isOpen = false) => ({
    said: { outcome, store: placeOf(store) },
    isOpen,
  });
  if (text === VERSION_TARGET) {
    requirePart(state, `explain "${text}"`, "content_sync");
    return said(answered(state, explainVersion(store, state.diagnosis)));
  }
  const request: Request = { ...asked, state, store };
  const { data, exit, errors } = await explain(text, request);
  if (exit === "ok") return said(answered(state, data));
  const isUnanswered = exit === "not_found" || exit === "unsupported";
  const hasRead = looked === NEEDS_JOURNAL;
  const isOpen = isUnanswered && !hasRead && state.source.kind === "store" && mayBePlace(text);
  const journaled = isUnanswered && !hasRead ? await explainJournaled(text, request) : null;
  const other = journaled ?? (isUnanswered && !isOpen ? await placeIn(state, asked) : null);
  return other === null ? said(refused(state, exit, { errors, data }), isOpen) : said(answered(state, other));
}

function placeOf({ root, real_root }: StoreSnapshot): Said["store"] {
  return { root, real_root };
}

/** An id that was mistyped, and is not even one, is no reason to read a journal. */
function mayBePlace(text: string): boolean {
  return /[:./]/.test(text);
}

/** Only a journal that was read tells whether an index is current, and all that is known of what is no record. */
const NEEDS_JOURNAL = "needs the journal";
type Looked = DiagnosedState | typeof NEEDS_JOURNAL;

/** With those objects alone that bear on the record that is asked for; null where the answer may rest on more. */
async function lookAtOne(asked: Asked): Promise<Looked | null> {
  const { text, look } = asked;
  if (namesNoRecord(text)) return NEEDS_JOURNAL;
  if (text === VERSION_TARGET || !mayBeAskedAlone(text)) return null;
  const state = await look({ journal: "skip", about: text });
  const { store } = state.snapshot;
  // A saved snapshot and a daemon's word are whole, and standard input cannot be read again.
  if (store === null || state.source.kind !== "store") return state;
  const located = locateSubject(text, state.diagnosis);
  if (located.found === "nothing" && located.explanation.exit === "not_found") {
    // No record has the id, whether or not all of them were parsed.
    const isJournaled = !mayBePlace(text) || await explainJournaled(text, { ...asked, state, store }) !== null;
    return isJournaled ? null : NEEDS_JOURNAL;
  }
  if (located.found !== "subject" || !standsAlone(located.subject, state.diagnosis)) return null;
  return waitsForDerived(located.subject) ? NEEDS_JOURNAL : state;
}

async function lookWithoutJournal({ text, look }: Asked): Promise<Looked> {
  const state = await look({ journal: "skip" });
  const located = locateSubject(text, state.diagnosis);
  const waits = located.found === "subject" && waitsForDerived(located.subject);
  return waits && state.source.kind === "store" ? NEEDS_JOURNAL : state;
}

function waitsForDerived({ kind, record }: Subject): boolean {
  return kind === "plan" && derivedTargets(record).length > 0;
}

/** An object that has events and no record; null where it has none. */
async function explainJournaled(text: string, request: Request): Promise<ExplainData | null> {
  const object = OBJECT_ID.exec(text);
  for (const id of object === null ? [] : [text, object[1] ?? ""]) {
    const history = await lookUp("object", id, request);
    if ((history.total ?? 0) === 0) continue;
    const { diagnosis, snapshot } = request.state;
    const { findings } = diagnoseHistory(diagnosis, snapshot, { subject: recordless(id), history });
    return explainRecordless(text, id, { history, findings });
  }
  return null;
}

const OBJECT_ID = /^object:(.+)$/s;

/** What is no record and has a name all the same; findings about it may need the whole journal. */
async function explainInJournal(asked: Asked): Promise<Said | null> {
  const state = await asked.look({ journal: "standard" });
  const place = await placeIn(state, asked);
  return place === null ? null : { outcome: answered(state, place), store: placeOf(requireStore(state)) };
}

async function placeIn(state: DiagnosedState, { text, host }: Asked): Promise<ExplainData | null> {
  const store = requireStore(state);
  if (isDerivedTarget(text)) requirePart(state, `explain "${text}"`, "derived");
  const number = lineNamed(text);
  const line = number === null || state.source.kind !== "store" ? null : await host.stores.readLine(store, number);
  return explainPlace(text, { store, diagnosis: state.diagnosis, line });
}

function recordless(id: string): Subject {
  return { kind: "object", id, path: "journal.jsonl", record: {}, line: null };
}

interface Request extends Asked {
  readonly state: DiagnosedState;
  readonly store: StoreSnapshot;
}

async function explain(text: string, request: Request): Promise<Explanation> {
  const { diagnosis } = request.state;
  const located = locateSubject(text, diagnosis);
  switch (located.found) {
    case "nothing": {
      const { explanation } = located;
      const searched = RECORD_KINDS.filter((kind) => explanation.data.search.kinds.includes(kind));
      const isFound = diagnosis.findings.some(({ target }) => target === text);
      if (explanation.exit === "not_found" && !isFound) requireKnown(request.state, `explain "${text}"`, searched);
      return explanation;
    }
    case "journal_event": {
      const { newest, reason } = await lookUp("event", located.eventId, request);
      const [event] = newest;
      if (event !== undefined) {
        const history: History = { reason: null, total: 1, head: null, newest, last: event };
        const subject = eventSubject(event);
        const found = await diagnoseEvent(event, subject, request);
        return explainSubject(text, { subject, history, diagnosis: found, store: request.store });
      }
      return reason === null
        ? unexplained(text, { found: "none", kinds: ["event"], nearest: [] })
        : cannotLook(text, reason, request.state.access);
    }
    case "subject": {
      const { subject } = located;
      const history = await historyOf(subject, request);
      const { snapshot } = request.state;
      const found = diagnoseHistory(diagnosis, snapshot, { subject, history });
      const explained = explainSubject(text, { subject, history, diagnosis: found, store: request.store });
      const conflict = diagnosis.catalog.ofKind("conflict").find(({ path }) => path === subject.path);
      if (conflict === undefined) return explained;
      const { store, others, host } = request;
      const { catalog } = diagnosis;
      const sides = await readSides(conflict, others.read(conflict, store), { store, catalog, template: null, host });
      return { ...explained, data: { ...explained.data, sides } };
    }
  }
}

/** An event is judged by what it did to its object, where it is the newest of that object. */
async function diagnoseEvent(event: JournalEvent, subject: Subject, request: Request): Promise<Diagnosis> {
  const { diagnosis, snapshot } = request.state;
  if (event.object_id === null) return diagnosis;
  const history = await lookUp("object", event.object_id, { ...request, newest: 1 });
  return diagnoseHistory(diagnosis, snapshot, { subject, history });
}

function unknownHistory(reason: string): History {
  return { reason, total: null, head: null, newest: [], last: null };
}

async function historyOf(subject: Subject, request: Request): Promise<History> {
  const role = KINDS[subject.kind].inJournal;
  if (role === null || subject.id === null) {
    return unknownHistory(`The journal names objects and who produced an event, and no ${KINDS[subject.kind].noun}`);
  }
  return await lookUp(role, subject.id, request);
}

/** A saved snapshot and a daemon's word keep a summary; only a store on this disk can be searched. */
async function lookUp(role: SearchRole, id: string, { state, store, newest, host }: Request): Promise<History> {
  if (state.source.kind !== "store") {
    return role === "event"
      ? unknownHistory("Single events can only be looked up in a store on disk")
      : historyFromSummary(store.journal, id);
  }
  // One at least: who acted last, and when, is asked in any case.
  const wanted = role === "event" ? 1 : Math.max(newest, 1);
  const found = await host.stores.searchJournal(store, { role, id, newest: wanted });
  const reason = found.state === "searched" ? null : found.error ?? `The journal is ${found.state}`;
  return {
    reason,
    total: reason === null ? found.total : null,
    head: found.head,
    newest: role !== "event" && newest === 0 ? [] : found.newest,
    last: found.newest.at(-1) ?? null,
  };
}

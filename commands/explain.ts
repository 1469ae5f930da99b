/** `sourceos sync explain <object>`: one object, answered with evidence; or what a finding or an exit code means. */
import { cannotLook, explainSubject, type Explanation, locateSubject, unexplained } from "../lib/explain/explain.ts";
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
import { type ExplainData, ExplainDocument } from "../lib/model/documents/explain.ts";
import type { ExitName } from "../lib/model/exit.ts";
import { KINDS, RECORD_KINDS } from "../lib/model/kinds.ts";
import type { StoreSnapshot } from "../lib/model/snapshot.ts";
import { formatTimestamp } from "../lib/text/time.ts";
import { explainText } from "../lib/render/human/explain.ts";
import type { StateOptions } from "./frame/options.ts";
import type { ExplainOptions } from "./declarations/explain.ts";
import { answerWith } from "./frame/answerer.ts";
import type { Answerer, Invocation } from "./frame/definition.ts";
import { answerFile, checkAnswerFile, PAGE } from "./state/answer_file.ts";
import { type DiagnosedState, diagnoseState } from "./state/diagnose.ts";
import { loadState } from "./state/load.ts";
import type { Host } from "./host/types/host.ts";

export const explainAnswer: Answerer<ExplainOptions> = answerWith({
  command: "sync explain",
  schema: ExplainDocument,
  human: explainText,
  own: ["html"],
  async run(invocation) {
    const { common, options: { out }, host } = invocation;
    checkAnswerFile(out, common, PAGE);
    const { outcome, store } = await explainWord(invocation);
    const { data } = outcome;
    const takenAt = formatTimestamp(host.clock.now());
    const html = async () => {
      const { explainPage } = await import("../lib/render/html/explain_page.ts");
      return data === null ? "" : explainPage({ data, takenAt, store: store?.root ?? null }, host.sha256Hex);
    };
    return { ...outcome, texts: { html }, ...answerFile(out, { store, absence: null }, common) };
  },
});

/** What is said of the word, and the store that it was looked up in; null where none was asked. */
async function explainWord(
  { common, options: { events: newest, out }, words: [text = ""], host }: Invocation<ExplainOptions>,
): Promise<{ readonly outcome: Outcome<ExplainData>; readonly store: StoreSnapshot | null }> {
  const topic = explainTopic(text);
  if (topic !== null) return { outcome: answered(NO_STATE, topic), store: null };
  // Its events are looked up one by one: reading the whole journal would take a million lines for the sake of ten.
  const options = common.state;
  const how = {
    records: "changed",
    receipts: { all: false, named: text },
    writesAFile: out !== null,
  } as const;
  const without = await diagnoseState(await loadState(options, host, { ...how, journal: "skip" }), host);
  const state = waitsForDerived(text, without)
    ? await diagnoseState(await loadState(options, host, { ...how, journal: "standard" }), host)
    : without;
  const store = requireStore(state);
  if (text === VERSION_TARGET) {
    requirePart(state, `explain "${text}"`, "content_sync");
    return { outcome: answered(state, explainVersion(store, state.diagnosis)), store };
  }
  const answer = await explain(text, { state, store, newest, host });
  const place = isUnanswered(answer.exit) ? await explainAsPlace(text, { state, store, newest, host }, options) : null;
  if (place !== null) return { outcome: answered(state, place), store };
  const { data, exit, errors } = answer;
  return { outcome: exit === "ok" ? answered(state, data) : refused(state, exit, { errors, data }), store };
}

/** Whether an index is current can only be told where the journal was read, and only plans ask for it. */
function waitsForDerived(text: string, { diagnosis }: DiagnosedState): boolean {
  const located = locateSubject(text, diagnosis);
  return located.found === "subject" && located.subject.kind === "plan" &&
    derivedTargets(located.subject.record).length > 0;
}

function isUnanswered(exit: ExitName): boolean {
  return exit === "not_found" || exit === "unsupported";
}

/** What is no record and has a name all the same; findings about it may need the whole journal. */
async function explainAsPlace(text: string, request: Request, options: StateOptions): Promise<ExplainData | null> {
  const { state, store, host } = request;
  const object = OBJECT_ID.exec(text);
  if (object !== null) {
    for (const id of [text, object[1] ?? ""]) {
      const history = await lookUp("object", id, request);
      if ((history.total ?? 0) === 0) continue;
      const found = diagnoseHistory(state.diagnosis, state.snapshot, { subject: recordless(id), history });
      return explainRecordless(text, id, { history, findings: found.findings });
    }
  }
  const number = lineNamed(text);
  const isOnDisk = state.source.kind === "store";
  const line = number === null || !isOnDisk ? null : await host.stores.readLine(store, number);
  // An id that was mistyped is no reason to read a journal.
  const whole = isOnDisk && /[:./]/.test(text)
    ? await diagnoseState(await loadState(options, host, { journal: "standard", records: "changed" }), host)
    : state;
  if (isDerivedTarget(text)) requirePart(whole, `explain "${text}"`, "derived");
  return explainPlace(text, { store: requireStore(whole), diagnosis: whole.diagnosis, line });
}

const OBJECT_ID = /^object:(.+)$/s;

function recordless(id: string): Subject {
  return { kind: "object", id, path: "journal.jsonl", record: {}, line: null };
}

interface Request {
  readonly state: DiagnosedState;
  readonly store: StoreSnapshot;
  /** How many events are shown. */
  readonly newest: number;
  readonly host: Host;
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
      return explainSubject(text, { subject, history, diagnosis: found, store: request.store });
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

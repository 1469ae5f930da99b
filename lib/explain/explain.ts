/** `sync explain`: one subject found and answered, or an explicit word on why not. */
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import { CliError } from "../model/errors.ts";
import type { ExitName } from "../model/exit.ts";
import type { ExplainData } from "../model/documents/explain.ts";
import type { Problem } from "../model/envelope.ts";
import { KINDS, RECORD_KINDS, type RecordKind } from "../model/kinds.ts";
import { derivedStates } from "../derived/states.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { createPlanBlockers } from "../policy/plan_blockers.ts";
import { redacted } from "../policy/redaction.ts";
import { buildCatalog } from "../store/catalog.ts";
import { lookupOf } from "../store/lookup.ts";
import { DENIED } from "../store/known.ts";
import { targetError } from "../store/require_one.ts";
import { type Resolution, resolveTarget } from "../store/target.ts";
import { answerAll } from "./answers.ts";
import { lineNamed } from "./places.ts";
import { type History, toTimeline } from "./history.ts";
import { recordSubject, type Subject } from "./subject.ts";

/** The kinds that explain answers for; the kinds beside them are known and unsupported. */
export const EXPLAINED_KINDS: readonly RecordKind[] = RECORD_KINDS.filter((kind) => KINDS[kind].explained);

export interface Explanation {
  readonly data: ExplainData;
  readonly exit: ExitName;
  readonly errors: readonly Problem[];
}

/** Whether the text names no record of any store that is explained, such as an index or a line of the journal. */
export function namesNoRecord(text: string): boolean {
  return lineNamed(text) !== null || resolveTarget(text, NO_RECORDS, EXPLAINED_KINDS).found === "unsupported";
}

const NO_RECORDS = buildCatalog(null);

/** What the typed text means: a subject, an id that only the journal can know, or an answer that says why not. */
type Located =
  | { readonly found: "subject"; readonly subject: Subject }
  | { readonly found: "journal_event"; readonly eventId: string }
  | { readonly found: "nothing"; readonly explanation: Explanation };

const EVENT_ID = /^(?:event:)?(evt-\d+)$/;

/** @throws CliError usage for an empty id. */
export function locateSubject(text: string, diagnosis: Diagnosis): Located {
  if (text.trim() === "" || text.endsWith(":")) {
    throw new CliError("usage", `Cannot explain "${text}": the id is empty`, {
      target: text,
      hint: "Write kind:id, such as object:alpha",
    });
  }
  const resolution = resolveTarget(text, diagnosis.catalog, EXPLAINED_KINDS);
  const eventId = EVENT_ID.exec(text)?.[1];
  if (resolution.found === "none" && eventId !== undefined) return { found: "journal_event", eventId };
  if (resolution.found === "one") return { found: "subject", subject: recordSubject(resolution.record) };
  return { found: "nothing", explanation: unexplained(text, resolution) };
}

/** The answer that nothing can be explained, with the kinds that were searched and the ids that may be meant. */
export function unexplained(text: string, resolution: Exclude<Resolution, { readonly found: "one" }>): Explanation {
  const error = targetError(text, resolution, {
    among: EXPLAINED_KINDS,
    attempt: `explain "${text}"`,
    takes: "explain does not answer for it",
    otherKind: "unsupported",
    ...(EVENT_ID.test(text) ? { noun: "event" } : {}),
    ...(resolution.found === "unsupported" ? { hint: ANSWERS_FOR } : {}),
    ...(resolution.found === "none" && resolution.kinds.every((kind) => kind === "workspace")
      ? { hint: "A workspace need not have a record of its own: look at the objects that name it" }
      : {}),
  });
  switch (resolution.found) {
    case "several":
      return nothing(text, error, { kinds: resolution.kinds, candidates: resolution.candidates, nearest: [] });
    case "none":
      return nothing(text, error, { kinds: resolution.kinds, candidates: [], nearest: resolution.nearest });
    case "unsupported":
      return nothing(text, error, NOT_SEARCHED, resolution.kind);
  }
}

/** The answer that the journal, where the id would be, could not be searched; `access` as accessHint() gives it. */
export function cannotLook(text: string, reason: string, access: string | null): Explanation {
  const error = new CliError(
    reason === DENIED ? "denied" : "no_state",
    `Cannot look for "${text}" in the journal: ${reason}`,
    {
      target: text,
      hint: reason === DENIED
        ? access ?? "Run it as a user who may read the journal"
        : "Name the store with --store DIR",
    },
  );
  const { data, ...rest } = nothing(text, error, { ...NOT_SEARCHED, kinds: ["event"] });
  return {
    ...rest,
    data: { ...data, timeline: { ...data.timeline, reason: `The journal cannot be read: ${reason}` } },
  };
}

const ANSWERS_FOR = `It answers for ${EXPLAINED_KINDS.join(", ")}, finding:ID and exit:N`;
const NOT_SEARCHED: ExplainData["search"] = { kinds: [], candidates: [], nearest: [] };

function nothing(
  text: string,
  { exit, code, message, target, hint }: CliError,
  search: ExplainData["search"],
  kind: string | null = null,
): Explanation {
  return {
    exit,
    errors: [{ code, message, target, hint }],
    data: {
      target: { text, kind, id: null },
      search,
      object: null,
      sides: null,
      answers: null,
      timeline: { total: null, events: [], reason: "Nothing was found to have events" },
      topic: null,
    },
  };
}

interface SubjectFacts {
  readonly subject: Subject;
  readonly history: History;
  readonly diagnosis: Diagnosis;
  readonly store: StoreSnapshot;
}

/** The subject with its eleven answers and its newest events. */
export function explainSubject(text: string, { subject, history, diagnosis, store }: SubjectFacts): Explanation {
  const { catalog, policy, findings, checkpoints, trialOf } = diagnosis;
  const blockers = createPlanBlockers({ lookup: lookupOf(store, catalog), policy, derived: derivedStates(diagnosis) });
  return {
    exit: "ok",
    errors: [],
    data: {
      target: { text, kind: subject.kind, id: subject.id },
      search: { kinds: [subject.kind], candidates: [], nearest: [] },
      object: redacted(subject.kind, subject.record),
      sides: null,
      answers: answerAll({ subject, history, catalog, policy, blockers, findings, checkpoints, trialOf }),
      timeline: { total: history.total, events: toTimeline(history.newest), reason: history.reason },
      topic: null,
    },
  };
}

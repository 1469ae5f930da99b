/** `sync explain`: one subject found and answered, or an explicit word on why not. */
import type { Diagnosis } from "../checks/diagnosis.ts";
import { CliError } from "../model/errors.ts";
import type { ExplainData } from "../model/documents/explain.ts";
import type { Problem } from "../model/envelope.ts";
import type { RecordKind } from "../model/kinds.ts";
import { resolveTarget } from "../store/target.ts";
import { answerAll } from "./answers.ts";
import { type History, toTimeline } from "./history.ts";
import { recordSubject, type Subject } from "./subject.ts";

/** The kinds that explain answers for; the kinds beside them are known and unsupported. */
export const EXPLAINED_KINDS: readonly RecordKind[] = [
  "object",
  "profile",
  "device",
  "actor",
  "schema",
  "workspace",
  "plan",
  "conflict",
  "decision",
  "transaction",
  "event",
];

export interface Explanation {
  readonly data: ExplainData;
  readonly exit: "ok" | "usage" | "not_found" | "unsupported" | "no_state";
  readonly errors: readonly Problem[];
}

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
  switch (resolution.found) {
    case "one":
      return { found: "subject", subject: recordSubject(resolution.record) };
    case "several":
      return nothing(text, "usage", {
        code: "ambiguous",
        message: `Cannot explain "${text}": ${resolution.candidates.length} records have this id`,
        hint: `Give one of them in full: ${resolution.candidates.join(", ")}`,
      }, { search: { kinds: resolution.kinds, candidates: resolution.candidates, nearest: [] } });
    case "none":
      return { found: "nothing", explanation: notFound(text, resolution.kinds, resolution.nearest) };
    case "unsupported":
      return nothing(text, "unsupported", {
        code: "unsupported",
        message: `Cannot explain "${text}": the kind "${resolution.kind}" is known, but explain does not answer for it`,
        hint: `It answers for ${EXPLAINED_KINDS.join(", ")}, finding:ID and exit:N`,
      }, { target: { text, kind: resolution.kind, id: null } });
  }
}

/** The answer that nothing has this id, with the kinds that were searched and the nearest ids. */
export function notFound(text: string, kinds: readonly string[], nearest: readonly string[]): Explanation {
  return nothing(text, "not_found", {
    code: "not_found",
    message: `Cannot find "${text}" among the ${kinds.join(", ")} records of this store`,
    hint: nearest.length > 0 ? `The nearest: ${nearest.join(", ")}` : "Nothing in this store has a similar id",
  }, { search: { kinds, candidates: [], nearest } }).explanation;
}

/** The answer that the journal, where the id would be, could not be searched. */
export function cannotLook(text: string, reason: string): Explanation {
  return nothing(text, "no_state", {
    code: "no_state",
    message: `Cannot look for "${text}" in the journal: ${reason}`,
    hint: "Name the store with --store DIR",
  }, { search: { kinds: ["event"], candidates: [], nearest: [] } }).explanation;
}

function nothing(
  text: string,
  exit: Explanation["exit"],
  problem: Pick<Problem, "code" | "message" | "hint">,
  more: Partial<ExplainData>,
): Extract<Located, { found: "nothing" }> {
  const data: ExplainData = {
    target: { text, kind: null, id: null },
    search: { kinds: [], candidates: [], nearest: [] },
    object: null,
    answers: null,
    timeline: { total: null, events: [], reason: "Nothing was found to have events" },
    topic: null,
    ...more,
  };
  return { found: "nothing", explanation: { exit, data, errors: [{ ...problem, target: text }] } };
}

/** The subject with its eleven answers and its newest events. */
export function explainSubject(text: string, subject: Subject, history: History, diagnosis: Diagnosis): Explanation {
  const { catalog, findings, checkpoints, drillOf } = diagnosis;
  return {
    exit: "ok",
    errors: [],
    data: {
      target: { text, kind: subject.kind, id: subject.id },
      search: { kinds: [subject.kind], candidates: [], nearest: [] },
      object: subject.record,
      answers: answerAll({ subject, history, catalog, findings, checkpoints, drillOf }),
      timeline: { total: history.total, events: toTimeline(history.newest), reason: history.reason },
      topic: null,
    },
  };
}

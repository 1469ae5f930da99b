/** The eleven answers about one subject (docs/domain.md, "The eleven questions"). What is not known says why. */
import { textOf } from "../model/fields.ts";
import type { Catalog } from "../store/catalog.ts";
import { checkContract } from "../store/contract.ts";
import type { Answers } from "../model/documents/explain.ts";
import { isHidden } from "../policy/redaction.ts";
import { stringField } from "../text/json.ts";
import { KINDS } from "../model/kinds.ts";
import { plural, withArticle } from "../text/words.ts";
import { journalEvidence, recordEvidence } from "./evidence.ts";
import type { History } from "./history.ts";
import type { ExplainInput } from "./input.ts";
import { matterOf } from "./matter.ts";
import { ownership } from "./ownership.ts";
import { conflictsOf, findingItem, findingsAbout } from "./related.ts";
import { judgeRestore } from "./restore.ts";
import type { Subject } from "./subject.ts";
import { judgeSyncSafety } from "./sync_safety.ts";

export function answerAll(input: ExplainInput): Answers {
  const { subject, catalog, history } = input;
  const own = findingsAbout(subject, input);
  return {
    identity: identity(subject, catalog),
    schema: governingSchema(subject, catalog),
    last_change: lastChange(subject, history),
    ownership: ownership(subject),
    ...judgeSyncSafety(subject, { ...input, head: history.head }),
    conflicts: conflictsOf(subject, catalog),
    automatic_repairs: own.filter((finding) => finding.recommendation.automatic).map(findingItem),
    human_review: own.filter((finding) => finding.recommendation.needs_review).map(findingItem),
    durability: durability(subject),
    restore: judgeRestore(subject, input),
  };
}

/** Where a record says how it stands; an item of the queue has a status too, which says how it came in. */
const STATE_FIELDS = ["state", "queue_state", "status", "device_state", "outcome"];
const TIME_FIELDS = ["updated_at", "created_at", "decided_at", "occurred_at", "issuedAt", "queued_at"];

function identity(subject: Subject, catalog: Catalog): Answers["identity"] {
  const { record } = subject;
  const objectType = subject.kind === "object" ? textOf(record, "object_type") : null;
  const state = STATE_FIELDS.map((name) => stringField(record, name)).find((one) => one !== null) ?? null;
  const what = objectType === null
    ? subject.line === null ? KINDS[subject.kind].noun : `${textOf(record, "event_type") ?? ""} event`
    : `${objectType} object`;
  const name = isHidden(subject.kind, record) ? null : textOf(record, "display_name") ?? textOf(record, "title");
  const id = subject.id ?? subject.path;
  return {
    known: true,
    kind: subject.kind,
    id,
    object_type: objectType,
    state,
    summary: [
      `"${id}" is ${withArticle(what)}`,
      name === null ? "" : ` named "${name}"`,
      state === null ? "" : `, ${state}`,
      subject.line === null ? "" : `, line ${subject.line} of the journal`,
      // What others may not see of it is not said here either.
      ...(isHidden(subject.kind, record) ? [] : matterOf(subject.kind, record, catalog).map((one) => `. ${one}`)),
    ].join(""),
    evidence: [recordEvidence(subject, KINDS[subject.kind].idField)],
  };
}

function governingSchema(subject: Subject, catalog: Catalog): Answers["schema"] {
  // A journal event has its own contract, which the fold has already held it against.
  const violations = subject.line === null
    ? checkContract(subject.kind, subject.record).map(({ message }) => message)
    : [];
  const verdict = violations.length === 0
    ? "it keeps its contract"
    : `it breaks its contract: ${violations.join("; ")}`;
  if (subject.kind !== "object") {
    return {
      known: true,
      schema_id: null,
      schema_version: null,
      registered: null,
      contract_violations: violations,
      summary: `The contract "${
        textOf(subject.record, "schema") ?? KINDS[subject.kind].schema
      }" governs it, and ${verdict}`,
      evidence: [recordEvidence(subject, "schema")],
    };
  }
  const schemaId = textOf(subject.record, "schema_id");
  const version = textOf(subject.record, "schema_version");
  const [schema] = schemaId === null ? [] : catalog.find("schema", schemaId);
  const registered = schema === undefined ? "is not registered in this store" : "is registered";
  return {
    known: schemaId !== null,
    schema_id: schemaId,
    schema_version: version,
    registered: schema !== undefined,
    contract_violations: violations,
    summary: schemaId === null
      ? `It names no schema, and ${verdict}`
      : `Schema "${schemaId}", version "${version ?? "?"}", governs it and ${registered}; ${verdict}`,
    evidence: [
      recordEvidence(subject, "schema_id"),
      ...(schema === undefined ? [] : [recordEvidence(schema, "schema_id")]),
    ],
  };
}

function lastChange(subject: Subject, { head, last, total, reason }: History): Answers["last_change"] {
  if (head !== null) {
    return {
      known: true,
      actor: head.last_producer,
      at: head.last_event_at,
      event_id: head.last_event_id,
      event_type: head.last_event_type,
      lane: head.lane,
      events: head.events,
      summary: `"${head.last_producer}" last changed it at ${head.last_event_at}: ` +
        `${head.last_event_type} on lane ${head.lane}, the newest of ${plural(head.events, "event")}`,
      evidence: [journalEvidence(head)],
    };
  }
  const field = (name: string) => stringField(subject.record, name);
  const actor = field("last_modified_by_actor") ?? field("engineId") ??
    (subject.line === null ? null : field("producer"));
  const at = TIME_FIELDS.map(field).find((one) => one !== null) ?? null;
  const silence = subject.kind !== "object"
    ? ""
    : total === 0
    ? "; the journal has no event of it"
    : total === null
    ? `; the journal could not be asked: ${reason ?? "no reason given"}`
    : "";
  const isProducer = KINDS[subject.kind].inJournal === "producer";
  const acted = isProducer && total !== null && total > 0
    ? `; it produced ${plural(total, "event")}${last === null ? "" : `, the last at ${last.created_at ?? "?"}`}`
    : "";
  return {
    known: at !== null,
    actor,
    at,
    event_id: null,
    event_type: null,
    lane: null,
    events: total,
    summary: at === null
      ? `Not known: it carries no time of change${silence}`
      : `${actor === null ? "It was changed" : `"${actor}" changed it`} at ${at}, as its record says${silence}${acted}`,
    evidence: [recordEvidence(subject, "updated_at")],
  };
}

function durability(subject: Subject): Answers["durability"] {
  if (subject.line !== null) {
    const summary = "Durable: the journal is the history that everything else is rebuilt from";
    return { known: true, class: "durable", summary, evidence: [recordEvidence(subject)] };
  }
  const { durability: durabilityClass, plural: kinds } = KINDS[subject.kind];
  return {
    known: true,
    class: durabilityClass,
    summary: durabilityClass === "durable"
      ? `Durable: ${kinds} are preserved, and gone if they are lost`
      : `Rebuildable: ${kinds} can be built again from the journal and the registries`,
    evidence: [recordEvidence(subject)],
  };
}

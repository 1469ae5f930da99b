/** The eleven answers about one subject (domain.md, "What the layer is for"). What is not known says why. */
import { type Catalog, targetName } from "../catalog.ts";
import { isOpenConflict } from "../conflicts.ts";
import { checkContract } from "../contract.ts";
import type { CheckpointJudgement, Finding } from "../model/documents/health.ts";
import type { Answers, Evidence, Item } from "../model/documents/explain.ts";
import { stringField, stringListField } from "../model/json.ts";
import { KINDS } from "../model/kinds.ts";
import { plural } from "../render/words.ts";
import { journalEvidence, recordEvidence } from "./evidence.ts";
import type { History } from "./history.ts";
import { judgeRestore } from "./restore.ts";
import { type Subject, withArticle } from "./subject.ts";
import { judgeSyncSafety } from "./sync_safety.ts";

export interface ExplainInput {
  readonly subject: Subject;
  readonly history: History;
  readonly catalog: Catalog;
  readonly findings: readonly Finding[];
  readonly checkpoints: readonly CheckpointJudgement[];
}

export function answerAll(input: ExplainInput): Answers {
  const { subject, catalog, history } = input;
  const own = findingsAbout(subject, input.findings);
  return {
    identity: identity(subject),
    schema: governingSchema(subject, catalog),
    last_change: lastChange(subject, history),
    ownership: ownership(subject),
    ...judgeSyncSafety(subject, { catalog, head: history.head }),
    conflicts: conflictsOf(subject, catalog),
    automatic_repairs: own.filter((finding) => finding.recommendation.automatic).map(findingItem),
    human_review: own.filter((finding) => finding.recommendation.needs_review).map(findingItem),
    durability: durability(subject),
    restore: judgeRestore(subject, input.checkpoints),
  };
}

function findingsAbout(subject: Subject, findings: readonly Finding[]): readonly Finding[] {
  const target = subject.id === null ? null : targetName(subject.kind, subject.id);
  return findings.filter((finding) =>
    finding.target === target ||
    (finding.evidence["file"] === subject.path && (subject.line === null || finding.evidence["line"] === subject.line))
  );
}

function identity(subject: Subject): Answers["identity"] {
  const { record } = subject;
  const objectType = subject.kind === "object" ? stringField(record, "object_type") : null;
  const state = stringField(record, "state") ?? stringField(record, "status") ?? stringField(record, "device_state");
  const what = objectType === null
    ? subject.line === null
      ? KINDS[subject.kind].plural.replace(/s$/, "")
      : `${stringField(record, "event_type") ?? ""} event`
    : `${objectType} object`;
  const name = stringField(record, "display_name") ?? stringField(record, "title");
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
        stringField(subject.record, "schema") ?? KINDS[subject.kind].schema
      }" governs it, and ${verdict}`,
      evidence: [recordEvidence(subject, "schema")],
    };
  }
  const schemaId = stringField(subject.record, "schema_id");
  const version = stringField(subject.record, "schema_version");
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

function lastChange(subject: Subject, { head, newest, total, reason }: History): Answers["last_change"] {
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
  const actor = field("last_modified_by_actor") ?? (subject.line === null ? null : field("producer"));
  const at = field("updated_at") ?? field("created_at") ?? field("decided_at") ?? field("occurred_at");
  const silence = subject.kind !== "object"
    ? ""
    : total === 0
    ? "; the journal has no event of it"
    : total === null
    ? `; the journal could not be asked: ${reason ?? "no reason given"}`
    : "";
  const newestEvent = newest.at(-1);
  const acted = subject.kind === "actor" && total !== null && total > 0
    ? `; it produced ${plural(total, "event")}${
      newestEvent === undefined ? "" : `, the last at ${newestEvent.created_at ?? "?"}`
    }`
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

const OWNERS = ["profile_id", "workspace_id", "device_id", "owner_identity"] as const;
const OWNER_WORDS = {
  profile_id: "profile",
  workspace_id: "workspace",
  device_id: "device",
  owner_identity: "identity",
};

function ownership(subject: Subject): Answers["ownership"] {
  const field = (name: typeof OWNERS[number]) => stringField(subject.record, name);
  const parts = OWNERS.flatMap((name) => {
    const id = name === `${subject.kind}_id` ? null : field(name);
    return id === null ? [] : [`${OWNER_WORDS[name]} "${id}"`];
  });
  const deviceless = subject.kind === "object" && field("device_id") === null
    ? "; its record does not say on which device it lives"
    : "";
  return {
    known: parts.length > 0,
    profile: field("profile_id"),
    workspace: field("workspace_id"),
    device: field("device_id"),
    owner_identity: field("owner_identity"),
    summary: parts.length === 0
      ? `Not known: ${withArticle(subject.kind)} names no profile, workspace or device`
      : `It belongs to ${parts.join(", ")}${deviceless}`,
    evidence: OWNERS.filter((name) => field(name) !== null).map((name): Evidence => recordEvidence(subject, name)),
  };
}

/** Conflicts that name the subject, in whichever field its kind stands in. */
function conflictsOf(subject: Subject, catalog: Catalog): readonly Item[] {
  const { id } = subject;
  if (id === null || subject.kind === "conflict") return [];
  const field = `${subject.kind}_id`;
  const list = `${subject.kind}s`;
  return catalog.ofKind("conflict")
    .filter(({ record }) => stringField(record, field) === id || stringListField(record, list).includes(id))
    .map((conflict) => {
      const isOpen = isOpenConflict(conflict.record);
      const explanation = stringField(conflict.record, "user_explanation") ?? "no explanation";
      return {
        code: isOpen ? "open" : "resolved",
        known: true,
        summary: `${isOpen ? "Open" : "Resolved"} conflict "${conflict.id ?? conflict.path}": ${explanation}`,
        evidence: [recordEvidence(conflict, Object.hasOwn(conflict.record, field) ? field : list)],
      };
    });
}

function findingItem(finding: Finding): Item {
  const line = finding.evidence["line"];
  return {
    code: finding.id,
    known: true,
    summary: `${finding.message}. ${finding.recommendation.action}`,
    evidence: [{
      file: stringField(finding.evidence, "file"),
      line: typeof line === "number" ? line : null,
      record: finding.target,
      field: null,
      value: null,
    }],
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

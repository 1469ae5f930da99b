/** The answers about one record (domain.md, "What the layer is for": the eleven questions). What is not known says why. */
import type { Catalog, ReadableRecord } from "../catalog.ts";
import { isOpenConflict } from "../conflicts.ts";
import { checkContract } from "../contract.ts";
import type { Answers, Evidence, Item } from "../model/documents/explain.ts";
import type { Finding } from "../model/documents/health.ts";
import type { ObjectHead } from "../model/journal.ts";
import { stringField } from "../model/json.ts";
import { KINDS } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { journalEvidence, recordEvidence } from "./evidence.ts";

export interface ExplainInput {
  readonly record: ReadableRecord;
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
  readonly findings: readonly Finding[];
}

/** The kinds that explain answers for; the kinds beside them are known and unsupported. */
export const EXPLAINED_KINDS = [
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
] as const;

export function answerAll(input: ExplainInput): Answers {
  const { record, store, findings } = input;
  const own = findings.filter((finding) => finding.evidence["file"] === record.path);
  return {
    identity: identity(record),
    schema: governingSchema(input),
    last_change: lastChange(record, store),
    ownership: ownership(record),
    sync_safety: {
      known: false,
      verdict: "unknown",
      summary: "Not known: this release does not yet weigh visibility, policy and trust against each other",
      evidence: [],
    },
    blocks: [],
    conflicts: conflictsOf(input),
    automatic_repairs: own.filter((finding) => finding.recommendation.automatic).map((finding) => findingItem(finding)),
    human_review: own.filter((finding) => finding.recommendation.needs_review).map((finding) => findingItem(finding)),
    durability: durability(record),
    restore: {
      known: false,
      proven: null,
      summary: "Not known: this release does not yet record restore drills",
      evidence: [],
    },
  };
}

function identity(record: ReadableRecord): Answers["identity"] {
  const objectType = record.kind === "object" ? stringField(record.record, "object_type") : null;
  const state = stringField(record.record, "state") ?? stringField(record.record, "status") ??
    stringField(record.record, "device_state");
  const id = record.id ?? record.path;
  const what = objectType === null ? record.kind : `${objectType} object`;
  const name = stringField(record.record, "display_name");
  return {
    known: true,
    kind: record.kind,
    id,
    object_type: objectType,
    state,
    summary: `"${id}" is ${article(what)} ${what}${name === null ? "" : ` named "${name}"`}${
      state === null ? "" : `, ${state}`
    }`,
    evidence: [recordEvidence(record, KINDS[record.kind].idField)],
  };
}

function article(noun: string): string {
  return /^[aeiou]/i.test(noun) ? "an" : "a";
}

function governingSchema({ record, catalog }: ExplainInput): Answers["schema"] {
  const violations = checkContract(record.kind, record.record).map(({ message }) => message);
  const verdict = violations.length === 0
    ? "it keeps its contract"
    : `it breaks its contract: ${violations.join("; ")}`;
  if (record.kind !== "object") {
    const contract = KINDS[record.kind].schema;
    return {
      known: true,
      schema_id: null,
      schema_version: null,
      registered: null,
      contract_violations: violations,
      summary: `The contract "${contract}" governs it, and ${verdict}`,
      evidence: [recordEvidence(record, "schema")],
    };
  }
  const schemaId = stringField(record.record, "schema_id");
  const version = stringField(record.record, "schema_version");
  const [schema] = schemaId === null ? [] : catalog.find("schema", schemaId);
  const named = schemaId === null
    ? "It names no schema"
    : `Schema "${schemaId}" version "${version ?? "?"}" governs it`;
  const registered = schema === undefined ? "which is not registered in this store" : "which is registered";
  return {
    known: schemaId !== null,
    schema_id: schemaId,
    schema_version: version,
    registered: schema !== undefined,
    contract_violations: violations,
    summary: schemaId === null ? `${named}, and ${verdict}` : `${named}, ${registered}; ${verdict}`,
    evidence: [
      recordEvidence(record, "schema_id"),
      ...(schema === undefined ? [] : [recordEvidence(schema, "schema_id")]),
    ],
  };
}

function lastChange(record: ReadableRecord, store: StoreSnapshot): Answers["last_change"] {
  const head = findHead(record, store);
  if (head !== null) {
    const events = `${head.events} event${head.events === 1 ? "" : "s"}`;
    return {
      known: true,
      actor: head.last_producer,
      at: head.last_event_at,
      event_id: head.last_event_id,
      event_type: head.last_event_type,
      lane: head.lane,
      events: head.events,
      summary: `"${head.last_producer}" last changed it at ${head.last_event_at}: ` +
        `${head.last_event_type} on lane ${head.lane}, the newest of ${events}`,
      evidence: [journalEvidence(head)],
    };
  }
  const actor = stringField(record.record, "last_modified_by_actor");
  const at = stringField(record.record, "updated_at") ?? stringField(record.record, "created_at");
  const silent = record.kind === "object" ? "; the journal has no event of it" : "";
  return {
    known: at !== null,
    actor,
    at,
    event_id: null,
    event_type: null,
    lane: null,
    events: record.kind === "object" ? 0 : null,
    summary: at === null
      ? `Not known: the record carries no time of change${silent}`
      : `${actor === null ? "The record" : `"${actor}"`} last changed it at ${at}, as the record says${silent}`,
    evidence: [recordEvidence(record, "updated_at")],
  };
}

function findHead(record: ReadableRecord, store: StoreSnapshot): ObjectHead | null {
  return record.id === null ? null : store.journal.objects.find((head) => head.object_id === record.id) ?? null;
}

function ownership(record: ReadableRecord): Answers["ownership"] {
  const field = (name: string) => stringField(record.record, name);
  const profile = field("profile_id");
  const workspace = field("workspace_id");
  const device = field("device_id");
  const owner = field("owner_identity");
  const parts = [
    profile === null ? null : `profile "${profile}"`,
    workspace === null ? null : `workspace "${workspace}"`,
    device === null ? null : `device "${device}"`,
    owner === null ? null : `identity "${owner}"`,
  ].filter((part) => part !== null);
  return {
    known: parts.length > 0,
    profile,
    workspace,
    device,
    owner_identity: owner,
    summary: parts.length === 0
      ? `Not known: ${article(record.kind)} ${record.kind} record names no profile, workspace or device`
      : `It belongs to ${parts.join(", ")}${device === null ? "; the store does not record a device for it" : ""}`,
    evidence: ["profile_id", "workspace_id", "device_id", "owner_identity"]
      .filter((name) => field(name) !== null)
      .map((name): Evidence => recordEvidence(record, name)),
  };
}

function conflictsOf({ record, catalog }: ExplainInput): readonly Item[] {
  return catalog.ofKind("conflict")
    .filter((conflict) => conflict.path !== record.path && stringField(conflict.record, "object_id") === record.id)
    .map((conflict) => ({
      code: isOpenConflict(conflict.record) ? "open" : "resolved",
      known: true,
      summary: `${isOpenConflict(conflict.record) ? "Open" : "Resolved"} conflict "${conflict.id ?? conflict.path}": ${
        stringField(conflict.record, "user_explanation") ?? "no explanation"
      }`,
      evidence: [recordEvidence(conflict, "object_id")],
    }));
}

function findingItem(finding: Finding): Item {
  return {
    code: finding.id,
    known: true,
    summary: `${finding.message}. ${finding.recommendation.action}`,
    evidence: [{
      file: stringField(finding.evidence, "file"),
      line: null,
      record: finding.target,
      field: null,
      value: null,
    }],
  };
}

function durability(record: ReadableRecord): Answers["durability"] {
  const { durability: durabilityClass, plural } = KINDS[record.kind];
  return {
    known: true,
    class: durabilityClass,
    summary: durabilityClass === "durable"
      ? `Durable: ${plural} are preserved, and gone if they are lost`
      : `Rebuildable: ${plural} can be built again from the journal and the registries`,
    evidence: [recordEvidence(record)],
  };
}

/**
 * The kinds of record that a store holds (docs/domain.md, "Record contracts"): one row a kind. What differs by kind
 * elsewhere stands in a Record<RecordKind, …> there, so that a kind which is forgotten does not compile.
 */
import { textOf } from "./fields.ts";
import { isJsonObject, type JsonObject, stringField } from "../text/json.ts";
import { QUEUE_FOLDER, RECEIPTS_FOLDER } from "./content_sync_names.ts";

export const RECORD_KINDS = [
  "profile",
  "device",
  "actor",
  "schema",
  "object",
  "workspace",
  "plan",
  "conflict",
  "decision",
  "transaction",
  "event",
  "report",
  "receipt",
  "queue",
] as const;
export type RecordKind = typeof RECORD_KINDS[number];

export interface KindFacts {
  readonly kind: RecordKind;
  /** How a person calls one of them. */
  readonly noun: string;
  /** How a person calls several of them. */
  readonly plural: string;
  readonly folder: string;
  /** Whether the folder is a registry, with a record in each `<safe name of its id>.json`, which bundles can hold. */
  readonly registry: boolean;
  readonly idField: string;
  /** A record's id: its own id field, else the `record_id` that the writer adds (docs/domain.md, "The store on disk"). */
  idOf(record: JsonObject): string | null;
  /** The record's `schema` value. */
  readonly schema: string;
  readonly durability: "durable" | "rebuildable";
  /** Records name such of a lower rank, and of their own. */
  readonly rank: number;
  /** Prefixes that ids of this kind carry in the field, the kind's own name first. */
  readonly prefixes: readonly string[];
  /** As what the events of the journal name records of this kind; null where they name none. */
  readonly inJournal: "object" | "producer" | null;
  /** Whether `sync explain` answers for it. */
  readonly explained: boolean;
}

type Row = Pick<KindFacts, "folder" | "idField" | "schema" | "rank"> & Partial<KindFacts>;

function row<Kind extends RecordKind>(kind: Kind, facts: Omit<Row, "kind">): KindFacts & { readonly kind: Kind } {
  const noun = facts.noun ?? kind;
  return {
    noun,
    plural: `${noun}s`,
    durability: "durable",
    prefixes: [kind],
    inJournal: null,
    explained: true,
    registry: true,
    idOf: (record) => stringField(record, facts.idField) ?? textOf(record, "record_id"),
    ...facts,
    kind,
  };
}

export const KINDS: { readonly [Kind in RecordKind]: KindFacts & { readonly kind: Kind } } = {
  profile: row("profile", {
    folder: "profiles",
    idField: "profile_id",
    schema: "sourceos.profile-record/v1alpha1",
    rank: 0,
  }),
  device: row("device", {
    folder: "devices",
    idField: "device_id",
    schema: "sourceos.device-record/v1alpha1",
    inJournal: "producer",
    rank: 1,
  }),
  actor: row("actor", {
    folder: "actors",
    idField: "actor_id",
    schema: "sourceos.actor-record/v1alpha1",
    inJournal: "producer",
    rank: 1,
  }),
  schema: row("schema", {
    folder: "schemas",
    idField: "schema_id",
    schema: "sourceos.schema-record/v1alpha1",
    rank: 1,
  }),
  object: row("object", {
    folder: "objects",
    idField: "object_id",
    schema: "sourceos.object-record/v1alpha1",
    inJournal: "object",
    rank: 2,
  }),
  workspace: row("workspace", {
    folder: "workspaces",
    idField: "workspace_id",
    schema: "sourceos.workspace-record/v1alpha1",
    rank: 1,
  }),
  plan: row("plan", {
    folder: "plans",
    idField: "plan_id",
    schema: "sourceos.sync-plan/v1alpha1",
    durability: "rebuildable",
    prefixes: ["plan", "sync-plan"],
    rank: 4,
  }),
  conflict: row("conflict", {
    folder: "conflicts",
    idField: "conflict_id",
    schema: "sourceos.conflict-record/v1alpha1",
    rank: 3,
  }),
  decision: row("decision", {
    noun: "policy decision",
    folder: "policy-decisions",
    idField: "decision_id",
    schema: "sourceos.policy-decision/v1alpha1",
    prefixes: ["decision", "policy-decision"],
    rank: 3,
  }),
  transaction: row("transaction", {
    folder: "transactions",
    idField: "transaction_id",
    schema: "sourceos.agent-object-transaction/v1alpha1",
    prefixes: ["transaction", "agent-txn"],
    rank: 4,
  }),
  event: row("event", {
    noun: "integrity event",
    folder: "events",
    idField: "event_id",
    schema: "sourceos.integrity-event/v1alpha1",
    rank: 4,
  }),
  report: row("report", {
    noun: "repair report",
    folder: "repair-reports",
    idField: "record_id",
    schema: "sourceos.repair-report/v1alpha1",
    prefixes: ["report", "repair-report"],
    explained: false,
    rank: 4,
  }),
  receipt: row("receipt", {
    noun: "sync receipt",
    folder: RECEIPTS_FOLDER,
    registry: false,
    idField: "id",
    schema: "SyncCycleReceipt",
    prefixes: ["receipt", "urn:srcos:sync-receipt"],
    rank: 5,
  }),
  queue: row("queue", {
    noun: "queue item",
    folder: QUEUE_FOLDER,
    registry: false,
    idField: "idempotency_key",
    idOf: queueItemId,
    schema: "sourceos.orchestration.event-record.v0.1",
    rank: 5,
  }),
};

/** Every kind, in the order of RECORD_KINDS. */
export const ALL_KINDS: readonly KindFacts[] = RECORD_KINDS.map((kind) => KINDS[kind]);

/** Whoever is named comes before those who name it. */
export const KINDS_BY_RANK: readonly RecordKind[] = RECORD_KINDS.toSorted((left, right) =>
  KINDS[left].rank - KINDS[right].rank
);

/** The kinds whose records lie in a registry of their own. */
export const REGISTRY_KINDS: readonly RecordKind[] = RECORD_KINDS.filter((kind) => KINDS[kind].registry);

/** By the name of a registry's folder, the kind of its records. */
export const KIND_BY_FOLDER: ReadonlyMap<string, RecordKind> = new Map(
  REGISTRY_KINDS.map((kind) => [KINDS[kind].folder, kind]),
);

/** The daemon names an item by its idempotency key, and where that is empty by the id of the record in it. */
function queueItemId(item: JsonObject): string | null {
  const part = (name: string) => {
    const value = Object.hasOwn(item, name) ? item[name] : null;
    return isJsonObject(value) ? value : null;
  };
  return stringField(part("decision"), "idempotency_key") || textOf(part("record"), "record_id");
}

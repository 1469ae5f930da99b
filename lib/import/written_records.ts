/** The records that an import writes, as the daemon would write them. */
import { textOf } from "../model/fields.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { type JsonObject, stringField } from "../text/json.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { contentText } from "../bundle/record_content.ts";
import type { JudgedRecord } from "./judged_records.ts";
import type { Sha256Hex } from "../text/sha256.ts";

/**
 * The text of the record's file: every field as the bundle has it, to the last digit, and what the daemon's writer adds
 * where the bundle has none (docs/domain.md, "The store on disk").
 */
export function recordText(kind: RecordKind, record: JsonObject, at: string): string {
  const id = stringField(record, KINDS[kind].idField) ?? "";
  const own = (field: string, value: string) => Object.hasOwn(record, field) ? {} : { [field]: value };
  const stored = {
    ...record,
    ...own("record_id", id),
    ...own("schema", KINDS[kind].schema),
    ...own("updated_at", at),
  };
  return `${stringifyJson(stored, 2)}\n`;
}

interface ConflictFacts {
  readonly record: JsonObject;
  readonly judged: JudgedRecord;
  readonly bundleSha256: string;
  /** Of the import, which keeps what competes beside its report. */
  readonly reportId: string;
  readonly at: string;
  /** Of the object's schema here; null where it tells none. */
  readonly mergePolicy: string | null;
  /** Whether such an actor is registered here. */
  isActor(id: string): boolean;
  readonly sha256Hex: Sha256Hex;
}

/** The id of the conflict between the object here and this competing content: the same whenever the two meet again. */
export function conflictId({ record, judged: { id }, sha256Hex }: ConflictFacts): string {
  return `conflict:import-${sha256Hex(`${id}\n${contentText(record, KINDS.object.schema)}`).slice(0, 16)}`;
}

/**
 * The conflict that waits for a person. What competes is named by its hash, its bundle and the report beside which it is
 * kept, and not held: a conflict goes where its object may go, and that was decided for the object that is here.
 */
export function conflictRecord(facts: ConflictFacts): JsonObject {
  const { record, judged: { id, local, message }, bundleSha256, reportId, at, mergePolicy, isActor, sha256Hex } = facts;
  const here = local?.record ?? {};
  const actors = [textOf(here, "last_modified_by_actor"), textOf(record, "last_modified_by_actor")];
  const text = (field: string) => stringField(here, field) ?? stringField(record, field);
  const conflict = conflictId(facts);
  return {
    schema: KINDS.conflict.schema,
    record_id: conflict,
    conflict_id: conflict,
    object_id: id,
    object_type: text("object_type"),
    workspace_id: text("workspace_id"),
    profile_id: text("profile_id"),
    actors: [...new Set(actors.flatMap((actor) => actor !== null && isActor(actor) ? [actor] : []))],
    devices: [],
    schema_version: text("schema_version"),
    severity: "review_required",
    merge_policy: mergePolicy ?? "human_review_required",
    decision_card: {
      card_id: `card:${conflict.slice("conflict:".length)}`,
      options: ["merge", "fork", "skip"],
      // The one that loses neither of the two: who decides may still choose another.
      recommended_option: "fork",
      selected_option: null,
      rationale: null,
      selected_by: null,
      selected_at: null,
    },
    user_explanation: `Two versions of "${id}" compete: the one here, and the one of a bundle that was imported. ` +
      `${message}. Nothing here was changed, and the other one is kept beside it until this is decided.`,
    created_at: at,
    updated_at: at,
    import: {
      bundle_sha256: bundleSha256,
      competing_sha256: sha256Hex(contentText(record, KINDS.object.schema)),
      here_sha256: sha256Hex(contentText(here, KINDS.object.schema)),
      report_id: reportId,
    },
  };
}

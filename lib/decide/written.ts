/** The object's record that a decision writes: merged by whoever decides, or the other side's under an id of its own. */
import { contentText } from "../bundle/record_content.ts";
import { isGone } from "../store/gone.ts";
import { importPath } from "../import/paths.ts";
import { textOf, textsOf } from "../model/fields.ts";
import type { ConflictDecision } from "../model/conflict_decision.ts";
import { KINDS } from "../model/kinds.ts";
import { redacted } from "../policy/redaction.ts";
import type { ImportedConflict } from "../store/open_conflicts.ts";
import { firstViolation } from "../store/contract.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import type { Lookup } from "../store/lookup.ts";
import { flawOfId } from "../text/safe_name.ts";
import type { JsonObject } from "../text/json.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { listText } from "../text/words.ts";
import { fieldsToChoose } from "./template.ts";
import { canonicalJson, stringifyJson } from "../text/stringify_json.ts";

/** Whether that is the very version which competes with the one here. */
export function isCompeting(
  record: JsonObject,
  { competingSha256 }: Pick<ImportedConflict, "competingSha256">,
  sha256Hex: Sha256Hex,
): boolean {
  return sha256Hex(contentText(record, KINDS.object.schema)) === competingSha256;
}

/** The id that the other side gets: the same whenever the same two meet again. */
export function forkId(objectId: string, { competingSha256 }: Pick<ImportedConflict, "competingSha256">): string {
  return `${objectId}-fork-${competingSha256.slice(0, 8)}`;
}

/**
 * What a merge never changes, as a decision settles what an object says: what it is, where it is, whose it is, and who may
 * see it and for how long.
 */
export const KEPT_BY_MERGE = [
  "object_id",
  "object_type",
  "schema_id",
  "schema_version",
  "workspace_id",
  "profile_id",
  "owner_identity",
  "created_by_actor",
  "created_at",
  "privacy_class",
  "sync_visibility",
  "retention_class",
  "policy_tags",
] as const;

/** The decision as an answer shows it: of a secret or regulated record what it is, and not what it says. */
export function shownDecision(decision: ConflictDecision): ConflictDecision {
  const { written } = decision;
  return written === undefined
    ? decision
    : { ...decision, written: { ...written, record: redacted("object", written.record) } };
}

/** Why a merged record cannot take the place of the object here, as a clause; null where it can. */
export function mergeProblem(record: JsonObject, here: ReadableRecord, lookup: Lookup): string | null {
  const open = fieldsToChoose(record);
  if (open.length > 0) {
    return `its ${listText(open.map((field) => `"${field}"`))} still ${
      open.length === 1 ? "holds" : "hold"
    } both sides`;
  }
  const changed = KEPT_BY_MERGE.find((field) =>
    canonicalJson(record[field] ?? null) !== canonicalJson(here.record[field] ?? null)
  );
  if (changed !== undefined) {
    return `its "${changed}" is not that of the object here, which a merge keeps`;
  }
  const [mine, theirs] = [textOf(here.record, "state"), textOf(record, "state")];
  const state = mine === "conflicted" ? [mine, "active"] : [mine];
  if (!state.includes(theirs)) return `its "state" is not that of the object here, which a merge keeps`;
  return recordProblem(record, lookup);
}

/** Why the other side cannot become an object of its own here, as a clause; null where it can. */
export function forkProblem(record: JsonObject, conflict: JsonObject, lookup: Lookup): string | null {
  const moved = (["profile_id", "workspace_id"] as const).find((field) => record[field] !== conflict[field]);
  if (moved !== undefined) return `its "${moved}" is not that of the conflict`;
  const maker = textOf(record, "created_by_actor");
  if (lookup.record("actor", maker) === null) {
    return `it was made by actor "${maker ?? "?"}", who is not registered here`;
  }
  return recordProblem(record, lookup);
}

/** Why no object can have this record, as a clause; null where one can. */
function recordProblem(record: JsonObject, lookup: Lookup): string | null {
  const broken = firstViolation("object", record);
  if (broken !== null) return broken.message;
  if (isGone(record)) return "it says that the object is deleted";
  const schema = lookup.record("schema", textOf(record, "schema_id"));
  const absent = textsOf(schema?.record ?? null, "required_fields").find((field) => !Object.hasOwn(record, field));
  return absent === undefined ? null : `its schema requires the field "${absent}", which is absent`;
}

/** Why the id cannot be that of a new object, as a clause; null where it can. */
export function newIdProblem(id: string, lookup: Lookup): string | null {
  const flaw = flawOfId(id) ?? (importPath("object", id) === null ? "it makes no file name" : null);
  if (flaw !== null) return `"${id}" can be no id: ${flaw}`;
  return lookup.find("object", id).state === "missing" ? null : `an object "${id}" is here already`;
}

/** The text of the record as it is written: whoever decides changed it last, and its provenance tells of the decision. */
export function writtenRecordText(
  record: JsonObject,
  { decision, imported, at }: {
    readonly decision: ConflictDecision;
    readonly imported: Pick<ImportedConflict, "bundleSha256"> | null;
    readonly at: string;
  },
): string {
  const { written, object_id: objectId, conflict_id, option, actor_id: actor } = decision;
  const id = written?.object_id ?? objectId;
  const from = imported === null ? {} : { bundle_sha256: imported.bundleSha256 };
  const provenance = Array.isArray(record["provenance"]) ? record["provenance"] : [];
  const stored = {
    ...record,
    object_id: id,
    last_modified_by_actor: actor,
    provenance: [...provenance, { conflict_id, option, object_id: objectId, ...from }],
    record_id: id,
    schema: textOf(record, "schema") ?? KINDS.object.schema,
    updated_at: at,
  };
  return `${stringifyJson(stored, 2)}\n`;
}

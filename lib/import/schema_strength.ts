/** Whether a schema asks for less than another one of the same object type and version. */
import { type RecordField, textOf, textsOf } from "../model/fields.ts";
import { RETENTION_CLASSES, SYNC_VISIBILITIES } from "../model/vocabulary.ts";
import { isJsonObject, type JsonObject } from "../text/json.ts";

/** What governs: schemas of one such text stand for each other. */
export function schemaKey(schema: JsonObject): string {
  return JSON.stringify([textOf(schema, "object_type"), textOf(schema, "schema_version")]);
}

/** Policies have no order, so that another one may be a weaker one. */
const POLICIES: readonly RecordField[] = ["migration_policy", "conflict_policy", "tombstone_policy"];

/** How the schema is weaker than the one here, as a clause; null where it asks for at least as much. */
export function weakness(schema: JsonObject, here: JsonObject): string | null {
  const required = new Set(textsOf(schema, "required_fields"));
  const lost = textsOf(here, "required_fields").find((field) => !required.has(field));
  if (lost !== undefined) return `it does not require "${lost}"`;
  const owners = ownersOf(schema);
  const taken = [...ownersOf(here)].find(([field, owner]) => owners.get(field) !== owner);
  if (taken !== undefined) return `it takes "${taken[0]}" from its owner`;
  if (rank(schema, "sync_visibility", SYNC_VISIBILITIES) > rank(here, "sync_visibility", SYNC_VISIBILITIES)) {
    return "it lets more be seen";
  }
  if (rank(schema, "retention_class", RETENTION_CLASSES) < rank(here, "retention_class", RETENTION_CLASSES)) {
    return "it keeps for a shorter time";
  }
  const other = POLICIES.find((policy) => textOf(schema, policy) !== textOf(here, policy));
  return other === undefined ? null : `its ${other} is another one`;
}

function rank(schema: JsonObject, field: RecordField, values: readonly string[]): number {
  return values.findIndex((value) => value === textOf(schema, field));
}

function ownersOf(schema: JsonObject): ReadonlyMap<string, unknown> {
  const owners = Object.hasOwn(schema, "field_owners") ? schema["field_owners"] : null;
  return new Map(isJsonObject(owners) ? Object.entries(owners) : []);
}

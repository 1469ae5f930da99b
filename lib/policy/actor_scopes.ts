/** How far an actor reaches: its profile_scope and workspace_scope (docs/domain.md, "Rules between records"). */
import type { ReadableRecord } from "../store/catalog.ts";
import { stringListField } from "../text/json.ts";
import type { Place } from "./allowances.ts";
import type { Lookup } from "../store/lookup.ts";

/** The part of the place that lies outside the actor's scopes, such as `profile "profile:work"`; null where none does. */
export function outsideScope(actor: ReadableRecord, place: Place, lookup: Lookup): string | null {
  // What is not there is a dangling reference, and no boundary that could be crossed.
  if (place.profile !== null && lookup.record("profile", place.profile) !== null) {
    if (!reaches(actor, "profile_scope", place.profile)) return `profile "${place.profile}"`;
  }
  const isKnown = place.workspace !== null &&
    (!lookup.keeps("workspace") || lookup.record("workspace", place.workspace) !== null);
  return isKnown && !reaches(actor, "workspace_scope", place.workspace) ? `workspace "${place.workspace}"` : null;
}

/** A scope that is no list breaks the actor's contract, and nobody can say how far it reaches. */
function reaches({ record }: ReadableRecord, field: string, id: string): boolean {
  return !Array.isArray(Object.hasOwn(record, field) ? record[field] : null) ||
    stringListField(record, field).includes(id);
}

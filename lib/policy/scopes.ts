/** How far an actor reaches: its profile_scope and workspace_scope (docs/domain.md, "Rules between records"). */
import { textsOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import type { Lookup } from "../store/lookup.ts";
import type { JsonObject } from "../text/json.ts";
import type { Place } from "./subject.ts";

/** A part of a place that a scope does not name. */
interface Beyond {
  readonly kind: "profile" | "workspace";
  readonly id: string;
}

/** The first part of the place that the actor's scopes do not name; null where they name all of it. */
export function beyondScope(actor: JsonObject, { profileId, workspaceId }: Place): Beyond | null {
  if (profileId !== null && !textsOf(actor, "profile_scope").includes(profileId)) {
    return { kind: "profile", id: profileId };
  }
  return workspaceId !== null && !textsOf(actor, "workspace_scope").includes(workspaceId)
    ? { kind: "workspace", id: workspaceId }
    : null;
}

/**
 * The part of the place that certainly lies outside the actor's scopes, such as `profile "profile:work"`; null where
 * none does. What is not there is a dangling reference, and no boundary that could be crossed; a scope that is no list
 * breaks the actor's contract, and nobody can say how far it reaches.
 */
export function outsideScope({ record }: ReadableRecord, place: Place, lookup: Lookup): string | null {
  const isBoundary = ({ kind, id }: Beyond) =>
    lookup.record(kind, id) !== null || (kind === "workspace" && !lookup.keeps("workspace"));
  const beyond = [{ ...place, workspaceId: null }, { ...place, profileId: null }]
    .flatMap((part) => beyondScope(record, part) ?? [])
    .find((one) => isBoundary(one) && isList(record, `${one.kind}_scope`));
  return beyond === undefined ? null : `${beyond.kind} "${beyond.id}"`;
}

function isList(record: JsonObject, field: string): boolean {
  return Object.hasOwn(record, field) && Array.isArray(record[field]);
}

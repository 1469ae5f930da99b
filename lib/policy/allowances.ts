/** Which recorded policy decisions allow what the boundaries forbid. */
import type { ReadableRecord } from "../store/catalog.ts";
import { stringField } from "../text/json.ts";
import type { Lookup } from "../store/lookup.ts";

/** Where something is, or is done. */
export interface Place {
  readonly profile: string | null;
  readonly workspace: string | null;
}

/** What a record claims to be allowed by: the decision that it names, or null. */
type NamedDecision = string | null;

export interface Allowances {
  /** Whether the actor may act in the place although its scopes do not reach there; every object has to be allowed. */
  acts(
    actor: string,
    what: { readonly objects: readonly string[]; readonly place: Place; readonly named: NamedDecision },
  ): boolean;
  /** Whether one of the actors may take the object out of its own place into a profile. */
  crosses(
    actors: readonly string[],
    what: {
      readonly object: string;
      readonly from: Place;
      readonly into: string | null;
      readonly named: NamedDecision;
    },
  ): boolean;
}

/** The profile and workspace that a record names. */
export function placeOf({ record }: ReadableRecord): Place {
  return { profile: stringField(record, "profile_id"), workspace: stringField(record, "workspace_id") };
}

/**
 * The allow decisions in force. Of several by one policy about the same thing the newest counts. One that names an
 * object is about that object alone; one that names none is about everything in its profile and workspace.
 */
export function collectAllowances(lookup: Lookup): Allowances {
  const newest = new Map<string, ReadableRecord>();
  for (const decision of lookup.ofKind("decision")) {
    const about = ["policy_id", "actor_id", "object_id", "profile_id", "workspace_id"]
      .map((field) => stringField(decision.record, field));
    const key = JSON.stringify(about);
    const before = newest.get(key);
    if (before === undefined || decidedAt(decision) > decidedAt(before)) newest.set(key, decision);
  }
  /** The profiles in which an actor may use an object. */
  const profilesByObject = new Map<string, Set<string | null>>();
  const places = new Set<string>();
  for (const decision of newest.values()) {
    if (!isAllow(decision)) continue;
    const actor = stringField(decision.record, "actor_id");
    const object = stringField(decision.record, "object_id");
    const place = placeOf(decision);
    if (object === null) {
      places.add(keyOf(actor, place.profile, place.workspace));
      continue;
    }
    const profiles = profilesByObject.get(keyOf(actor, object));
    if (profiles === undefined) profilesByObject.set(keyOf(actor, object), new Set([place.profile]));
    else profiles.add(place.profile);
  }

  function namedAllows(named: NamedDecision, object: string | null): boolean {
    const decision = lookup.record("decision", named);
    if (decision === null || !isAllow(decision)) return false;
    const about = stringField(decision.record, "object_id");
    return about === null || about === object;
  }

  return {
    acts(actor, { objects, place, named }) {
      if (places.has(keyOf(actor, place.profile, place.workspace))) return true;
      return objects.length > 0 &&
        objects.every((object) =>
          profilesByObject.get(keyOf(actor, object))?.has(place.profile) === true || namedAllows(named, object)
        );
    },
    crosses(actors, { object, from, into, named }) {
      return namedAllows(named, object) ||
        actors.some((actor) =>
          profilesByObject.get(keyOf(actor, object))?.has(into) === true ||
          places.has(keyOf(actor, from.profile, from.workspace))
        );
    },
  };
}

function isAllow(decision: ReadableRecord): boolean {
  return stringField(decision.record, "effect") === "allow";
}

function decidedAt(decision: ReadableRecord): string {
  return stringField(decision.record, "decided_at") ?? "";
}

function keyOf(...parts: readonly (string | null)[]): string {
  return JSON.stringify(parts);
}

/** Whether a recorded decision opens a boundary: that of an actor's scopes, or that between profiles. */
import { textOf } from "../model/fields.ts";
import type { Policy, Rulings } from "./decisions.ts";
import type { Lookup } from "../store/lookup.ts";
import { beyondScope } from "./scopes.ts";
import type { Place } from "./subject.ts";

/** An act in a place where the scopes of its actor do not reach. */
interface ActBeyondScope {
  readonly objects: readonly string[];
  readonly place: Place;
  /** The decision that the record of the act names, or null. */
  readonly named: string | null;
}

/**
 * Whether the act is allowed all the same: only by the decision that its own record names, as one about the same object
 * for another purpose says nothing of this act, and only where that decision covers every object of it.
 */
export function isAllowedBeyondScope({ objects, place, named }: ActBeyondScope, policy: Policy): boolean {
  const found = named === null ? null : policy.named(named);
  if (found === null || found.state !== "there") return false;
  const covers = (objectId: string | null) => {
    const rulings = policy.on({ objectId, ...place });
    return isUnopposed(rulings) && rulings.allowing.includes(found.inForce);
  };
  return objects.length === 0 ? covers(null) : objects.every(covers);
}

interface Crossing {
  readonly objectId: string;
  readonly from: Place;
  readonly into: Place;
}

/**
 * Whether the object may be taken into the place: by a decision about this very object there, and against none. Who
 * decides that has to reach both places, as one who only reaches the other cannot give the object away.
 */
export function mayCross({ objectId, from, into }: Crossing, policy: Policy, lookup: Lookup): boolean {
  const there = policy.on({ objectId, ...into });
  if (!isUnopposed(there) || !isUnopposed(policy.on({ objectId, ...from }))) return false;
  return there.allowing.some(({ source, subject }) => {
    const actor = lookup.record("actor", textOf(source.record, "actor_id"));
    return subject.objectId === objectId && actor !== null && beyondScope(actor.record, from) === null;
  });
}

/** Whether no decision in force denies it or asks for review. */
export function isUnopposed({ denying, reviewing }: Rulings): boolean {
  return denying.length === 0 && reviewing.length === 0;
}

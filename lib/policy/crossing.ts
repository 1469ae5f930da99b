/** Whether a recorded decision opens a boundary: that of an actor's scopes, or that between profiles. */
import type { Policy, Rulings } from "./decisions.ts";
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
  const { name } = found.inForce;
  const covers = (objectId: string | null) =>
    isAllowed(policy.on({ objectId, ...place })) &&
    policy.on({ objectId, ...place }).allowing.some((decision) => decision.name === name);
  return objects.length === 0 ? covers(null) : objects.every(covers);
}

interface Crossing {
  readonly objectId: string;
  readonly from: Place;
  readonly into: Place;
}

/** Whether the object may be taken into the place: by a decision about this very object there, and against none. */
export function mayCross({ objectId, from, into }: Crossing, policy: Policy): boolean {
  const there = policy.on({ objectId, ...into });
  return isUnopposed(there) && isUnopposed(policy.on({ objectId, ...from })) &&
    there.allowing.some(({ subject }) => subject.objectId === objectId);
}

/** Whether some decision in force allows it, and none asks for review or denies. */
export function isAllowed(rulings: Rulings): boolean {
  return rulings.allowing.length > 0 && isUnopposed(rulings);
}

function isUnopposed({ denying, reviewing }: Rulings): boolean {
  return denying.length === 0 && reviewing.length === 0;
}

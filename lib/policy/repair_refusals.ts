/** Which recorded policy decisions stand in the way of a repair. */
import { type Decision, type Policy, type Rulings, sayRuling } from "./decisions.ts";

/**
 * The policy under which repairs are decided as a whole (the grant that plans name: docs/domain.md, "Reports and plans
 * that others consume").
 */
export const REPAIR_POLICY = "sourceos.repair/apply";

/** A decision that denies, or that asks for a review first. */
export interface Refusal {
  /** Null where none is named. */
  readonly decisionId: string | null;
  readonly reason: string;
}

/** The decision in force about repairs as a whole, where it does not allow them; without one they are allowed. */
export function refusalOfRepair(policy: Policy): Refusal | null {
  return firstRefusal(policy.ofPolicy(REPAIR_POLICY));
}

/** The first decision in force about the object that does not allow what is done to it. */
export function refusalForObject(objectId: string, policy: Policy): Refusal | null {
  return firstRefusal(policy.onObject(objectId));
}

/** Why the decision that a record refers to does not allow it: it is missing, denies, or asks for review. */
export function refusalOfReference(decisionId: string | null, policy: Policy): Refusal | null {
  if (decisionId === null) return { decisionId: null, reason: "No policy decision is named for it" };
  const found = policy.named(decisionId);
  if (found.state !== "there") {
    const state = found.state === "missing" ? "is missing" : "cannot be read";
    return { decisionId, reason: `Policy decision "${decisionId}" ${state}` };
  }
  return found.inForce.ruling === "allows" ? null : refusal(found.inForce);
}

function firstRefusal({ denying, reviewing }: Rulings): Refusal | null {
  const [first] = [...denying, ...reviewing];
  return first === undefined ? null : refusal(first);
}

function refusal(decision: Decision): Refusal {
  const says = sayRuling(decision, { asks_review: "asks for a review first" });
  return { decisionId: decision.name, reason: `Policy decision "${decision.name}" ${says}` };
}

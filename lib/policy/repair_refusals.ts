/** Which recorded policy decisions stand in the way of a repair. */
import { textOf } from "../model/fields.ts";
import type { JsonObject } from "../text/json.ts";
import { type Decision, sayRuling } from "./decision.ts";
import type { Policy, Rulings } from "./decisions.ts";
import { decisionOnPlan } from "./plan_decision.ts";

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

/** Why the decision that a plan refers to does not allow it: it is missing, denies, asks for review, or is void. */
export function refusalOfPlan(plan: JsonObject, policy: Policy): Refusal | null {
  const decisionId = textOf(plan, "policy_decision_ref");
  if (decisionId === null) return { decisionId: null, reason: "No policy decision is named for it" };
  const said = decisionOnPlan(decisionId, plan, policy);
  switch (said.state) {
    case "allows":
      return null;
    case "missing":
    case "unreadable": {
      const state = said.state === "missing" ? "is missing" : "cannot be read";
      return { decisionId, reason: `Policy decision "${decisionId}" ${state}` };
    }
    case "refuses":
      return said.how === "void"
        ? { decisionId: said.decision.name, reason: `Policy decision "${said.decision.name}" ${said.text}` }
        : refusal(said.decision);
  }
}

function firstRefusal({ denying, reviewing }: Rulings): Refusal | null {
  const [first] = [...denying, ...reviewing];
  return first === undefined ? null : refusal(first);
}

function refusal(decision: Decision): Refusal {
  const says = sayRuling(decision, { asks_review: "asks for a review first" });
  return { decisionId: decision.name, reason: `Policy decision "${decision.name}" ${says}` };
}

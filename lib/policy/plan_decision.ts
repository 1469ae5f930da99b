/** What a decision that a plan names says of that plan (docs/domain.md, "Policy decisions"). */
import type { JsonObject } from "../text/json.ts";
import { namedIds } from "../store/named_ids.ts";
import { type Decision, isVoid, type Ruling, sayRuling } from "./decision.ts";
import type { Policy } from "./decisions.ts";
import { placeKey, placeOf } from "./subject.ts";

export type PlanDecision =
  | { readonly state: "missing" | "unreadable" }
  | { readonly state: "allows" }
  | {
    readonly state: "refuses";
    /** The one in force, which may be another one than is named. */
    readonly decision: Decision;
    readonly how: Exclude<Ruling, "allows"> | "void";
    /** As a clause: `denies it (Not this one.)`. */
    readonly text: string;
  };

/** Whether the decision with this id allows the plan, all of it: one that is about something else allows nothing of it. */
export function decisionOnPlan(id: string, plan: JsonObject, policy: Policy): PlanDecision {
  const found = policy.named(id);
  if (found.state !== "there") return found;
  const { named, inForce: decision } = found;
  const superseding = named === decision ? "" : `, and supersedes "${named.name}"`;
  const refuses = (how: Exclude<Ruling, "allows"> | "void", text: string): PlanDecision => ({
    state: "refuses",
    decision,
    how,
    text: `${text}${superseding}`,
  });
  if (decision.ruling !== "allows") return refuses(decision.ruling, sayRuling(decision));
  if (isVoid(decision)) return refuses("void", sayRuling(decision));
  const other = elsewhere(decision, plan);
  return other === null ? { state: "allows" } : refuses("void", `allows nothing of it: it is about ${other}`);
}

/** What the decision is about, where that is not the plan or not all of it. */
function elsewhere({ subject }: Decision, plan: JsonObject): string | null {
  if (placeKey(subject) !== placeKey(placeOf({ record: plan }))) {
    return `profile "${subject.profileId}" and workspace "${subject.workspaceId}"`;
  }
  const { objectId } = subject;
  const isCovered = objectId === null || namedIds(plan, "object_ids").every((id) => id === objectId);
  return isCovered ? null : `object "${objectId}"`;
}

/** Which recorded policy decisions stand in the way of a repair. */
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { stringField } from "../text/json.ts";
import { decisionsInForce, newestOfEachPolicy } from "./decisions.ts";

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

/** The newest decision about repairs as a whole, where it does not allow them; without one they are allowed. */
export function refusalOfRepair(catalog: Catalog): Refusal | null {
  const decided = catalog.ofKind("decision").filter(({ record }) =>
    stringField(record, "policy_id") === REPAIR_POLICY && stringField(record, "object_id") === null
  );
  const [newest] = newestOfEachPolicy(decided);
  return newest === undefined ? null : refusal(newest);
}

/** The first decision in force about the object that does not allow what is done to it. */
export function refusalForObject(objectId: string, catalog: Catalog): Refusal | null {
  return decisionsInForce(objectId, catalog).flatMap((decision) => refusal(decision) ?? [])[0] ?? null;
}

/** Why the decision that a record refers to does not allow it: it is missing, denies, or asks for review. */
export function refusalOfReference(decisionId: string | null, catalog: Catalog): Refusal | null {
  if (decisionId === null) return { decisionId: null, reason: "No policy decision is named for it" };
  const [decision] = catalog.find("decision", decisionId);
  return decision === undefined
    ? { decisionId, reason: `Policy decision "${decisionId}" is missing` }
    : refusal(decision);
}

function refusal({ id, record, path }: ReadableRecord): Refusal | null {
  const effect = stringField(record, "effect");
  if (effect === "allow") return null;
  const decisionId = id ?? path;
  const rationale = stringField(record, "rationale");
  const verb = effect === "deny" ? "denies it" : "asks for a review first";
  return {
    decisionId,
    reason: `Policy decision "${decisionId}" ${verb}${rationale === null ? "" : ` (${rationale})`}`,
  };
}

/** Whether a decision of a bundle would open a door for something that is here already. */
import { REFERENCES_FROM } from "../checks/reference_table.ts";
import { REGISTRY_KINDS } from "../model/kinds.ts";
import type { Decision } from "../policy/decision.ts";
import type { Policy } from "../policy/decisions.ts";
import { placeKey, placeOf } from "../policy/subject.ts";
import type { Catalog } from "../store/catalog.ts";
import { namedIds } from "../store/named_ids.ts";

interface BroughtDecision extends Pick<Decision, "policyId" | "subject"> {
  readonly id: string;
  readonly decidedAt: number;
}

interface Here {
  /** Where objects are. */
  readonly places: ReadonlySet<string>;
  /** The ids of decisions that records name. */
  readonly named: ReadonlySet<string>;
  /** By policy and subject, when somebody who may decided last. */
  readonly decided: ReadonlyMap<string, number>;
}

/**
 * Tells of a decision that allows: whether its object, anything in its place, or what names it is here. One that another
 * decision here has followed opens nothing.
 */
export function createOpeningTest(catalog: Catalog, policy: Policy): (decision: BroughtDecision) => boolean {
  let here: Here | null = null;

  function read(): Here {
    const decided = new Map<string, number>();
    for (const { flaw, decidedAt, ...decision } of policy.decisions) {
      const key = keyOf(decision);
      if (flaw === null && decidedAt !== null) decided.set(key, Math.max(decidedAt, decided.get(key) ?? -Infinity));
    }
    const records = REGISTRY_KINDS.flatMap((kind) => catalog.ofKind(kind));
    return {
      decided,
      places: new Set(catalog.ofKind("object").map((object) => placeKey(placeOf(object)))),
      named: new Set(
        records.flatMap(({ kind, record }) =>
          REFERENCES_FROM[kind].flatMap(({ field, to }) =>
            to.some((one) => one === "decision") ? namedIds(record, field) : []
          )
        ),
      ),
    };
  }

  return ({ id, policyId, subject, decidedAt }) => {
    here ??= read();
    if ((here.decided.get(keyOf({ policyId, subject })) ?? -Infinity) > decidedAt) return false;
    const { objectId } = subject;
    const isAboutThis = objectId === null
      ? here.places.has(placeKey(subject))
      : catalog.find("object", objectId).length > 0;
    return isAboutThis || here.named.has(id);
  };
}

function keyOf({ policyId, subject }: Pick<Decision, "policyId" | "subject">): string {
  return JSON.stringify([policyId, subject.objectId, placeKey(subject)]);
}

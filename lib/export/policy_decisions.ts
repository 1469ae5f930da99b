/** The recorded policy decisions that a person names with --policy-decision. */
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { checkContract } from "../store/contract.ts";
import { CliError } from "../model/errors.ts";
import { stringField } from "../text/json.ts";
import { requireOne } from "../store/require_one.ts";
import type { Decision, Policy } from "../policy/decisions.ts";
import type { PolicySubject } from "../policy/subject.ts";
import { parseTimestamp } from "../text/time.ts";
import { fileCauses } from "./record_rules.ts";

export interface NamedDecisions {
  /** In the order in which they were named, each once. */
  readonly named: readonly ReadableRecord[];
  /** The named decisions that are in force for the subject: those that name its object, and those about its place. */
  means(subject: PolicySubject): { readonly covering: readonly string[]; readonly naming: readonly string[] };
}

/**
 * The named decisions of the store, each checked: it is there, allows, and is in force for what it is about.
 *
 * @throws CliError not_found, usage where a name is ambiguous, denied where a decision does not allow or is superseded
 */
export function namePolicyDecisions(
  names: readonly string[],
  { catalog, policy }: { readonly catalog: Catalog; readonly policy: Policy },
): NamedDecisions {
  const named = [...new Set(names.map((text) => checkNamed(text, catalog, policy)))];
  return {
    named,
    means(subject) {
      if (named.length === 0) return { covering: [], naming: [] };
      const covering = policy.on(subject).allowing.filter(({ source }) => named.includes(source));
      return {
        covering: idsOf(covering),
        naming: idsOf(covering.filter(({ subject: { objectId } }) => objectId !== null)),
      };
    },
  };
}

function checkNamed(text: string, catalog: Catalog, policy: Policy): ReadableRecord {
  const decision = requireOne(text, catalog, {
    among: ["decision"],
    attempt: `use policy decision "${text}"`,
    takes: "--policy-decision takes a policy decision",
    otherKind: "usage",
  });
  const found = policy.at(decision.path);
  const refuse = (state: string, code: string, hint: string) =>
    new CliError("denied", `Cannot use policy decision "${decision.id}": ${state}`, {
      target: decision.id ?? text,
      code,
      hint,
    });
  if (found?.named.ruling !== "allows") {
    const effect = stringField(decision.record, "effect");
    throw refuse(`its effect is "${effect}"`, "decision_not_allow", "Name a decision whose effect is allow");
  }
  const decidedAt = stringField(decision.record, "decided_at") ?? "";
  const isSound = checkContract("decision", decision.record).length === 0 && parseTimestamp(decidedAt) !== null;
  if (!isSound || fileCauses(decision, catalog).length > 0) {
    throw refuse("it does not keep the contract of its kind", "decision_malformed", "Have its owner record it again");
  }
  if (found.inForce !== found.named) {
    throw refuse(
      `"${found.inForce.name}" of the same policy supersedes it`,
      "decision_superseded",
      `Name the newest decision of policy "${found.named.policyId}", where it allows`,
    );
  }
  return decision;
}

function idsOf(decisions: readonly Decision[]): readonly string[] {
  return decisions.flatMap(({ source: { id } }) => id ?? []);
}

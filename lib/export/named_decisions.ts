/** The recorded policy decisions that a person names with --policy-decision. */
import { textOf } from "../model/fields.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { CliError } from "../model/errors.ts";
import { requireOne } from "../store/require_one.ts";
import type { Decision } from "../policy/decision.ts";
import type { Policy } from "../policy/decisions.ts";
import type { Flaw } from "../policy/flaws.ts";
import type { PolicySubject } from "../policy/subject.ts";

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
    const effect = textOf(decision.record, "effect");
    throw refuse(`its effect is "${effect}"`, "decision_not_allow", "Name a decision whose effect is allow");
  }
  const { named, inForce } = found;
  if (named.flaw !== null) throw refuse(named.flaw.text, FLAW_CODES[named.flaw.kind], FLAW_HINTS[named.flaw.kind]);
  if (inForce !== named) {
    throw refuse(
      `"${inForce.name}" of the same policy supersedes it`,
      "decision_superseded",
      `Name the newest decision of policy "${named.policyId}", where it allows`,
    );
  }
  return decision;
}

const FLAW_CODES: Readonly<Record<Flaw["kind"], string>> = {
  undated: "decision_malformed",
  malformed: "decision_malformed",
  future: "decision_future",
  actor: "decision_actor_not_allowed",
  unreadable: "decision_unreadable",
};

const RECORD_AGAIN = "Have its owner record it again";

const FLAW_HINTS: Readonly<Record<Flaw["kind"], string>> = {
  undated: RECORD_AGAIN,
  malformed: RECORD_AGAIN,
  future: "Wait until then, or correct the clock of whoever decided it and have it recorded again",
  actor: "Name a decision by a registered actor whose scopes reach there and who was not withdrawn before",
  unreadable: "Have restored first what cannot be read, which doctor names",
};

function idsOf(decisions: readonly Decision[]): readonly string[] {
  return decisions.flatMap(({ source: { id } }) => id ?? []);
}

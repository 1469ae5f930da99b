/** The recorded policy decisions that bear on what leaves, and those that a person names with --policy-decision. */
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { checkContract } from "../store/contract.ts";
import { CliError } from "../model/errors.ts";
import { stringField } from "../text/json.ts";
import { newestOfEachPolicy } from "../policy/decisions.ts";
import { requireOne } from "../store/require_one.ts";
import { parseTimestamp } from "../text/time.ts";
import { fileCauses } from "./record_rules.ts";
import { placeKey, type PolicySubject, subjectOf } from "../policy/subject.ts";

export interface PolicyDecisions {
  /** The named decisions, in the order of their ids. */
  readonly named: readonly ReadableRecord[];
  /** Decisions in force for the subject: those that name its object, and those about its profile and workspace. */
  bearingOn(subject: PolicySubject): readonly ReadableRecord[];
  /** The named decisions that are in force for the subject: those that name its object, and those about its place. */
  means(subject: PolicySubject): { readonly covering: readonly string[]; readonly naming: readonly string[] };
}

/**
 * The decisions of the store, the named ones checked: each is there, allows, and is in force for what it is about.
 *
 * @throws CliError not_found, usage where a name is ambiguous, denied where a decision does not allow or is superseded
 */
export function collectPolicyDecisions(catalog: Catalog, names: readonly string[]): PolicyDecisions {
  const places = new Map<string, ReadableRecord[]>();
  for (const decision of catalog.about("decision", null)) {
    const key = placeKey(subjectOf(decision));
    const same = places.get(key);
    if (same === undefined) places.set(key, [decision]);
    else same.push(decision);
  }

  function bearingOn(subject: PolicySubject): readonly ReadableRecord[] {
    const ofObject = subject.objectId === null ? [] : catalog.about("decision", subject.objectId);
    return newestOfEachPolicy([...ofObject, ...places.get(placeKey(subject)) ?? []]);
  }

  function checkNamed(text: string): ReadableRecord {
    const decision = requireOne(text, catalog, {
      among: ["decision"],
      attempt: `use policy decision "${text}"`,
      takes: "--policy-decision takes a policy decision",
      otherKind: "usage",
    });
    const refuse = (state: string, code: string, hint: string) =>
      new CliError("denied", `Cannot use policy decision "${decision.id}": ${state}`, {
        target: decision.id ?? text,
        code,
        hint,
      });
    const effect = stringField(decision.record, "effect");
    if (effect !== "allow") {
      throw refuse(`its effect is "${effect}"`, "decision_not_allow", "Name a decision whose effect is allow");
    }
    const decidedAt = stringField(decision.record, "decided_at") ?? "";
    const isSound = checkContract("decision", decision.record).length === 0 && parseTimestamp(decidedAt) !== null;
    if (!isSound || fileCauses(decision, catalog).length > 0) {
      throw refuse("it does not keep the contract of its kind", "decision_malformed", "Have its owner record it again");
    }
    const inForce = bearingOn(subjectOf(decision));
    if (!inForce.includes(decision)) {
      const policy = stringField(decision.record, "policy_id");
      const newer = inForce.find(({ record }) => stringField(record, "policy_id") === policy);
      throw refuse(
        `"${newer?.id ?? "another one"}" of the same policy supersedes it`,
        "decision_superseded",
        `Name the newest decision of policy "${policy}", where it allows`,
      );
    }
    return decision;
  }

  const named = [...new Set(names.map(checkNamed))];
  return {
    named,
    bearingOn,
    means(subject) {
      if (named.length === 0) return { covering: [], naming: [] };
      const inForce = bearingOn(subject);
      const covering = named.filter((decision) => inForce.includes(decision));
      const isNaming = ({ record }: ReadableRecord) =>
        subject.objectId !== null && stringField(record, "object_id") === subject.objectId;
      return { covering: idsOf(covering), naming: idsOf(covering.filter(isNaming)) };
    },
  };
}

function idsOf(records: readonly ReadableRecord[]): readonly string[] {
  return records.flatMap(({ id }) => id ?? []);
}

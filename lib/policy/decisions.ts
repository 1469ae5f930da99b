/**
 * What the recorded policy decisions say: the one place where an effect is read, and where it is decided which of
 * several is in force (docs/domain.md, "Rules between records").
 */
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { lookupOf } from "../store/lookup.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { stringField } from "../text/json.ts";
import { parseTimestamp } from "../text/time.ts";
import { placeKey, type PolicySubject, subjectOf } from "./subject.ts";

/** What a decision comes to, the mildest first. */
const RULINGS = ["allows", "asks_review", "denies"] as const;
export type Ruling = typeof RULINGS[number];

export interface Decision {
  readonly source: ReadableRecord;
  /** As messages name it: its id, or its file where it has none. */
  readonly name: string;
  readonly ruling: Ruling;
  /** What it is about; without an object everything in its profile and workspace. */
  readonly subject: PolicySubject;
  readonly policyId: string | null;
  /** Milliseconds since 1970. */
  readonly decidedAt: number;
}

/** The decisions in force for a subject. */
export interface Rulings {
  readonly denying: readonly Decision[];
  readonly reviewing: readonly Decision[];
  readonly allowing: readonly Decision[];
}

/** A decision with what its policy says by now about what it is about. */
interface ResolvedDecision {
  readonly named: Decision;
  /** The named one itself, or the one of its policy that superseded it. */
  readonly inForce: Decision;
}

type NamedDecision =
  | { readonly state: "missing" | "unreadable" }
  | { readonly state: "there" } & ResolvedDecision;

export interface Policy {
  /** The decisions in force for the subject: those that name its object, and those about its profile and workspace. */
  on(subject: PolicySubject): Rulings;
  /** The decisions in force that name this object. */
  onObject(objectId: string): Rulings;
  /** The decisions in force of this policy that name no object. */
  ofPolicy(policyId: string): Rulings;
  /** The decision with this id. */
  named(id: string): NamedDecision;
  /** The decision in this file; null where there is none. */
  at(path: string): ResolvedDecision | null;
}

interface PolicyFacts {
  readonly catalog: Catalog;
  /** Null where there is none, and the catalog is empty. */
  readonly store: StoreSnapshot | null;
}

/** What the decisions of the store say. */
export function createPolicy({ catalog, store }: PolicyFacts): Policy {
  const decisions = catalog.ofKind("decision").map(readDecision);
  const byPath = new Map(decisions.map((decision) => [decision.source.path, decision]));
  const byObject = groupBy(decisions, ({ subject }) => subject.objectId);
  const withoutObject = byObject.get(null) ?? [];
  const byPlace = groupBy(withoutObject, ({ subject }) => placeKey(subject));

  const about = (objectId: string | null) => objectId === null ? [] : byObject.get(objectId) ?? [];
  const bearingOn = (subject: PolicySubject) => [
    ...about(subject.objectId).filter((decision) => counts(decision, subject)),
    ...byPlace.get(placeKey(subject)) ?? [],
  ];

  function at(path: string): ResolvedDecision | null {
    const named = byPath.get(path);
    if (named === undefined) return null;
    const inForce = newestOfEachPolicy(bearingOn(named.subject)).filter(({ policyId }) => policyId === named.policyId);
    return { named, inForce: inForce.includes(named) ? named : inForce[0] ?? named };
  }

  return {
    on: (subject) => sortOut(newestOfEachPolicy(bearingOn(subject))),
    onObject: (objectId) => sortOut(newestOfEachPolicy(about(objectId))),
    ofPolicy: (wanted) => sortOut(newestOfEachPolicy(withoutObject.filter(({ policyId }) => policyId === wanted))),
    named(id) {
      const [source] = catalog.find("decision", id);
      const found = source === undefined ? null : at(source.path);
      if (found !== null) return { state: "there", ...found };
      const end = store === null ? null : lookupOf(store, catalog).find("decision", id);
      return { state: end?.state === "unreadable" ? "unreadable" : "missing" };
    },
    at,
  };
}

/** What allows counts only where it says that the object is; what does not, wherever the object went. */
function counts({ ruling, subject: own }: Decision, subject: PolicySubject): boolean {
  return ruling !== "allows" || placeKey(own) === placeKey(subject);
}

function readDecision(source: ReadableRecord): Decision {
  return {
    source,
    name: source.id ?? source.path,
    ruling: rulingOf(source),
    subject: subjectOf(source),
    policyId: stringField(source.record, "policy_id"),
    decidedAt: parseTimestamp(stringField(source.record, "decided_at") ?? "") ?? -Infinity,
  };
}

/** An effect that is not known cannot be taken for permission. */
function rulingOf({ record }: ReadableRecord): Ruling {
  switch (stringField(record, "effect")) {
    case "allow":
      return "allows";
    case "review_required":
      return "asks_review";
    default:
      return "denies";
  }
}

/** What the decision says, as the end of a sentence: `denies it (Not this one.)`. */
export function sayRuling({ ruling, source: { record } }: Decision, words: Partial<typeof SAYINGS> = {}): string {
  const rationale = stringField(record, "rationale");
  return `${words[ruling] ?? SAYINGS[ruling]}${rationale === null ? "" : ` (${rationale})`}`;
}

const SAYINGS: Readonly<Record<Ruling, string>> = {
  allows: "allows it",
  asks_review: "asks for review",
  denies: "denies it",
};

/** Those that no other one of their policy supersedes: a later one does, and of one moment a stricter one. */
function newestOfEachPolicy(decisions: readonly Decision[]): readonly Decision[] {
  const newest = new Map<string | null, Decision[]>();
  for (const decision of decisions) {
    const before = newest.get(decision.policyId);
    const order = before?.[0] === undefined ? 1 : compareAge(decision, before[0]);
    if (before === undefined || order > 0) newest.set(decision.policyId, [decision]);
    else if (order === 0) before.push(decision);
  }
  return [...newest.values()].flat();
}

function compareAge(left: Decision, right: Decision): number {
  return left.decidedAt === right.decidedAt
    ? strictness(left) - strictness(right)
    : left.decidedAt > right.decidedAt
    ? 1
    : -1;
}

function strictness({ ruling }: Decision): number {
  return RULINGS.indexOf(ruling);
}

function sortOut(decisions: readonly Decision[]): Rulings {
  const of = (wanted: Ruling) => decisions.filter(({ ruling }) => ruling === wanted);
  return { denying: of("denies"), reviewing: of("asks_review"), allowing: of("allows") };
}

function groupBy<Key>(decisions: readonly Decision[], keyOf: (decision: Decision) => Key): Map<Key, Decision[]> {
  const groups = new Map<Key, Decision[]>();
  for (const decision of decisions) {
    const key = keyOf(decision);
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [decision]);
    else same.push(decision);
  }
  return groups;
}

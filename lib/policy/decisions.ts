/** What the recorded policy decisions of a store say about a subject (docs/domain.md, "Policy decisions"). */
import type { Catalog } from "../store/catalog.ts";
import { lookupOf } from "../store/lookup.ts";
import { KINDS } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { parseTimestamp } from "../text/time.ts";
import { type Decision, readDecision, strictness } from "./decision.ts";
import { flawOf, readTime } from "./flaws.ts";
import { inForce } from "./in_force.ts";
import { type Place, placeKey, type PolicySubject } from "./subject.ts";

/** The decisions in force for a subject. */
export interface Rulings {
  readonly denying: readonly Decision[];
  readonly reviewing: readonly Decision[];
  readonly allowing: readonly Decision[];
}

/** A decision with what its policy says by now about what it is about. */
interface ResolvedDecision {
  readonly named: Decision;
  /** The named one itself, also where it is void, or the one of its policy that superseded it. */
  readonly inForce: Decision;
}

type NamedDecision =
  | { readonly state: "missing" | "unreadable" }
  | { readonly state: "there" } & ResolvedDecision;

export interface Policy {
  /** Every decision of the store, in its order. */
  readonly decisions: readonly Decision[];
  /** The first file, or the registry, that may hold a decision about anything and cannot be read; null where all were read. */
  readonly unread: string | null;
  /** The decisions in force for the subject: those that name its object, and those about its profile and workspace. */
  on(subject: PolicySubject): Rulings;
  /** The decisions in force that name this object, wherever one of them says that it is. */
  onObject(objectId: string): Rulings;
  /** The decisions in force of this policy that name no object, in whichever place. */
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
  /** When the state was read: what is dated later allows nothing yet. */
  readonly now: string;
}

/** What the decisions of the store say. */
export function createPolicy({ catalog, store, now }: PolicyFacts): Policy {
  const decisions = readDecisions({ catalog, store, now });
  const byPath = new Map(decisions.map((decision) => [decision.source.path, decision]));
  const byObject = Map.groupBy(decisions, ({ subject }) => subject.objectId);
  const withoutObject = byObject.get(null) ?? [];
  const byPlace = Map.groupBy(withoutObject, ({ subject }) => placeKey(subject));
  const boundless = withoutObject.filter(isBoundless);

  const about = (objectId: string | null) => objectId === null ? [] : byObject.get(objectId) ?? [];
  const bearingOn = (subject: PolicySubject) => [
    ...about(subject.objectId).filter((decision) => bears(decision, subject)),
    ...(byPlace.get(placeKey(subject)) ?? []).filter((decision) => !boundless.includes(decision)),
    ...boundless.filter(({ subject: own }) => isInside(subject, own)),
  ];

  function at(path: string): ResolvedDecision | null {
    const named = byPath.get(path);
    if (named === undefined) return null;
    const [strictest, ...others] = inForce(bearingOn(named.subject))
      .filter(({ policyId }) => policyId === named.policyId)
      .sort((left, right) => strictness(right) - strictness(left));
    if (strictest === undefined) return { named, inForce: named };
    const isOneOfThem = strictness(strictest) === strictness(named) && [strictest, ...others].includes(named);
    return { named, inForce: isOneOfThem ? named : strictest };
  }

  return {
    decisions,
    unread: unreadDecision(catalog, store),
    on: (subject) => decisions.length === 0 ? NO_RULINGS : sortOut(inForce(bearingOn(subject))),
    onObject(objectId) {
      const places = new Map(about(objectId).map(({ subject }) => [placeKey(subject), subject]));
      const found = [...places.values()].flatMap((place) =>
        inForce(about(objectId).filter((one) => bears(one, place)))
      );
      return sortOut([...new Set(found)]);
    },
    ofPolicy(wanted) {
      const found = [...byPlace.values()].flatMap((inPlace) =>
        inForce(inPlace.filter(({ policyId }) => policyId === wanted))
      );
      return sortOut(found);
    },
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

function unreadDecision(catalog: Catalog, store: StoreSnapshot | null): string | null {
  const { folder } = KINDS.decision;
  if (store?.files.some(({ path }) => path === folder) === true) return folder;
  return catalog.unreadable.find(({ kind }) => kind === "decision")?.file.path ?? null;
}

function readDecisions({ catalog, store, now }: PolicyFacts): readonly Decision[] {
  const facts = {
    lookup: store === null ? null : lookupOf(store, catalog),
    // Where nobody knows what time it is, everything lies in the future.
    now: parseTimestamp(now) ?? -Infinity,
  };
  return catalog.ofKind("decision").map((source) => {
    const time = readTime(source, facts.now);
    return typeof time === "number"
      ? readDecision(source, { flaw: flawOf(source, facts), decidedAt: time })
      : readDecision(source, { flaw: time, decidedAt: null });
  });
}

/** What allows counts only where it says that the object is; what does not, wherever the object went. */
function bears({ ruling, subject: own }: Decision, subject: PolicySubject): boolean {
  return ruling !== "allows" || placeKey(own) === placeKey(subject);
}

/** What denies, and does not say for which profile or workspace, denies in all of them. */
function isBoundless({ ruling, subject: { profileId, workspaceId } }: Decision): boolean {
  return ruling !== "allows" && (profileId === null || workspaceId === null);
}

function isInside({ profileId, workspaceId }: Place, bounds: Place): boolean {
  return (bounds.profileId === null || bounds.profileId === profileId) &&
    (bounds.workspaceId === null || bounds.workspaceId === workspaceId);
}

const NO_RULINGS: Rulings = { denying: [], reviewing: [], allowing: [] };

function sortOut(decisions: readonly Decision[]): Rulings {
  const of = (wanted: Decision["ruling"]) => decisions.filter(({ ruling }) => ruling === wanted);
  return { denying: of("denies"), reviewing: of("asks_review"), allowing: of("allows") };
}

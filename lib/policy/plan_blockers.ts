/**
 * What stands in the way of a plan: its policy decision, what it depends on, its actors, and open conflicts about its
 * objects (docs/domain.md, "Rules between records"). Doctor, explain and repair all tell it from here.
 */
import { textOf } from "../model/fields.ts";
import { type ReadableRecord, targetName } from "../store/catalog.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";
import { type JsonObject, stringField } from "../text/json.ts";
import { listText, uncapitalised } from "../text/words.ts";
import { type Lookup, nameOf, targetOf } from "../store/lookup.ts";
import { derivedTargets, isDerivedTarget, namedIds } from "../store/named_ids.ts";
import { sayRuling } from "./decision.ts";
import type { Policy } from "./decisions.ts";
import { decisionOnPlan, type PlanDecision } from "./plan_decision.ts";
import { placeOf } from "./subject.ts";
import { howWithdrawn } from "./withdrawal.ts";

/** What a blocker means: `unknown` where nobody can tell, `review` where a person has to look first. */
type BlockerEffect = "blocked" | "unknown" | "review";

interface Blocker {
  readonly code:
    | "policy.unknown"
    | "policy.denied"
    | "policy.review"
    | "policy.void"
    | "plan.dependency"
    | "plan.actor"
    | "conflict.blocking"
    | "conflict.open";
  readonly effect: BlockerEffect;
  readonly target: string;
  /** Null where the blocker is no record of this store. */
  readonly file: string | null;
  readonly reason: string;
  /** What it is and why it blocks, as the end of a sentence: `plan "plan:b", which is running`. */
  readonly text: string;
  /** The plan's field that names it. */
  readonly field: string;
}

interface BlockerFacts {
  readonly lookup: Lookup;
  readonly policy: Policy;
  /** The state of derived data by its target, such as `index:ID`; see derivedStates(). */
  readonly derived: ReadonlyMap<string, string>;
}

/** The blockers of plans of this store. */
export interface PlanBlockers {
  /** Every cause that the records know of, each once; none where only the plan itself can tell. */
  of(plan: Pick<ReadableRecord, "record">): readonly Blocker[];
  /** The derived state that the plan named and that is healthy by now, as the end of a sentence; null where none is. */
  waitedFor(plan: Pick<ReadableRecord, "record">): string | null;
}

/** What blocks the plans of the store; open conflicts are looked for once. */
export function createPlanBlockers(facts: BlockerFacts): PlanBlockers {
  const conflicts = openConflictsByObject(facts.lookup);
  return {
    of(plan) {
      const decision = textOf(plan.record, "policy_decision_ref");
      const found = [
        ...(decision === null ? [] : decisionBlocker(decision, plan.record, "policy_decision_ref", facts)),
        ...objectDecisionBlockers(plan.record, facts),
        // A decision may be named as a dependency too.
        ...namedIds(plan.record, "dependencies").filter((id) => id !== decision).flatMap((id) =>
          dependencyBlocker(id, plan.record, facts)
        ),
        ...["source_actor", "target_actor"].flatMap((field) => actorBlocker(plan, field, facts)),
        ...namedIds(plan.record, "object_ids").flatMap((id) => conflicts.get(id) ?? []).map(conflictBlocker),
      ];
      return firstOfEach(found);
    },
    waitedFor({ record }) {
      const healthy = derivedTargets(record).filter((target) => facts.derived.get(target) === "healthy");
      if (healthy.length === 0) return null;
      const targets = listText(healthy.map((target) => `"${target}"`));
      return `though ${targets}, for which it waited, ${healthy.length === 1 ? "is" : "are"} healthy`;
    },
  };
}

/** Each target once, as what names it first says it. */
function firstOfEach(found: readonly Blocker[]): readonly Blocker[] {
  return [...Map.groupBy(found, ({ target }) => target).values()].flatMap(([first]) => first ?? []);
}

/** The open conflicts about each object. */
function openConflictsByObject(lookup: Lookup): ReadonlyMap<string, readonly ReadableRecord[]> {
  const conflicts = new Map<string, ReadableRecord[]>();
  for (const conflict of lookup.ofKind("conflict")) {
    const object = textOf(conflict.record, "object_id");
    if (object === null || !isOpenConflict(conflict.record)) continue;
    const before = conflicts.get(object);
    if (before === undefined) conflicts.set(object, [conflict]);
    else before.push(conflict);
  }
  return conflicts;
}

type Parts = Pick<Blocker, "code" | "effect" | "reason" | "field">;

function blocker(record: ReadableRecord, parts: Parts, clause: string): Blocker {
  const text = `${uncapitalised(nameOf(record))}, ${clause}`;
  return { ...parts, target: targetOf(record), file: record.path, text };
}

/** What is not there, or cannot be read: nobody can say what it says. */
function withoutRecord(
  kind: "plan" | "decision",
  id: string,
  { reason, ...parts }: Pick<Blocker, "code" | "field"> & { readonly reason: "missing" | "unreadable" },
): Blocker {
  return {
    ...parts,
    effect: "unknown",
    target: targetName(kind, id),
    file: null,
    reason: reason === "missing" ? "absent" : reason,
    text: `"${id}", which ${reason === "missing" ? "is not there" : "cannot be read"}`,
  };
}

const REFUSALS: Readonly<Record<Refusing["how"], Pick<Blocker, "code" | "effect">>> = {
  denies: { code: "policy.denied", effect: "blocked" },
  asks_review: { code: "policy.review", effect: "review" },
  void: { code: "policy.void", effect: "blocked" },
};

type Refusing = Extract<PlanDecision, { readonly state: "refuses" }>;

function decisionBlocker(id: string, plan: JsonObject, field: string, { policy }: BlockerFacts): readonly Blocker[] {
  const said = decisionOnPlan(id, plan, policy);
  switch (said.state) {
    case "allows":
      return [];
    case "missing":
    case "unreadable":
      return [withoutRecord("decision", id, { code: "policy.unknown", field, reason: said.state })];
    case "refuses": {
      const { source } = said.decision;
      const reason = said.how === "void" ? "void" : textOf(source.record, "effect") ?? "unknown";
      return [blocker(source, { ...REFUSALS[said.how], reason, field }, `which ${said.text}`)];
    }
  }
}

/** Decisions in force about the plan's objects, whether or not it names them. */
function objectDecisionBlockers(plan: JsonObject, { policy }: BlockerFacts): readonly Blocker[] {
  return namedIds(plan, "object_ids").flatMap((objectId) => {
    const { denying, reviewing } = policy.on({ objectId, ...placeOf({ record: plan }) });
    return [...denying, ...reviewing].map((decision) => {
      const how = decision.ruling === "denies" ? "denies" : "asks_review";
      const reason = textOf(decision.source.record, "effect") ?? "unknown";
      return blocker(
        decision.source,
        { ...REFUSALS[how], reason, field: "object_ids" },
        `which ${sayRuling(decision)}`,
      );
    });
  });
}

function dependencyBlocker(id: string, plan: JsonObject, facts: BlockerFacts): readonly Blocker[] {
  const { lookup } = facts;
  if (isDerivedTarget(id)) return derivedBlocker(id, facts);
  if (lookup.find("decision", id).state === "there") return decisionBlocker(id, plan, "dependencies", facts);
  const end = lookup.find("plan", id);
  const field = "dependencies";
  if (end.state !== "there") {
    const reason = end.state === "unreadable" ? "unreadable" : "missing";
    return [withoutRecord("plan", id, { code: "plan.dependency", field, reason })];
  }
  const status = textOf(end.record.record, "status");
  if (status === "completed") return [];
  const parts = { code: "plan.dependency", effect: "blocked", reason: status ?? "unknown", field } as const;
  return [blocker(end.record, parts, `which is ${status ?? "in no known state"}`)];
}

/** Derived state is no record: what is known of it is how it was judged. */
function derivedBlocker(target: string, { derived }: BlockerFacts): readonly Blocker[] {
  const state = derived.get(target);
  if (state === "healthy") return [];
  const [effect, reason] = state === undefined ? ["unknown", "absent"] as const : ["blocked", state] as const;
  const text = `"${target}", which is ${state?.replaceAll("_", " ") ?? "not there"}`;
  return [{ code: "plan.dependency", effect, target, file: null, reason, text, field: "dependencies" }];
}

function actorBlocker(
  plan: Pick<ReadableRecord, "record">,
  field: string,
  { lookup }: BlockerFacts,
): readonly Blocker[] {
  const actor = lookup.record("actor", stringField(plan.record, field));
  const how = actor === null ? null : howWithdrawn(actor.record);
  if (actor === null || how === null) return [];
  return [blocker(actor, { code: "plan.actor", effect: "blocked", reason: how, field }, `which is ${how}`)];
}

function conflictBlocker(conflict: ReadableRecord): Blocker {
  const parts = textOf(conflict.record, "severity") === "blocking"
    ? { code: "conflict.blocking", effect: "blocked" } as const
    : { code: "conflict.open", effect: "review" } as const;
  return blocker(conflict, { ...parts, reason: "open", field: "object_ids" }, "which is open");
}

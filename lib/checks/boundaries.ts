import { textOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import { isAirGapped } from "../policy/air_gap.ts";
import { isAllowedBeyondScope, mayCross } from "../policy/crossing.ts";
import type { Policy } from "../policy/decisions.ts";
import { placeOf } from "../policy/subject.ts";
import { type Check, type FindingKind, findingKind, findings } from "./frame/check.ts";
import { type Lookup, lookupOf, nameOf } from "../store/lookup.ts";
import { createRecordFindings } from "./frame/record_findings.ts";
import { namedIds } from "../store/named_ids.ts";
import { outsideScope } from "../policy/scopes.ts";

const CHECK = "boundaries.records";
const WIDEN = "Have an owner widen the actor's scope, name a decision in force that allows it, or undo what it did";
const SEPARATE = "Have an owner record a decision that allows it, or take the object out";
const PLAN = { durability: "rebuildable" } as const;

const OBJECT_SCOPE = findingKind(
  "boundaries.object-scope",
  "error",
  "An object was made or changed by an actor whose scopes do not reach it",
  WIDEN,
);
const AIR_GAP = findingKind(
  "boundaries.air-gapped-plan",
  "error",
  "A plan takes state out of an air-gapped profile",
  "Cancel the plan, and find out who made it: nothing of an air-gapped profile leaves this device",
  PLAN,
);

/** A record that stands in one place, whose actors act there, and whose objects should be there too. */
interface Gathering {
  readonly kind: "plan" | "conflict" | "transaction";
  readonly actorFields: readonly string[];
  readonly objectField: string;
  readonly scope: FindingKind;
  readonly crossing: FindingKind;
}

const GATHERINGS: readonly Gathering[] = [
  {
    kind: "plan",
    actorFields: ["source_actor", "target_actor"],
    objectField: "object_ids",
    scope: findingKind(
      "boundaries.plan-scope",
      "error",
      "A plan names an actor whose scopes do not reach it",
      WIDEN,
      PLAN,
    ),
    crossing: findingKind(
      "boundaries.plan-crosses-profiles",
      "critical",
      "A plan reaches into another profile",
      SEPARATE,
      PLAN,
    ),
  },
  {
    kind: "conflict",
    actorFields: ["actors"],
    objectField: "object_id",
    scope: findingKind(
      "boundaries.conflict-scope",
      "error",
      "A conflict names an actor whose scopes do not reach it",
      WIDEN,
    ),
    crossing: findingKind(
      "boundaries.conflict-crosses-profiles",
      "critical",
      "A conflict is about an object of another profile",
      SEPARATE,
    ),
  },
  {
    kind: "transaction",
    actorFields: ["actor_id"],
    objectField: "object_ids",
    scope: findingKind(
      "boundaries.transaction-scope",
      "error",
      "A transaction was made by an actor whose scopes do not reach it",
      WIDEN,
    ),
    crossing: findingKind(
      "boundaries.transaction-crosses-profiles",
      "critical",
      "A transaction reaches into another profile",
      SEPARATE,
    ),
  },
];

/**
 * No record crosses profiles or its actors' scopes without an allow decision, and no plan leaves an air gap. A plan
 * that was cancelled crosses nothing.
 */
export const boundariesCheck: Check = {
  id: CHECK,
  title: "Boundaries between profiles",
  reads: "objects, plans, conflicts, transactions, actors, profiles and policy decisions",
  why: "What crosses a profile without a decision may reach people who must not see it",
  required: true,
  needs: ["registries"],
  kinds: [OBJECT_SCOPE, AIR_GAP, ...GATHERINGS.flatMap(({ scope, crossing }) => [scope, crossing])],
  run(input) {
    const { store, catalog, policy } = input;
    const lookup = lookupOf(store, catalog);
    const { found, add } = createRecordFindings(CHECK, input);

    for (const object of lookup.ofKind("object")) {
      for (const [actor, fields] of actorsOf(object, ["last_modified_by_actor", "created_by_actor"], lookup)) {
        const outside = strays(actor, object, { objects: namedIds(object.record, "object_id"), lookup, policy });
        if (outside === null) continue;
        const message = `${nameOf(object)} is in ${outside}, where ${nameOfActor(actor)} may not act`;
        add(OBJECT_SCOPE, object, message, { fields, actor: actor.path, outside });
      }
    }
    for (const gathering of GATHERINGS) {
      for (const record of lookup.ofKind(gathering.kind)) {
        if (gathering.kind === "plan" && textOf(record.record, "status") === "cancelled") continue;
        const objects = namedIds(record.record, gathering.objectField);
        const actors = actorsOf(record, gathering.actorFields, lookup);
        for (const [actor, fields] of actors) {
          const outside = strays(actor, record, { objects, lookup, policy });
          if (outside === null) continue;
          const message = `${nameOf(record)} is in ${outside}, where ${nameOfActor(actor)} may not act`;
          add(gathering.scope, record, message, { fields, actor: actor.path, outside });
        }
        for (const object of objects.flatMap((id) => lookup.record("object", id) ?? [])) {
          if (!crosses(record, object, { lookup, policy })) continue;
          const message = `${nameOf(record)} is in profile "${placeOf(record).profileId}", ` +
            `and object "${object.id}" is in profile "${placeOf(object).profileId}"`;
          add(gathering.crossing, record, message, { object: object.path, field: gathering.objectField });
        }
        if (gathering.kind === "plan") {
          const leaves = leavesAirGap(record, lookup);
          if (leaves !== null) add(AIR_GAP, record, leaves, { field: "operation_class" });
        }
      }
    }
    return findings(found);
  },
};

/** The actors that are there, each with the fields that name it. */
function actorsOf(
  record: ReadableRecord,
  fields: readonly string[],
  lookup: Lookup,
): readonly (readonly [actor: ReadableRecord, fields: readonly string[]])[] {
  const named = new Map<ReadableRecord, string[]>();
  for (const field of fields) {
    for (const id of namedIds(record.record, field)) {
      const actor = lookup.record("actor", id);
      if (actor !== null) named.set(actor, [...named.get(actor) ?? [], field]);
    }
  }
  return [...named];
}

interface Rules {
  readonly lookup: Lookup;
  readonly policy: Policy;
}

function strays(
  actor: ReadableRecord,
  record: ReadableRecord,
  { objects, lookup, policy }: Rules & { readonly objects: readonly string[] },
): string | null {
  const place = placeOf(record);
  const outside = outsideScope(actor, place, lookup);
  const named = textOf(record.record, "policy_decision_ref");
  return outside !== null && isAllowedBeyondScope({ objects, place, named }, policy) ? null : outside;
}

function crosses(record: ReadableRecord, object: ReadableRecord, { lookup, policy }: Rules): boolean {
  const [from, into] = [placeOf(object), placeOf(record)];
  if (object.id === null || into.profileId === from.profileId) return false;
  if (lookup.record("profile", into.profileId) === null || lookup.record("profile", from.profileId) === null) {
    return false;
  }
  return !mayCross({ objectId: object.id, from, into }, policy, lookup);
}

/** A completed plan has already left; no decision opens an air gap. */
function leavesAirGap(plan: ReadableRecord, lookup: Lookup): string | null {
  const operation = textOf(plan.record, "operation_class");
  const profile = lookup.record("profile", placeOf(plan).profileId);
  if (profile === null || !isAirGapped(profile.record)) return null;
  if (operation !== "replicate" && operation !== "export") return null;
  const done = textOf(plan.record, "status") === "completed" ? "has carried out" : "is to carry out";
  return `${nameOf(plan)} ${done} "${operation}" in air-gapped profile "${profile.id}"`;
}

function nameOfActor({ id }: ReadableRecord): string {
  return `actor "${id}"`;
}

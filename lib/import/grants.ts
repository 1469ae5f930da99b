/**
 * What of a bundle would grant rights here. Nobody gets more by an import than the import bridge has that brings it, what
 * was withdrawn or decided here stays so, and no schema here is undercut. Nothing is rewritten on the way in: what would
 * grant more stays out.
 */
import { textOf } from "../model/fields.ts";
import type { RecordKind } from "../model/kinds.ts";
import { rulingOf } from "../policy/decision.ts";
import type { Policy } from "../policy/decisions.ts";
import { rightBeyond } from "../policy/grants.ts";
import { subjectOf } from "../policy/subject.ts";
import { createSupersessionTest } from "../policy/supersession.ts";
import { howWithdrawn, withdrawalIn } from "../policy/withdrawal.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { nameOf } from "../store/lookup.ts";
import type { JsonObject } from "../text/json.ts";
import { parseTimestamp } from "../text/time.ts";
import { uncapitalised } from "../text/words.ts";
import type { ImportBridge } from "./bridge.ts";
import { createOpeningTest } from "./opened_here.ts";
import { judged, type Judgement } from "./rules.ts";
import { schemaKey, weakness } from "./schema_strength.ts";

interface Brought {
  readonly kind: RecordKind;
  readonly id: string;
  readonly record: JsonObject;
  /** What the record here says; null where there is none. */
  readonly local: JsonObject | null;
}

export interface GrantLimits {
  /** Every rule by which the record would grant more than it may. */
  prohibitions(brought: Brought): readonly Judgement[];
  /** The ids of the import bridges that may bring this actor; null where none is asked for. */
  vouchers(actor: JsonObject): readonly string[] | null;
}

interface GrantFacts {
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** The import bridges that may bring the bundle in; null for a trial, which nobody's rights outlive. */
  readonly bridges: readonly ImportBridge[] | null;
  /** Whether the bundle's signature was verified. */
  readonly isVouchedFor: boolean;
  /** When the store was read. */
  readonly now: string;
}

/** The limits that this store sets. */
export function createGrantLimits({ catalog, policy, bridges, isVouchedFor, now }: GrantFacts): GrantLimits {
  const actors = catalog.ofKind("actor");
  const withdrawn = actors.filter(({ record }) => howWithdrawn(record) !== null);
  const keys = new Set(withdrawn.map(keyOf));
  const inForce = new Set(actors.filter(({ record }) => howWithdrawn(record) === null).map(identityOf));
  const identities = new Set(withdrawn.map(identityOf).filter((identity) => !inForce.has(identity)));
  const supersedes = createSupersessionTest(policy.decisions);
  const opensHere = createOpeningTest(catalog, policy);
  const schemas = Map.groupBy(catalog.ofKind("schema"), ({ record }) => schemaKey(record));
  const moment = parseTimestamp(now) ?? -Infinity;
  const [firstBridge] = bridges ?? [];

  function vouchers(actor: JsonObject): readonly string[] | null {
    if (bridges === null) return null;
    return bridges.flatMap(({ id, record }) => rightBeyond(actor, record) === null ? id : []);
  }

  /** One who will be revoked some day acts until then. */
  function isWithdrawn(actor: JsonObject): boolean {
    const since = parseTimestamp(withdrawalIn(actor, null)?.since ?? null);
    return since !== null && since <= moment;
  }

  function ofActor({ record, local }: Brought): readonly Judgement[] {
    if (textOf(record, "actor_type") === "import_bridge" && bridges !== null) return [judged("actor.bridge")];
    const returns = isWithdrawn(record)
      ? null
      : local !== null && howWithdrawn(local) !== null
      ? "It is revoked or quarantined here"
      : keyOf({ record }) !== null && keys.has(keyOf({ record }))
      ? "Its signing key is that of an actor who is revoked or quarantined here"
      : local === null && identities.has(identityOf({ record }))
      ? "Every actor of its identity is revoked or quarantined here"
      : null;
    return [
      ...(returns === null ? [] : [judged("actor.withdrawn-here", returns)]),
      ...(vouchers(record)?.length === 0 ? [judged("actor.beyond-bridge", reasonBeyond(record))] : []),
    ];
  }

  function reasonBeyond(actor: JsonObject): string {
    return firstBridge === undefined
      ? "No import bridge is registered here that could vouch for it"
      : `It has ${rightBeyond(actor, firstBridge.record)}, and import bridge "${firstBridge.id}" does not`;
  }

  function ofDecision({ id, record }: Brought): readonly Judgement[] {
    const decidedAt = parseTimestamp(textOf(record, "decided_at"));
    if (decidedAt === null || decidedAt > moment) return [judged("decision.undated")];
    const subject = subjectOf({ kind: "decision", id, record });
    const [policyId, ruling] = [textOf(record, "policy_id"), rulingOf(record)];
    const mayOpen = ruling === "allows" && !isVouchedFor && bridges !== null;
    return [
      ...(supersedes({ policyId, subject, ruling, decidedAt }) ? [judged("decision.supersedes")] : []),
      ...(mayOpen && opensHere({ id, policyId, subject, decidedAt }) ? [judged("decision.unsigned")] : []),
    ];
  }

  function ofSchema({ record }: Brought): readonly Judgement[] {
    for (const here of schemas.get(schemaKey(record)) ?? []) {
      const reason = weakness(record, here.record);
      if (reason !== null) {
        return [judged("schema.weaker", `Of the same type and version as ${uncapitalised(nameOf(here))}, ${reason}`)];
      }
    }
    return [];
  }

  return {
    prohibitions(brought) {
      switch (brought.kind) {
        case "actor":
          return ofActor(brought);
        case "decision":
          return ofDecision(brought);
        case "schema":
          return ofSchema(brought);
        default:
          return [];
      }
    },
    vouchers,
  };
}

function keyOf({ record }: Pick<ReadableRecord, "record">): string | null {
  return textOf(record, "signing_key_ref");
}

function identityOf({ record }: Pick<ReadableRecord, "record">): string | null {
  return textOf(record, "identity_id");
}

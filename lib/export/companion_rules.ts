/** Which rules of the decision table apply to what goes along with objects: everything that is no object itself. */
import { textOf } from "../model/fields.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { checkContract } from "../store/contract.ts";
import { recordEvidence } from "../explain/evidence.ts";
import { isAirGapped } from "../policy/air_gap.ts";
import { stringField, stringListField } from "../text/json.ts";
import { TRAVEL } from "../bundle/travel.ts";
import type { Cause } from "./rules.ts";
import { boundaryCause, fileCauses } from "./record_rules.ts";

interface CompanionState {
  readonly catalog: Catalog;
  readonly home: string | null;
  /** The ids of the objects that leave. */
  readonly leaving: ReadonlySet<string>;
}

/**
 * Every rule that applies to the record, with its cause.
 *
 * The record of a revoked or quarantined actor leaves: what it once did stays attributed, and the other side learns of
 * the revocation, as it does of a deletion by a tombstone.
 */
export function companionCauses(companion: ReadableRecord, state: CompanionState): readonly Cause[] {
  return [
    ...ownCauses(companion, state.catalog),
    ...boundaryCause(companion, state.home),
    ...heldCauses(companion, state),
  ];
}

/** The rules that look at the record alone, wherever it goes. */
export function ownCauses(source: ReadableRecord, catalog: Catalog): readonly Cause[] {
  return [
    ...fileCauses(source, catalog),
    ...checkContract(source.kind, source.record).map(({ field, message }) => ({
      rule: "schema.contract",
      message,
      evidence: [recordEvidence(source, field)],
    })),
    ...(source.kind === "profile" && isAirGapped(source.record)
      ? [{
        rule: "profile.air-gapped",
        message: "It is air gapped: nothing of it leaves this device",
        evidence: [recordEvidence(source, "profile_class")],
      }]
      : []),
    ...(source.kind === "schema" && textOf(source.record, "sync_visibility") === "local_only"
      ? [{
        rule: "visibility.local-only",
        message: "Its visibility keeps it on its device",
        evidence: [recordEvidence(source, "sync_visibility")],
      }]
      : []),
  ];
}

/** A record about several objects says something of each, so that all of them have to leave. */
function heldCauses(companion: ReadableRecord, { leaving }: CompanionState): readonly Cause[] {
  const field = TRAVEL[companion.kind].about;
  if (field === null) return [];
  const held = objectsOf(companion).find((id) => !leaving.has(id));
  if (held === undefined) return [];
  const message = `It names object "${held}", which does not go along`;
  return [{ rule: "names.held-back", message, evidence: [recordEvidence(companion, field)] }];
}

/** The ids of the objects that the record is about. */
export function objectsOf({ kind, record }: Pick<ReadableRecord, "kind" | "record">): readonly string[] {
  const field = TRAVEL[kind].about;
  if (field === "object_ids") return stringListField(record, field);
  const id = field === null ? null : stringField(record, field);
  return id === null ? [] : [id];
}

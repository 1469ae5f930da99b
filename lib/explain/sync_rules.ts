/**
 * Whether an object is safe to sync, as a table: each rule looks at one thing and says what it means (docs/domain.md,
 * "The eleven questions"). What crosses a boundary is not in it: that is taken over from the checks.
 */
import { textOf } from "../model/fields.ts";
import { checkContract } from "../store/contract.ts";
import { type VisibilityStanding, visibilityStanding } from "../policy/visibility.ts";
import { journalEvidence, recordEvidence } from "./evidence.ts";
import { isAirGapped } from "../policy/air_gap.ts";
import { howWithdrawn, isLater, isQuarantined, producerOf, withdrawalOf } from "../policy/withdrawal.ts";
import { conflictRule, decisionRule, type Effect, fieldRule, referenceRule, type Rule } from "./sync_rule.ts";

export const SYNC_RULES: readonly Rule[] = [
  fieldRule(
    "visibility.local-only",
    "blocked",
    "sync_visibility",
    ["local_only"],
    "Its visibility keeps it on this device",
  ),
  visibilityRule("visibility.too-wide", "blocked", "indefensible", "allows"),
  fieldRule("state.quarantined", "blocked", "state", ["quarantined"], "It is quarantined"),
  {
    code: "state.deleted-in-journal",
    effect: "blocked",
    causes: (object, { head }) => {
      const state = textOf(object.record, "state");
      if (head?.deleted !== true || state === "deleted" || state === "tombstoned") return [];
      return [{
        summary: `The journal deleted it, and its record is ${state ?? "without a state"}`,
        evidence: [journalEvidence(head), recordEvidence(object, "state")],
      }];
    },
  },
  {
    code: "retention.held",
    effect: "blocked",
    causes: (object, { head }) => {
      const state = textOf(object.record, "state");
      const gone = head?.deleted === true || state === "deleted" || state === "tombstoned";
      if (!gone || textOf(object.record, "retention_class") !== "legal_hold") return [];
      return [{
        summary: "It is under legal hold and was deleted: sync would spread the deletion",
        evidence: [recordEvidence(object, "retention_class"), recordEvidence(object, "state")],
      }];
    },
  },
  fieldRule(
    "retention.ephemeral",
    "review",
    "retention_class",
    ["ephemeral"],
    "It is ephemeral: other devices would keep what was not meant to last",
  ),
  visibilityRule("visibility.undecided", "review", "undecided", "says, and no decision allows it"),
  fieldRule("state.conflicted", "review", "state", ["conflicted"], "It is marked as conflicted"),
  {
    code: "schema.contract",
    effect: "blocked",
    causes: (object) =>
      checkContract(object.kind, object.record).map(({ field, message }) => ({
        summary: message,
        evidence: [recordEvidence(object, field)],
      })),
  },
  referenceRule(
    "schema.unregistered",
    "unknown",
    "schema_id",
    "schema",
    (schema, _object, id) =>
      schema === undefined ? `Its schema "${id}" is not registered, so nobody can say whether it is whole` : null,
  ),
  referenceRule("schema.version", "review", "schema_id", "schema", (schema, object) => {
    if (schema === undefined) return null;
    const wanted = textOf(object.record, "schema_version");
    const registered = textOf(schema.record, "schema_version");
    return wanted === registered ? null : `It follows schema version "${wanted}", registered is "${registered}"`;
  }),
  conflictRule("conflict.blocking", "blocked", true),
  conflictRule("conflict.open", "review", false),
  decisionRule("policy.denied", "blocked", "denying", "object"),
  decisionRule("policy.place-denied", "blocked", "denying", "place"),
  {
    code: "policy.unreadable",
    effect: "unknown",
    causes: (_object, { policy: { unread } }) =>
      unread === null ? [] : [{
        known: false,
        summary: `Nobody can tell what "${unread}" decides: it cannot be read, and may deny it`,
        evidence: [{ file: unread, line: null, record: null, field: null, value: null }],
      }],
  },
  decisionRule("policy.review", "review", "reviewing", "object"),
  decisionRule("policy.place-review", "review", "reviewing", "place"),
  referenceRule(
    "profile.unknown",
    "unknown",
    "profile_id",
    "profile",
    (profile, _object, id) => profile === undefined ? `Its profile "${id}" is not registered` : null,
  ),
  referenceRule(
    "profile.air-gapped",
    "blocked",
    "profile_id",
    "profile",
    (profile) =>
      profile !== undefined && isAirGapped(profile.record)
        ? "Its profile is air gapped: nothing of it leaves this device"
        : null,
  ),
  referenceRule(
    "actor.unknown",
    "unknown",
    "last_modified_by_actor",
    "actor",
    (actor, _object, id) => actor === undefined ? `The actor "${id}" that last changed it is not registered` : null,
  ),
  referenceRule(
    "actor.quarantined",
    "blocked",
    "last_modified_by_actor",
    "actor",
    (actor, _object, id) =>
      actor !== undefined && isQuarantined(actor.record)
        ? `The actor "${id}" that last changed it is quarantined`
        : null,
  ),
  {
    code: "actor.revoked",
    effect: "blocked",
    // The journal tells when an actor acted; the record's own updated_at is overwritten by every writer.
    causes: (_object, { catalog, head }) => {
      const producer = producerOf(head?.last_producer ?? null, catalog);
      const withdrawal = producer === null ? null : withdrawalOf(producer);
      if (head === null || producer === null || withdrawal === null) return [];
      if (withdrawal.how !== "revoked" || !isLater(head.last_event_at, withdrawal)) return [];
      return [{
        summary: `The ${producer.kind} "${head.last_producer}" changed it after being revoked at ${withdrawal.since}`,
        evidence: [journalEvidence(head), recordEvidence(producer, "revoked_at")],
      }];
    },
  },
  referenceRule(
    "device.untrusted",
    "review",
    "device_id",
    "device",
    (device, _object, id) =>
      device !== undefined && textOf(device.record, "device_state") === "untrusted"
        ? `Its device "${id}" is not trusted`
        : null,
  ),
  referenceRule("device.withdrawn", "blocked", "device_id", "device", (device, _object, id) => {
    const how = device === undefined ? null : howWithdrawn(device.record);
    return how === null ? null : `Its device "${id}" is ${how}`;
  }),
];

/** A rule about objects whose visibility stands so beside their privacy class. */
function visibilityRule(code: string, effect: Effect, standing: VisibilityStanding, ending: string): Rule {
  return {
    code,
    effect,
    causes: (object, { policy }) => {
      if (visibilityStanding(object, policy) !== standing) return [];
      const { privacy_class: privacy, sync_visibility: visibility } = object.record;
      return [{
        summary: `Its visibility "${visibility}" is wider than privacy class "${privacy}" ${ending}`,
        evidence: [recordEvidence(object, "privacy_class"), recordEvidence(object, "sync_visibility")],
      }];
    },
  };
}

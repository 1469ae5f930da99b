/** What doctor finds in a store with one named fault, and nothing else. */
import type { Finding } from "../../../lib/model/documents/health.ts";

export type ExpectedFinding = Pick<Finding, "id" | "target" | "severity" | "durability">;

const durable = (severity: Finding["severity"]) => (id: string, target: string): readonly ExpectedFinding[] => [
  { id, target, severity, durability: "durable" },
];
const error = durable("error");
const warning = durable("warning");
const critical = durable("critical");

const ofPlan = (severity: Finding["severity"], id: string, target: string): readonly ExpectedFinding[] => [
  { id, target, severity, durability: "rebuildable" },
];

/** By the fault's name. */
export const FAULT_FINDINGS: Readonly<Record<string, readonly ExpectedFinding[]>> = {
  "object-unknown-schema": error("references.object-schema", "object:fault-object-unknown-schema"),
  "object-unknown-profile": error("references.object-profile", "object:fault-object-unknown-profile"),
  "object-unknown-workspace": error("references.object-workspace", "object:fault-object-unknown-workspace"),
  "object-unknown-creator": error("references.object-creator", "object:fault-object-unknown-creator"),
  "object-unknown-actor": error("references.object-modifier", "object:fault-object-unknown-actor"),
  "plan-unknown-object": ofPlan("warning", "references.plan-object", "plan:fault-plan-unknown-object"),
  "plan-unknown-actor": ofPlan("warning", "references.plan-target", "plan:fault-plan-unknown-actor"),
  "plan-unknown-decision": ofPlan("warning", "references.plan-decision", "plan:fault-plan-unknown-decision"),
  "plan-unknown-dependency": ofPlan("warning", "references.plan-dependency", "plan:fault-plan-unknown-dependency"),
  "plan-cycle": ofPlan("warning", "plans.cycle", "plan:fault-plan-cycle-first"),
  "conflict-unknown-object": error("references.conflict-object", "conflict:fault-conflict-unknown-object"),
  "conflict-unknown-actor": error("references.conflict-actor", "conflict:fault-conflict-unknown-actor"),
  "conflict-unknown-device": error("references.conflict-device", "conflict:fault-conflict-unknown-device"),
  "decision-unknown-actor": [
    ...error("references.decision-actor", "decision:fault-decision-unknown-actor"),
    ...warning("policy.void", "decision:fault-decision-unknown-actor"),
  ],
  "decision-out-of-scope": warning("policy.void", "decision:fault-decision-out-of-scope"),
  "decision-in-the-future": warning("policy.future", "decision:fault-decision-in-the-future"),
  "decision-undated": [
    ...warning("policy.superseded-by-unreadable", "decision:fault-decision-undated-before"),
    ...warning("policy.undated", "decision:fault-decision-undated"),
  ],
  "decision-unknown-object": error("references.decision-object", "decision:fault-decision-unknown-object"),
  "transaction-unknown-actor": error("references.transaction-actor", "transaction:fault-transaction-unknown-actor"),
  "transaction-unknown-object": error("references.transaction-object", "transaction:fault-transaction-unknown-object"),
  "schema-duplicate-version": warning("schemas.duplicate-version", "schema:fault-schema-duplicate-version:v1"),
  "schema-migration-gap": warning("schemas.migration-gap", "schema:fault-schema-migration-gap:v3"),
  "object-version-without-schema": error("schemas.object-version", "object:fault-object-version-without-schema"),
  "object-field-absent": error("schemas.object-fields", "object:fault-object-field-absent"),
  "conflict-open": warning("conflicts.open", "conflict:fault-conflict-open"),
  "conflict-blocking": error("conflicts.blocking", "conflict:fault-conflict-blocking"),
  "plan-blocked": ofPlan("warning", "plans.blocked", "plan:fault-plan-blocked"),
  "plan-failed": ofPlan("warning", "plans.failed", "plan:fault-plan-failed"),
  "plan-running-too-long": ofPlan("warning", "plans.running-too-long", "plan:fault-plan-running-too-long"),
  "plan-denied": ofPlan("warning", "plans.blocked", "plan:fault-plan-denied"),
  "event-by-unknown-producer": warning("journal.unknown-producer", "event:evt-00000201"),
  "event-after-revocation": error("trust.revoked-active", "actor:fault-event-after-revocation"),
  "quarantined-actor-active": error("trust.quarantined-active", "actor:fault-quarantined-actor-active"),
  "revoked-actor-changed-object": error(
    "trust.withdrawn-actor-object",
    "object:fault-revoked-actor-changed-object",
  ),
  "object-outside-scope": error("boundaries.object-scope", "object:fault-object-outside-scope"),
  "event-outside-scope": error("boundaries.event-scope", "event:evt-00000201"),
  "plan-crosses-profiles": ofPlan("critical", "boundaries.plan-crosses-profiles", "plan:fault-plan-crosses-profiles"),
  "conflict-crosses-profiles": critical(
    "boundaries.conflict-crosses-profiles",
    "conflict:fault-conflict-crosses-profiles",
  ),
  "revoked-device-owner": error("trust.withdrawn-device-object", "object:fault-revoked-device-owner"),
  "quarantined-device-owner": error("trust.withdrawn-device-object", "object:fault-quarantined-device-owner"),
  "agent-without-key": warning("trust.agent-without-key", "actor:fault-agent-without-key"),
  "secret-visible-to-org": error("trust.secret-too-visible", "object:fault-secret-visible-to-org"),
  "regulated-visible-to-public": error("trust.secret-too-visible", "object:fault-regulated-visible-to-public"),
  "air-gapped-replication": ofPlan("error", "boundaries.air-gapped-plan", "plan:fault-air-gapped-replication"),
  "delete-without-tombstone": error("journal.delete-without-tombstone", "object:fault-delete-without-tombstone"),
  "object-of-other-content": error("journal.content-hash", "object:fault-object-of-other-content"),
  "delete-of-held-object": critical("journal.held-object-deleted", "object:fault-delete-of-held-object"),
  "unknown-object-type": warning("schemas.unknown-object-type", "object:fault-unknown-object-type"),
  "id-steers-terminal": warning("record-ids.hidden-characters", "actor:fault-\u001b[31mred"),
  "id-turns-text": warning("record-ids.hidden-characters", "actor:fault-\u202egnp.exe"),
  "id-leads-elsewhere": warning("record-ids.leads-elsewhere", "actor:fault-x/../../etc"),
  "ids-look-alike": warning("record-ids.look-alike", "actor:fault-Zo\u00eb"),
  "id-not-file-name": error("record-ids.file-name", "object:fault-id-not-file-name"),
  "two-files-one-id": error("record-ids.duplicate", "object:fault-two-files-one-id"),
  "event-unknown-device": [{
    id: "references.event-device",
    severity: "info",
    durability: "durable",
    target: "event:fault-event-unknown-device",
  }],
  "event-of-revoked-device": error("trust.withdrawn-event", "event:fault-event-of-revoked-device"),
  "conflict-of-revoked-device": [
    ...warning("trust.withdrawn-device-conflict", "conflict:fault-conflict-of-revoked-device"),
    ...warning("conflicts.open", "conflict:fault-conflict-of-revoked-device"),
  ],
  "colliding-names": error("references.name-collision", "object:tax 2026"),
  "deleted-without-record": warning("journal.deleted-without-record", "object:fault-deleted-without-record"),
  "tombstone-without-delete": warning("journal.tombstone-without-delete", "object:fault-tombstone-without-delete"),
  "object-without-record": error("journal.object-record-missing", "object:fault-object-without-record"),
  "event-beyond-capability": error("boundaries.event-capability", "actor:fault-event-beyond-capability"),
  "id-holds-unseen": warning("record-ids.hidden-characters", "actor:fault-a\u200bda"),
  "object-visible-to-public": warning("trust.too-visible", "object:fault-object-visible-to-public"),
  "conflict-forgotten": warning("conflicts.stale", "conflict:fault-conflict-forgotten"),
  "object-unknown-device": durable("info")("references.object-device", "object:fault-object-unknown-device"),
  "plan-unknown-source": ofPlan("warning", "references.plan-source", "plan:fault-plan-unknown-source"),
  "plan-unknown-profile": ofPlan("warning", "references.plan-profile", "plan:fault-plan-unknown-profile"),
  "plan-unknown-workspace": ofPlan("warning", "references.plan-workspace", "plan:fault-plan-unknown-workspace"),
  "conflict-unknown-profile": error("references.conflict-profile", "conflict:fault-conflict-unknown-profile"),
  "conflict-unknown-workspace": error("references.conflict-workspace", "conflict:fault-conflict-unknown-workspace"),
  "transaction-unknown-profile": error(
    "references.transaction-profile",
    "transaction:fault-transaction-unknown-profile",
  ),
  "transaction-unknown-workspace": error(
    "references.transaction-workspace",
    "transaction:fault-transaction-unknown-workspace",
  ),
  "transaction-unknown-decision": error(
    "references.transaction-decision",
    "transaction:fault-transaction-unknown-decision",
  ),
  "decision-unknown-profile": [
    ...error("references.decision-profile", "decision:fault-decision-unknown-profile"),
    ...warning("policy.void", "decision:fault-decision-unknown-profile"),
  ],
  "decision-unknown-workspace": [
    ...error("references.decision-workspace", "decision:fault-decision-unknown-workspace"),
    ...warning("policy.void", "decision:fault-decision-unknown-workspace"),
  ],
};

/** Whether what is no object may take part in sync: a table of states by kind (docs/domain.md, "Record contracts"). */
import type { Catalog } from "../store/catalog.ts";
import { isLater, withdrawalOf } from "../policy/withdrawal.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";
import type { Item, SYNC_VERDICTS } from "../model/documents/explain.ts";
import { type JsonObject, stringField, stringListField } from "../text/json.ts";
import { recordEvidence } from "./evidence.ts";
import type { Subject } from "./subject.ts";

type Effect = Exclude<typeof SYNC_VERDICTS[number], "safe">;

interface Cause extends Item {
  readonly effect: Effect;
}

/** Every cause that keeps the subject from taking part in sync; none where nothing known does. */
export function standingCauses(subject: Subject, catalog: Catalog): readonly Cause[] {
  const field = (name: string) => stringField(subject.record, name);
  const cause = (code: string, effect: Effect, summary: string, name: string): Cause => ({
    code,
    effect,
    known: true,
    summary,
    evidence: [recordEvidence(subject, name)],
  });
  switch (subject.kind) {
    case "actor":
      return [
        ...(field("revoked_at") === null
          ? []
          : [cause("actor.revoked", "blocked", `It was revoked at ${field("revoked_at")}`, "revoked_at")]),
        ...(field("trust_level") === "quarantined"
          ? [cause("actor.quarantined", "blocked", "It is quarantined", "trust_level")]
          : []),
        ...(field("actor_type") === "agent" && field("signing_key_ref") === null
          ? [cause("actor.unsigned", "review", "It is an agent without a signing key", "signing_key_ref")]
          : []),
      ];
    case "device": {
      const how = withdrawnHow(subject.record);
      const state = field("device_state");
      if (how !== null) {
        const said = state === how ? "device_state" : how === "revoked" ? "revoked_at" : "trust_level";
        return [cause("device.withdrawn", "blocked", `It is ${how}`, said)];
      }
      return state === "untrusted" ? [cause("device.untrusted", "review", "It is not trusted", "device_state")] : [];
    }
    case "profile":
      return field("profile_class") === "air_gapped"
        ? [
          cause("profile.air-gapped", "blocked", "It is air gapped: nothing of it leaves this device", "profile_class"),
        ]
        : [];
    case "plan":
      return planCauses(subject, catalog, cause);
    case "conflict":
      if (!isOpenConflict(subject.record)) return [];
      return field("severity") === "blocking"
        ? [cause("conflict.blocking", "blocked", "It is open and blocks its object", "severity")]
        : [cause("conflict.open", "review", "It is open and waits for a decision", "severity")];
    case "decision":
      if (field("effect") === "deny") return [cause("policy.denied", "blocked", "It denies", "effect")];
      return field("effect") === "review_required"
        ? [cause("policy.review", "review", "It asks for review", "effect")]
        : [];
    case "event":
      return subject.line === null ? [] : eventCauses(subject, catalog, cause);
    // Whether an object may is asked rule by rule: sync_rules.ts.
    case "object":
    case "workspace":
    case "schema":
    case "transaction":
    case "report":
      return [];
  }
}

/** How a device was withdrawn, whichever of its fields says so; null where it is not. */
export function withdrawnHow(device: JsonObject): "revoked" | "quarantined" | null {
  const state = stringField(device, "device_state");
  if (state === "revoked" || stringField(device, "revoked_at") !== null) return "revoked";
  return state === "quarantined" || stringField(device, "trust_level") === "quarantined" ? "quarantined" : null;
}

type MakeCause = (code: string, effect: Effect, summary: string, field: string) => Cause;

/** An event of the journal waits until it is applied, and was not its producer's to write after a revocation. */
function eventCauses(subject: Subject, catalog: Catalog, cause: MakeCause): readonly Cause[] {
  const producer = stringField(subject.record, "producer");
  const [found] = producer === null ? [] : [...catalog.find("actor", producer), ...catalog.find("device", producer)];
  const withdrawal = found === undefined ? null : withdrawalOf(found);
  const late = withdrawal !== null && isLater(stringField(subject.record, "created_at"), withdrawal);
  const summary = `Its producer "${producer}" is ${withdrawal?.how} since ${withdrawal?.since}`;
  return [
    ...(late ? [cause("event.producer-withdrawn", "blocked", summary, "producer")] : []),
    ...(subject.record["applied"] === false
      ? [cause("event.unapplied", "review", "It is not applied yet", "applied")]
      : []),
  ];
}

/** A plan is held up by its status, its decision, its actors, what it depends on, and open conflicts about its objects. */
function planCauses(subject: Subject, catalog: Catalog, cause: MakeCause): readonly Cause[] {
  const field = (name: string) => stringField(subject.record, name);
  const causes: Cause[] = [];
  const status = field("status");
  if (status === "blocked") causes.push(cause("plan.blocked", "blocked", "Its status is blocked", "status"));
  if (status === "failed") {
    causes.push(
      cause("plan.failed", "blocked", `It failed: ${field("last_error") ?? "no error is recorded"}`, "last_error"),
    );
  }
  const decisionId = field("policy_decision_ref");
  const [decision] = decisionId === null ? [] : catalog.find("decision", decisionId);
  const effect = stringField(decision?.record ?? null, "effect");
  if (decisionId !== null && decision === undefined) {
    causes.push(
      cause("policy.unknown", "unknown", `Its decision "${decisionId}" is not recorded here`, "policy_decision_ref"),
    );
  } else if (effect === "deny") {
    causes.push(cause("policy.denied", "blocked", `Decision "${decisionId}" denies it`, "policy_decision_ref"));
  } else if (effect === "review_required") {
    causes.push(cause("policy.review", "review", `Decision "${decisionId}" asks for review`, "policy_decision_ref"));
  }
  return status === "completed" || status === "cancelled"
    ? causes
    : [...causes, ...waitingCauses(subject, catalog, cause)];
}

/** What a plan that is not over yet waits for. */
function waitingCauses(subject: Subject, catalog: Catalog, cause: MakeCause): readonly Cause[] {
  const causes: Cause[] = [];
  const decision = stringField(subject.record, "policy_decision_ref");
  // A decision may be named as a dependency too; of its own one is told already.
  for (const id of stringListField(subject.record, "dependencies").filter((one) => one !== decision)) {
    const [dependency] = catalog.find("plan", id);
    const state = stringField(dependency?.record ?? null, "status");
    if (state === "completed" || (dependency === undefined && catalog.find("decision", id).length > 0)) continue;
    const summary = dependency === undefined
      ? `It waits for "${id}", which is not there`
      : `It waits for plan "${id}", which is ${state ?? "of no known status"}`;
    causes.push(cause("plan.dependency", dependency === undefined ? "unknown" : "blocked", summary, "dependencies"));
  }
  for (const name of ["source_actor", "target_actor"]) {
    const id = stringField(subject.record, name);
    const [actor] = id === null ? [] : catalog.find("actor", id);
    if (actor === undefined) continue;
    const quarantined = stringField(actor.record, "trust_level") === "quarantined";
    const how = stringField(actor.record, "revoked_at") !== null ? "revoked" : quarantined ? "quarantined" : null;
    if (how !== null) causes.push(cause("plan.actor", "blocked", `Its actor "${id}" is ${how}`, name));
  }
  const objects = new Set(stringListField(subject.record, "object_ids"));
  for (const conflict of catalog.ofKind("conflict")) {
    const object = stringField(conflict.record, "object_id");
    if (object === null || !objects.has(object) || !isOpenConflict(conflict.record)) continue;
    const effect = stringField(conflict.record, "severity") === "blocking" ? "blocked" : "review";
    const summary = `Conflict "${conflict.id ?? conflict.path}" about object "${object}" is open`;
    causes.push(cause(effect === "blocked" ? "conflict.blocking" : "conflict.open", effect, summary, "object_ids"));
  }
  return causes;
}

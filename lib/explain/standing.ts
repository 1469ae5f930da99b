/** Whether what is no object may take part in sync: a table of states by kind (domain.md, "Record contracts"). */
import type { Catalog } from "../catalog.ts";
import { isOpenConflict } from "../conflicts.ts";
import type { Item, SYNC_VERDICTS } from "../model/documents/explain.ts";
import { stringField, stringListField } from "../model/json.ts";
import { recordEvidence } from "./evidence.ts";
import type { Subject } from "./subject.ts";

type Effect = Exclude<typeof SYNC_VERDICTS[number], "safe">;

export interface Cause extends Item {
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
      const state = field("device_state");
      if (state === "revoked" || state === "quarantined") {
        return [cause("device.withdrawn", "blocked", `It is ${state}`, "device_state")];
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
    default:
      return [];
  }
}

type MakeCause = (code: string, effect: Effect, summary: string, field: string) => Cause;

/** A plan is held up by its status, by its decision, and by plans that it depends on. */
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
  for (const id of stringListField(subject.record, "dependencies")) {
    const [dependency] = catalog.find("plan", id);
    const state = stringField(dependency?.record ?? null, "status");
    if (dependency === undefined || state === "completed") continue;
    causes.push(
      cause(
        "plan.dependency",
        "blocked",
        `It waits for plan "${id}", which is ${state ?? "of no known status"}`,
        "dependencies",
      ),
    );
  }
  return causes;
}

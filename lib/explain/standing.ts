/** Whether what is no object may take part in sync: a table of states by kind (docs/domain.md, "Record contracts"). */
import { textOf } from "../model/fields.ts";
import type { Catalog } from "../store/catalog.ts";
import { isAirGapped } from "../policy/air_gap.ts";
import type { Policy } from "../policy/decisions.ts";
import type { Flaw } from "../policy/flaws.ts";
import type { PlanBlockers } from "../policy/plan_blockers.ts";
import { howWithdrawn, isLater, isQuarantined, isRevoked, producerOf, withdrawalOf } from "../policy/withdrawal.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";
import type { Item, SYNC_VERDICTS } from "../model/documents/explain.ts";
import { stringField, stringListField } from "../text/json.ts";
import { cycleOf, isGoodOutcome, outcomeText, PROVED } from "../content_sync/cycles.ts";
import { decisionOf, queueStateOf } from "../content_sync/queue.ts";
import { recordEvidence } from "./evidence.ts";
import type { Subject } from "./subject.ts";

type Effect = Exclude<typeof SYNC_VERDICTS[number], "safe">;

/** What the standing of a subject rests on. */
export interface StandingState {
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly blockers: PlanBlockers;
}

export interface Cause extends Item {
  readonly effect: Effect;
}

/** Every cause that keeps the subject from taking part in sync; none where nothing known does. */
export function standingCauses(subject: Subject, state: StandingState): readonly Cause[] {
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
        ...(isRevoked(subject.record)
          ? [cause("actor.revoked", "blocked", `It was revoked at ${field("revoked_at")}`, "revoked_at")]
          : []),
        ...(isQuarantined(subject.record)
          ? [cause("actor.quarantined", "blocked", "It is quarantined", "trust_level")]
          : []),
        ...(field("actor_type") === "agent" && field("signing_key_ref") === null
          ? [cause("actor.unsigned", "review", "It is an agent without a signing key", "signing_key_ref")]
          : []),
      ];
    case "device": {
      const how = howWithdrawn(subject.record);
      const state = field("device_state");
      if (how !== null) {
        const said = state === how ? "device_state" : how === "revoked" ? "revoked_at" : "trust_level";
        return [cause("device.withdrawn", "blocked", `It is ${how}`, said)];
      }
      return state === "untrusted" ? [cause("device.untrusted", "review", "It is not trusted", "device_state")] : [];
    }
    case "profile":
      return isAirGapped(subject.record)
        ? [
          cause("profile.air-gapped", "blocked", "It is air gapped: nothing of it leaves this device", "profile_class"),
        ]
        : [];
    case "plan":
      return planCauses(subject, state.blockers, cause);
    case "conflict":
      if (!isOpenConflict(subject.record)) return [];
      return field("severity") === "blocking"
        ? [cause("conflict.blocking", "blocked", "It is open and blocks its object", "severity")]
        : [cause("conflict.open", "review", "It is open and waits for a decision", "severity")];
    case "decision":
      return decisionCauses(subject, state.policy, cause);
    case "event":
      return subject.line === null ? [] : eventCauses(subject, state.catalog, cause);
    case "receipt":
      return cycleCauses(subject, cause);
    case "queue":
      return queueCauses(subject, cause);
    // Whether an object may is asked rule by rule: sync_rules.ts.
    case "object":
    case "workspace":
    case "schema":
    case "transaction":
    case "report":
      return [];
  }
}

/** What a decision comes to: whether it counts, and whether another one of its policy took its place. */
function decisionCauses({ path }: Subject, policy: Policy, cause: MakeCause): readonly Cause[] {
  const found = policy.at(path);
  if (found === null) return [];
  const { named, inForce } = found;
  const { flaw } = named;
  if (named.ruling === "allows" && flaw !== null) {
    return [cause("policy.void", "review", `It allows nothing: ${flaw.text}`, flawField(flaw))];
  }
  if (named !== inForce) {
    const how = inForce.flaw === null ? "" : `, and nobody can call that one older: ${inForce.flaw.text}`;
    return [cause("policy.superseded", "review", `"${inForce.name}" supersedes it${how}`, "decided_at")];
  }
  const stands = flaw === null || named.decidedAt !== null ? "" : `; ${flaw.text}, so that nothing supersedes it`;
  switch (named.ruling) {
    case "denies":
      return [cause("policy.denied", "blocked", `It denies${stands}`, "effect")];
    case "asks_review":
      return [cause("policy.review", "review", `It asks for review${stands}`, "effect")];
    case "allows":
      return [];
  }
}

/** The field of the decision that tells of it best. */
function flawField({ kind }: Flaw): string {
  return kind === "undated" || kind === "future" ? "decided_at" : kind === "actor" ? "actor_id" : "effect";
}

/** A cycle that was refused or failed keeps its version from this host; one without a proof waits for somebody to look. */
function cycleCauses(subject: Subject, cause: MakeCause): readonly Cause[] {
  const cycle = cycleOf(subject.record);
  const { outcome, reason, epistemicLevel } = cycle;
  if (!isGoodOutcome(outcome)) {
    return [cause("cycle.refused", "blocked", `Its cycle ${outcomeText(cycle)}: ${reason}`, "outcome")];
  }
  return outcome === "applied" && epistemicLevel !== PROVED
    ? [cause("cycle.unattested", "review", "Its version was applied without a proof", "epistemicLevel")]
    : [];
}

function queueCauses(subject: Subject, cause: MakeCause): readonly Cause[] {
  const decision = decisionOf(subject.record);
  const outcome = stringField(decision, "policy_outcome") ?? "?";
  switch (queueStateOf(subject.path)) {
    case "blocked":
      return [cause("queue.blocked", "blocked", `Policy holds it: ${outcome}`, "queue_state")];
    case "dead-letter": {
      const errors = stringListField(decision, "errors");
      const why = errors.length === 0 ? "no error is recorded" : errors.join("; ");
      return [cause("queue.dead-letter", "blocked", `It was given up: ${why}`, "queue_state")];
    }
    case "waiting-approval":
      return [cause("queue.waiting-approval", "review", "It waits for an approval", "queue_state")];
    case "pending":
    case null:
      return [];
  }
}

type MakeCause = (code: string, effect: Effect, summary: string, field: string) => Cause;

/** An event of the journal waits until it is applied, and was not its producer's to write after a revocation. */
function eventCauses(subject: Subject, catalog: Catalog, cause: MakeCause): readonly Cause[] {
  const producer = stringField(subject.record, "producer");
  const found = producerOf(producer, catalog);
  const withdrawal = found === null ? null : withdrawalOf(found);
  const late = withdrawal !== null && isLater(textOf(subject.record, "created_at"), withdrawal);
  const summary = `Its producer "${producer}" is ${withdrawal?.how} since ${withdrawal?.since}`;
  return [
    ...(late ? [cause("event.producer-withdrawn", "blocked", summary, "producer")] : []),
    ...(subject.record["applied"] === false
      ? [cause("event.unapplied", "review", "It is not applied yet", "applied")]
      : []),
  ];
}

/** A plan is held up by its status, and where it is not over yet by what blocks it. */
function planCauses(subject: Subject, blockers: PlanBlockers, cause: MakeCause): readonly Cause[] {
  const status = textOf(subject.record, "status");
  const lastError = textOf(subject.record, "last_error") ?? "no error is recorded";
  const waited = blockers.waitedFor(subject);
  const blocked = `Its status is blocked${waited === null ? "" : ` ${waited}`}`;
  const isOver = status === "completed" || status === "cancelled";
  return [
    ...(status === "blocked" ? [cause("plan.blocked", "blocked", blocked, "status")] : []),
    ...(status === "failed" ? [cause("plan.failed", "blocked", `It failed: ${lastError}`, "last_error")] : []),
    ...(isOver ? [] : blockers.of(subject)).map(({ code, effect, text, field }) =>
      cause(code, effect, `${field === "dependencies" ? "It waits for" : "It is held up by"} ${text}`, field)
    ),
  ];
}

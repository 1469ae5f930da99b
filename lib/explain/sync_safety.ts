/**
 * Whether an object is safe to sync, as a table: each rule looks at one thing and says what it means. Every rule that
 * applies is a block with its cause; the worst effect is the verdict (domain.md, questions 5 and 6).
 */
import type { Catalog, ReadableRecord } from "../catalog.ts";
import { isOpenConflict } from "../conflicts.ts";
import { checkContract } from "../contract.ts";
import type { Answers, Evidence, Item, SYNC_VERDICTS } from "../model/documents/explain.ts";
import type { ObjectHead } from "../model/journal.ts";
import { stringField, stringListField } from "../model/json.ts";
import { decisionsInForce, isTooVisible } from "../policy.ts";
import { journalEvidence, recordEvidence } from "./evidence.ts";
import { standingCauses } from "./standing.ts";
import type { Subject } from "./subject.ts";

type Verdict = typeof SYNC_VERDICTS[number];
type Effect = Exclude<Verdict, "safe">;

interface Cause {
  readonly summary: string;
  readonly evidence: readonly Evidence[];
}

interface Rule {
  readonly code: string;
  readonly effect: Effect;
  /** Every cause of this kind that stands in the object's way; none where the rule does not apply. */
  causes(object: Subject, state: SyncState): readonly Cause[];
}

/** What the rules look at beside the object itself. */
export interface SyncState {
  readonly catalog: Catalog;
  /** The object's newest event, or null where the journal has none. */
  readonly head: ObjectHead | null;
}

/** The worst first: a block cannot be outweighed, and what is not known weighs more than what waits for review. */
const ORDER: readonly Effect[] = ["blocked", "unknown", "review"];

/** A rule about one field of the object alone. */
function fieldRule(code: string, effect: Effect, field: string, values: readonly string[], summary: string): Rule {
  return {
    code,
    effect,
    causes: (object) =>
      values.includes(stringField(object.record, field) ?? "")
        ? [{ summary, evidence: [recordEvidence(object, field)] }]
        : [],
  };
}

/** A rule that asks for a record that the object names, and judges it where it is there. */
function referenceRule(
  code: string,
  effect: Effect,
  field: string,
  kind: "actor" | "profile" | "schema" | "device",
  judge: (named: ReadableRecord | undefined, object: Subject, id: string) => string | null,
): Rule {
  return {
    code,
    effect,
    causes: (object, { catalog }) => {
      const id = stringField(object.record, field);
      if (id === null) return [];
      const [named] = catalog.find(kind, id);
      const summary = judge(named, object, id);
      if (summary === null) return [];
      return [{
        summary,
        evidence: [recordEvidence(object, field), ...(named === undefined ? [] : [recordEvidence(named)])],
      }];
    },
  };
}

function decisionRule(code: string, effect: Effect, policyEffect: string, text: string): Rule {
  return {
    code,
    effect,
    causes: (object, { catalog }) =>
      decisionsInForce(object.id ?? "", catalog)
        .filter((decision) => stringField(decision.record, "effect") === policyEffect)
        .map((decision) => ({
          summary: `Policy "${stringField(decision.record, "policy_id") ?? "?"}" ${text}: ${
            stringField(decision.record, "rationale") ?? "no rationale"
          }`,
          evidence: [recordEvidence(decision, "effect")],
        })),
  };
}

function conflictRule(code: string, effect: Effect, severities: readonly string[]): Rule {
  return {
    code,
    effect,
    causes: (object, { catalog }) =>
      catalog.ofKind("conflict")
        .filter(({ record }) =>
          stringField(record, "object_id") === object.id && isOpenConflict(record) &&
          severities.includes(stringField(record, "severity") ?? "")
        )
        .map((conflict) => ({
          summary: `Conflict "${conflict.id ?? conflict.path}" is open: ${
            stringField(conflict.record, "user_explanation") ?? "no explanation"
          }`,
          evidence: [recordEvidence(conflict, "severity")],
        })),
  };
}

export const SYNC_RULES: readonly Rule[] = [
  fieldRule(
    "visibility.local-only",
    "blocked",
    "sync_visibility",
    ["local_only"],
    "Its visibility keeps it on this device",
  ),
  {
    code: "visibility.too-wide",
    effect: "blocked",
    causes: (object) => {
      const privacy = stringField(object.record, "privacy_class");
      const visibility = stringField(object.record, "sync_visibility");
      if (!isTooVisible(privacy, visibility)) return [];
      return [{
        summary: `Its visibility "${visibility}" is wider than privacy class "${privacy}" allows`,
        evidence: [recordEvidence(object, "privacy_class"), recordEvidence(object, "sync_visibility")],
      }];
    },
  },
  fieldRule("state.quarantined", "blocked", "state", ["quarantined"], "It is quarantined"),
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
    const wanted = stringField(object.record, "schema_version");
    const registered = stringField(schema.record, "schema_version");
    return wanted === registered ? null : `It follows schema version "${wanted}", registered is "${registered}"`;
  }),
  conflictRule("conflict.blocking", "blocked", ["blocking"]),
  conflictRule("conflict.open", "review", ["review_required", "warning", "info"]),
  decisionRule("policy.denied", "blocked", "deny", "denies it"),
  decisionRule("policy.review", "review", "review_required", "asks for review"),
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
      profile !== undefined && stringField(profile.record, "profile_class") === "air_gapped"
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
      actor !== undefined && stringField(actor.record, "trust_level") === "quarantined"
        ? `The actor "${id}" that last changed it is quarantined`
        : null,
  ),
  {
    code: "actor.revoked",
    effect: "blocked",
    // The journal tells when an actor acted; the record's own updated_at is overwritten by every writer.
    causes: (_object, { catalog, head }) => {
      const [actor] = head === null ? [] : catalog.find("actor", head.last_producer);
      const revokedAt = stringField(actor?.record ?? null, "revoked_at");
      if (head === null || actor === undefined || revokedAt === null || head.last_event_at <= revokedAt) return [];
      return [{
        summary: `The actor "${head.last_producer}" changed it after being revoked at ${revokedAt}`,
        evidence: [journalEvidence(head), recordEvidence(actor, "revoked_at")],
      }];
    },
  },
  referenceRule("actor.scope", "blocked", "last_modified_by_actor", "actor", (actor, object, id) => {
    if (actor === undefined) return null;
    const profile = stringField(object.record, "profile_id") ?? "";
    return stringListField(actor.record, "profile_scope").includes(profile)
      ? null
      : `The actor "${id}" that last changed it may not act in profile "${profile}"`;
  }),
  referenceRule(
    "device.untrusted",
    "review",
    "device_id",
    "device",
    (device, _object, id) =>
      device !== undefined && stringField(device.record, "device_state") === "untrusted"
        ? `Its device "${id}" is not trusted`
        : null,
  ),
  referenceRule("device.withdrawn", "blocked", "device_id", "device", (device, _object, id) => {
    const state = stringField(device?.record ?? null, "device_state");
    return state === "revoked" || state === "quarantined" ? `Its device "${id}" is ${state}` : null;
  }),
];

/** The verdict with every cause behind it; `blocks` names them all, the blocking ones first. */
export function judgeSyncSafety(subject: Subject, state: SyncState): Pick<Answers, "sync_safety" | "blocks"> {
  const causes = subject.kind === "object"
    ? SYNC_RULES.flatMap((rule) =>
      rule.causes(subject, state).map((cause) => ({ code: rule.code, effect: rule.effect, known: true, ...cause }))
    )
    : standingCauses(subject, state.catalog);
  const found = [...causes].sort((left, right) => ORDER.indexOf(left.effect) - ORDER.indexOf(right.effect));
  const [worst] = found;
  const verdict: Verdict = worst?.effect ?? "safe";
  const summaries: Readonly<Record<Verdict, string>> = {
    safe: "Nothing known stands in the way of its sync",
    blocked: `It is blocked: ${worst?.summary ?? ""}`,
    review: `It waits for review: ${worst?.summary ?? ""}`,
    unknown: `It cannot be told whether it is safe: ${worst?.summary ?? ""}`,
  };
  return {
    sync_safety: {
      known: verdict !== "unknown",
      verdict,
      summary: summaries[verdict],
      evidence: worst?.evidence ?? [recordEvidence(subject)],
    },
    blocks: found.map(({ effect: _effect, ...item }): Item => item),
  };
}

/**
 * What may leave in a bundle, as a table: each row is a rule, what it says, and what opens it. A record leaves where
 * every rule that applies to it is opened (docs/design.md, "Bundles").
 *
 * Which rules apply to a record is found by object_rules.ts and companion_rules.ts. For objects those of explain's sync
 * safety apply under their own ids, and no row here contradicts them: what is blocked from sync stays back for good, but
 * for what a recorded decision may allow, and what waits for review, or cannot be told, needs a decision.
 */
import type { Opening } from "../model/documents/export.ts";
import type { Evidence } from "../model/documents/explain.ts";

interface ExportRule {
  /** Stable, and never reused. */
  readonly id: string;
  /** Decisions are named with --policy-decision; one covers what it is about, see policy_decisions.ts. */
  readonly opens: Opening;
  /** Why a record of this kind stays back, as a sentence that says nothing of the record itself. */
  readonly title: string;
}

function rule(id: string, opens: Opening, title: string): ExportRule {
  return { id, opens, title };
}

/** The gravest first: the first row that holds a record back is the reason that is told. */
export const EXPORT_RULES: readonly ExportRule[] = [
  rule("profile.air-gapped", "never", "Its profile is air gapped: nothing of it leaves its device"),
  rule("profile.unknown", "never", "Its profile is not registered, so it counts as air gapped"),
  rule("policy.denied", "never", "A policy decision in force denies it"),
  rule("policy.place-denied", "never", "A policy decision in force denies its profile and workspace"),
  rule("policy.unreadable", "never", "A policy decision cannot be read, and may deny it"),
  rule("record.unreadable", "never", "Its file cannot be read"),
  rule("record.ambiguous", "never", "Several files claim its id"),
  rule("record.unlawful-id", "never", "Its id holds what no id in a bundle may hold"),
  rule("record.format", "never", "It has another format than the one that is known here"),
  rule("record.inexact", "never", "It holds a number that cannot be written again as it was"),
  rule("record.too-large", "never", "It is more than a line of a bundle may hold"),
  rule("class.unknown", "never", "It is not classified by known values, so it counts as the strictest class"),
  rule("schema.contract", "never", "It breaks the contract of its kind"),
  rule("visibility.too-wide", "never", "It is visible further than anybody may decide for its privacy class"),
  rule("state.deleted-in-journal", "never", "The journal deleted it, and its record does not say so"),
  rule("retention.held", "never", "It is under legal hold and was deleted: the deletion would spread"),
  rule("state.quarantined", "never", "It is quarantined"),
  rule("actor.quarantined", "never", "The actor that last changed it is quarantined"),
  rule("actor.revoked", "never", "The actor that last changed it was revoked before"),
  rule("device.withdrawn", "never", "Its device is revoked or quarantined"),
  rule("conflict.blocking", "never", "A conflict about it blocks it until an option is selected"),
  rule("names.held-back", "never", "It names an object that stays back"),
  rule("privacy.secret", "object_decision", "It is secret"),
  rule("privacy.secret-unencrypted", "encryption", "A secret never leaves unencrypted"),
  rule("visibility.local-only", "object_decision", "Its visibility keeps it on its device"),
  rule(
    "visibility.undecided",
    "decision",
    "It is visible further than its privacy class says, and no decision allows it",
  ),
  rule("privacy.above-work", "decision", "Its privacy class is above work"),
  rule("profile.boundary", "decision", "It belongs to another profile"),
  rule("boundaries.object-scope", "decision", "It was made or changed by an actor whose scopes do not reach it"),
  rule("boundaries.event-scope", "decision", "Its newest event comes from an actor whose scopes do not reach it"),
  rule("actor.unknown", "decision", "The actor that last changed it is not registered"),
  rule("owner.withdrawn", "decision", "Every actor of its owner is revoked or quarantined"),
  rule("policy.review", "decision", "A policy decision in force asks for review"),
  rule("policy.place-review", "decision", "A policy decision in force asks for review in its profile and workspace"),
  rule("schema.unregistered", "decision", "Its schema is not registered"),
  rule("schema.version", "decision", "It follows another version of its schema than the registered one"),
  rule("state.conflicted", "decision", "It is marked as conflicted"),
  rule("conflict.open", "decision", "A conflict about it waits for a decision"),
  rule("device.untrusted", "decision", "Its device is not trusted"),
  rule("retention.ephemeral", "decision", "It is kept for the moment only"),
];

/** What of a record a bundle cannot tell: no rule says that it may not leave, and still it does not. */
const UNTELLABLE: readonly string[] = [
  "record.unreadable",
  "record.ambiguous",
  "record.unlawful-id",
  "record.format",
  "record.inexact",
  "record.too-large",
];

/** Whether a record that the rule holds back should have left, and could not. */
export function couldNotLeave(rule: string): boolean {
  return UNTELLABLE.includes(rule);
}

/** A rule that applies to a record, with what made it apply. */
export interface Cause {
  readonly rule: string;
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

/** What can open rules for one record. */
interface Means {
  readonly encrypted: boolean;
  /** The ids of the named allow decisions that cover the record. */
  readonly covering: readonly string[];
  /** Those of them that name the very object. */
  readonly naming: readonly string[];
}

export interface Hold extends Cause {
  readonly opens: Opening;
}

export type Decision =
  /** `decisions` are those without which it would stay back; `opened` the rules that they, or encryption, opened. */
  | { readonly leaves: true; readonly decisions: readonly string[]; readonly opened: readonly string[] }
  /** The gravest first; at least one. */
  | { readonly leaves: false; readonly holds: readonly [Hold, ...(readonly Hold[])] };

const ROWS: ReadonlyMap<string, { readonly row: ExportRule; readonly rank: number }> = new Map(
  EXPORT_RULES.map((row, rank) => [row.id, { row, rank }]),
);

/** The row of that rule; a rule that has none is never opened. */
function exportRule(id: string): ExportRule {
  return ROWS.get(id)?.row ?? rule(id, "never", "A rule that is not known here holds it back");
}

/** Whether a record leaves to which these rules apply. */
export function decide(causes: readonly Cause[], means: Means): Decision {
  const judged = causes.map((cause): Hold => ({ ...cause, opens: exportRule(cause.rule).opens }));
  const [first, ...others] = judged.filter(({ opens }) => !isOpened(opens, means)).sort((left, right) =>
    rank(left.rule) - rank(right.rule)
  );
  if (first !== undefined) return { leaves: false, holds: [first, ...others] };
  const byDecision = judged.flatMap(({ opens }) =>
    opens === "decision" ? means.covering : opens === "object_decision" ? means.naming : []
  );
  return {
    leaves: true,
    decisions: [...new Set(byDecision)],
    opened: [...new Set(judged.map((cause) => cause.rule))],
  };
}

function isOpened(opens: Opening, { encrypted, covering, naming }: Means): boolean {
  switch (opens) {
    case "never":
      return false;
    case "decision":
      return covering.length > 0;
    case "object_decision":
      return naming.length > 0;
    case "encryption":
      return encrypted;
  }
}

function rank(id: string): number {
  return ROWS.get(id)?.rank ?? -1;
}

/** What a check is: a small pure unit with a stable id; adding one is a file here and a line in all_checks.ts. */
import type { Catalog } from "../../store/catalog.ts";
import { keepsState } from "../../store/halves.ts";
import { reasonUnknown, type StorePart } from "../../store/known.ts";
import type { CheckpointJudgement, Finding, IndexJudgement } from "../../model/documents/health.ts";
import type { JsonObject } from "../../text/json.ts";
import type { LookNote } from "../../model/look_note.ts";
import type { StateSnapshot, StoreSnapshot } from "../../model/snapshot.ts";
import type { DurabilityClass, Severity } from "../../model/vocabulary.ts";
import type { Policy } from "../../policy/decisions.ts";
import { actionText, type RecommendedCommand, recommendedCommand } from "./recommendation.ts";

export interface CheckInput {
  readonly snapshot: StateSnapshot;
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
  readonly indexes: readonly IndexJudgement[];
  readonly checkpoints: readonly CheckpointJudgement[];
  readonly policy: Policy;
  /** What stands for the records and heads that the store lacks; null where it was read as a whole. */
  readonly note: LookNote | null;
}

export type CheckOutcome =
  | { readonly ran: true; readonly findings: readonly Finding[] }
  | { readonly ran: false; readonly reason: string; /** Nothing is left open by that. */ readonly moot?: boolean };

export interface Check {
  readonly id: string;
  readonly title: string;
  readonly reads: string;
  readonly why: string;
  /** Where a required check is skipped, health is unknown (docs/scripting.md, "Health"). */
  readonly required: boolean;
  /** What it cannot do without: it is skipped where any of it is not known. */
  readonly needs: readonly StorePart[];
  /** Everything that this check can find. */
  readonly kinds: readonly FindingKind[];
  run(input: CheckInput): CheckOutcome;
}

const OF_BOTH_HALVES: readonly StorePart[] = ["files", "tmp", "content_sync"];

/** What the check finds, or why it cannot run on this store. */
export function runCheck(check: Check, input: CheckInput): CheckOutcome {
  if (!keepsState(input.store) && check.needs.some((part) => !OF_BOTH_HALVES.includes(part))) {
    return { ran: false, reason: "This host keeps content-sync state alone", moot: true };
  }
  const [reason] = check.needs.flatMap((part) => reasonUnknown(part, input.store) ?? []);
  return reason === undefined ? check.run(input) : { ran: false, reason };
}

/** A kind of finding; ids are stable and never reused. */
export interface FindingKind {
  readonly id: string;
  /** What is wrong, as a phrase. */
  readonly title: string;
  readonly severity: Severity;
  readonly durability: DurabilityClass;
  /** What to do next, as a sentence for actionText(): a step, or a decision with its choices. */
  readonly action: string;
  readonly automatic: boolean;
  readonly command: RecommendedCommand | null;
}

export interface FindingFacts {
  readonly target: string;
  readonly message: string;
  readonly evidence: JsonObject;
  /** Where this one finding deserves another command than its kind; without either it is the one that explains it. */
  readonly command?: RecommendedCommand | null;
  /** Where what was found out says which of its kind's ways out is the one. */
  readonly action?: string;
  /** Where a standard tool mends it, or shows what is to be mended: the words as they are typed. */
  readonly shell?: readonly string[];
}

/** So many findings of a kind are told one by one, where a fault can be everywhere at once. */
export const SHOWN_IN_FULL = 20;

/** One finding an item; those beyond SHOWN_IN_FULL share the one that `rest` makes of their number. */
export function shownInFull<Item>(
  items: readonly Item[],
  one: (item: Item) => Finding,
  rest: (more: number) => Finding,
): readonly Finding[] {
  const shown = items.slice(0, SHOWN_IN_FULL).map(one);
  return items.length > shown.length ? [...shown, rest(items.length - shown.length)] : shown;
}

/** A kind of finding about durable state that only a person can answer; `more` says where it differs. */
export function findingKind(
  id: string,
  severity: Severity,
  title: string,
  action: string,
  more: Partial<Pick<FindingKind, "durability" | "automatic" | "command">> = {},
): FindingKind {
  return { id, severity, title, action, durability: "durable", automatic: false, command: null, ...more };
}

/** A finding of the kind; it needs review exactly where repair cannot do it by itself. */
export function finding(check: string, kind: FindingKind, facts: FindingFacts, store: StoreSnapshot): Finding {
  const words = facts.command === undefined ? kind.command : facts.command;
  return {
    id: kind.id,
    check,
    severity: kind.severity,
    durability: kind.durability,
    target: facts.target,
    message: facts.message,
    evidence: facts.evidence,
    recommendation: {
      action: actionText(facts.action ?? kind.action, store, facts.target),
      command: recommendedCommand(words, facts.shell ?? null, facts, store),
      automatic: kind.automatic,
      needs_review: !kind.automatic,
    },
  };
}

/** Shorthand for a check that always runs and whose findings differ by kind. */
export function findings(found: readonly Finding[]): CheckOutcome {
  return { ran: true, findings: found };
}

/** One recorded policy decision: the only place where an effect is read (docs/domain.md, "Policy decisions"). */
import { textOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import type { JsonObject } from "../text/json.ts";
import type { Flaw } from "./flaws.ts";
import { type PolicySubject, subjectOf } from "./subject.ts";

/** What a decision comes to, the mildest first. */
const RULINGS = ["allows", "asks_review", "denies"] as const;
export type Ruling = typeof RULINGS[number];

export interface Decision {
  readonly source: ReadableRecord;
  /** As messages name it: its id, or its file where it has none. */
  readonly name: string;
  readonly ruling: Ruling;
  /** What it is about; without an object everything in its profile and workspace. */
  readonly subject: PolicySubject;
  readonly policyId: string | null;
  /** Why it would allow nothing; null where nothing is against it. */
  readonly flaw: Flaw | null;
  /** Milliseconds since 1970; null where it cannot be put in an order with others, as its time is no past moment. */
  readonly decidedAt: number | null;
}

/** What the record says, apart from whether it counts. */
export function readDecision(
  source: ReadableRecord,
  { flaw, decidedAt }: Pick<Decision, "flaw" | "decidedAt">,
): Decision {
  return {
    source,
    name: source.id ?? source.path,
    ruling: rulingOf(source.record),
    subject: subjectOf(source),
    policyId: textOf(source.record, "policy_id"),
    flaw,
    decidedAt,
  };
}

/** What the record of a decision says; an effect that is not known cannot be taken for permission. */
export function rulingOf(record: JsonObject): Ruling {
  switch (textOf(record, "effect")) {
    case "allow":
      return "allows";
    case "review_required":
      return "asks_review";
    default:
      return "denies";
  }
}

/** Whether it would allow something, and nothing that it says counts. */
export function isVoid(decision: Decision): boolean {
  return voidBy(decision) !== null;
}

function voidBy({ ruling, flaw }: Decision): Flaw | null {
  return ruling === "allows" ? flaw : null;
}

/** A number that grows with how strict the decision is. */
export function strictness({ ruling }: Pick<Decision, "ruling">): number {
  return RULINGS.indexOf(ruling);
}

const SAYINGS: Readonly<Record<Ruling, string>> = {
  allows: "allows it",
  asks_review: "asks for review",
  denies: "denies it",
};

/** What the decision says, as the end of a sentence: `denies it (Not this one.)`. */
export function sayRuling(decision: Decision, words: Partial<typeof SAYINGS> = {}): string {
  const { ruling, source: { record } } = decision;
  const flaw = voidBy(decision);
  if (flaw !== null) return `allows nothing: ${flaw.text}`;
  const rationale = textOf(record, "rationale");
  return `${words[ruling] ?? SAYINGS[ruling]}${rationale === null ? "" : ` (${rationale})`}`;
}

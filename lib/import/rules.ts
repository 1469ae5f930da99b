/** What can be said of a record of a bundle, as a table: each row is a rule and the outcome that it stands for. */

import type { ImportOutcome } from "../model/documents/import.ts";

interface ImportRule {
  /** Stable, and never reused. */
  readonly id: string;
  readonly outcome: ImportOutcome;
  /** As a sentence that says nothing of the record itself. */
  readonly title: string;
}

function rule(id: string, outcome: ImportOutcome, title: string): ImportRule {
  return { id, outcome, title };
}

/** Of those that forbid, the gravest first: the first that applies is the reason that is told. */
export const IMPORT_RULES: readonly ImportRule[] = [
  rule("record.new", "new", "Nothing here has its id"),
  rule("record.lost", "new", "The journal here tells of it, and its record is gone"),
  rule("record.same", "identical", "It is here already, with the same content"),
  rule("history.ahead", "older", "What is here goes on from it"),
  rule("history.behind", "newer", "It goes on from what is here"),
  rule("history.equal", "conflicting", "Its history is the same here, and its content is another one"),
  rule("history.diverged", "conflicting", "Its history and the one here went different ways"),
  rule("history.absent", "conflicting", "No history tells which of the two came first"),
  rule("record.differs", "conflicting", "Another content is here under its id"),
  rule("kind.not-imported", "forbidden", "Records of its kind belong to the host that made them"),
  rule("record.format", "forbidden", "It has another format than the one that is known here"),
  rule("schema.contract", "forbidden", "It breaks the contract of its kind"),
  rule("name.unusable", "forbidden", "Its id makes no file name"),
  rule("name.unlawful", "forbidden", "It names a workspace by an id that no record may have"),
  rule("name.collision", "forbidden", "Another record of the bundle makes the same file name"),
  rule("name.taken", "forbidden", "The file that it would have holds something else"),
  rule("record.ambiguous", "forbidden", "Several files here claim its id"),
  rule("record.unreadable", "forbidden", "Its file here cannot be read"),
  rule("judge.unknown", "forbidden", "Nobody can tell what a profile, actor or device here says that it is judged by"),
  rule("deletion.kept", "forbidden", "It was deleted here, and a deletion is never undone"),
  rule("hold.kept", "forbidden", "It is under legal hold here, and stays as it is"),
  rule("actor.bridge", "forbidden", "It is an import bridge, and no bundle registers one"),
  rule("actor.withdrawn-here", "forbidden", "It was revoked or quarantined here, and stays so"),
  rule("actor.beyond-bridge", "forbidden", "It may do more than the import bridge that would bring it"),
  rule("decision.undated", "forbidden", "It was decided at no moment that has passed"),
  rule("decision.supersedes", "forbidden", "It would supersede a decision recorded here"),
  rule(
    "decision.unsigned",
    "forbidden",
    "It would allow what is here already, and no verified signature vouches for it",
  ),
  rule("schema.weaker", "forbidden", "It asks for less than the schema here of the same type and version"),
  rule("history.held-deletion", "forbidden", "Its history deletes what is under legal hold"),
  rule("history.deletion", "forbidden", "Its history deletes it, and its record does not say so"),
  rule("history.undated", "forbidden", "Its history has an event of no moment that has passed"),
  rule("history.unapplied", "forbidden", "Its history has an event that waits where none may"),
  rule("history.producer", "forbidden", "Its history has an event by somebody who is not registered here"),
  rule("policy.denied", "forbidden", "A policy decision in force here denies it"),
  rule("policy.unreadable", "forbidden", "A policy decision here cannot be read, and may deny it"),
  rule("policy.review", "forbidden", "A policy decision in force here asks for review"),
  rule("profile.air-gapped", "forbidden", "Its profile is air gapped, and no decision recorded here allows it"),
  rule("profile.boundary", "forbidden", "It belongs to another profile, and no decision recorded here allows it"),
  rule("profile.secret", "forbidden", "It is secret, and its profile is open to the public"),
  rule("visibility.too-wide", "forbidden", "It is visible further than anybody may decide for its privacy class"),
  rule("actor.quarantined", "forbidden", "The actor that last changed it is quarantined"),
  rule("actor.revoked", "forbidden", "An actor or device made or changed it after being revoked or quarantined"),
  rule("actor.beyond-scope", "forbidden", "An actor registered here made or changed it where its scopes do not reach"),
  rule("device.withdrawn", "forbidden", "Its device is revoked or quarantined, and owns nothing new"),
  rule("needs.missing", "forbidden", "It names what is neither here nor in the bundle"),
];

/** What is said of one record. */
export interface Judgement {
  readonly outcome: ImportOutcome;
  readonly rule: string;
  readonly message: string;
}

/** Where nothing more is to be said of a record than the rule's title. */
const PLAIN: ReadonlyMap<string, Judgement> = new Map(
  IMPORT_RULES.map(({ id, outcome, title }) => [id, { outcome, rule: id, message: title }]),
);

/** The judgement of the rule with this id. @throws RangeError for an unknown one */
export function judged(id: string, message?: string): Judgement {
  const plain = PLAIN.get(id);
  if (plain === undefined) throw new RangeError(`There is no import rule "${id}"`);
  return message === undefined ? plain : { ...plain, message };
}

/** The gravest of them; null where there is none. */
export function gravest(judgements: readonly Judgement[]): Judgement | null {
  const rank = ({ rule }: Judgement) => IMPORT_RULES.findIndex(({ id }) => id === rule);
  const [first = null] = judgements.toSorted((left, right) => rank(left) - rank(right));
  return first;
}

/** Which of several decisions about one thing are in force (docs/domain.md, "Policy decisions"). */
import { type Decision, isVoid, strictness } from "./decision.ts";

/**
 * Of each policy the newest that somebody made who may decide, and of those of one moment the strictest. Beside it stands
 * what only denies or asks for review and is not certainly older, as nobody's doubt takes a denial away; and what denies
 * an object by its name, until something names that object again. What is void is never in force.
 */
export function inForce(decisions: readonly Decision[]): readonly Decision[] {
  const policies = Map.groupBy(decisions.filter((decision) => !isVoid(decision)), ({ policyId }) => policyId);
  return [...policies.values()].flatMap((ofPolicy) => {
    const lawful = ofPolicy.filter(({ flaw }) => flaw === null);
    const newest = newestOf(lawful);
    const [first] = newest;
    const prohibiting = newestOf(lawful.filter(({ subject }) => subject.objectId !== null))
      .filter(({ ruling }) => ruling !== "allows");
    const standing = new Set([...newest, ...prohibiting]);
    return ofPolicy.filter((decision) =>
      standing.has(decision) || (decision.flaw !== null && !isOlder(decision, first))
    );
  });
}

/** There may be more of them than one call takes arguments. */
function newestOf(decisions: readonly Decision[]): readonly Decision[] {
  const latest = decisions.reduce((most, { decidedAt }) => Math.max(most, decidedAt ?? most), -Infinity);
  const ofThen = decisions.filter(({ decidedAt }) => decidedAt === latest);
  const strictest = ofThen.reduce((most, decision) => Math.max(most, strictness(decision)), -Infinity);
  return ofThen.filter((decision) => strictness(decision) === strictest);
}

function isOlder({ decidedAt }: Decision, than: Decision | undefined): boolean {
  return decidedAt !== null && than !== undefined && than.decidedAt !== null && decidedAt < than.decidedAt;
}

/** Whether a decision would supersede one that is recorded already, wherever both bear (docs/domain.md, "Policy decisions"). */
import type { Decision } from "./decision.ts";
import { placeKey } from "./subject.ts";

/** What of a decision says where it bears, and when it was taken. */
type Bearing = Pick<Decision, "policyId" | "subject" | "ruling" | "decidedAt">;

/** Whether a decision that is not recorded may supersede one that is: where it is not older than all that it could meet. */
type SupersessionTest = (decision: Bearing) => boolean;

/**
 * A test against the recorded decisions. It has to be older than each, and not only than the newest, as several that it
 * meets need not meet each other. Doubt about a moment counts against it, on either side.
 */
export function createSupersessionTest(recorded: readonly Bearing[]): SupersessionTest {
  const oldest = new Map<string, number>();
  for (const decision of recorded) {
    const time = decision.decidedAt ?? -Infinity;
    for (const key of placesOf(decision)) oldest.set(key, Math.min(time, oldest.get(key) ?? Infinity));
  }
  return (decision) => {
    const time = decision.decidedAt ?? Infinity;
    return metBy(decision).some((key) => {
      const limit = oldest.get(key);
      return limit !== undefined && time >= limit;
    });
  };
}

/** Where a recorded decision can be met. */
function placesOf(decision: Bearing): readonly string[] {
  const { subject, ruling } = decision;
  if (subject.objectId === null) {
    const isBoundless = subject.profileId === null || subject.workspaceId === null;
    return keys(decision, [`in ${placeKey(subject)}`, "somewhere", ...(isBoundless ? ["everywhere"] : [])]);
  }
  const wherever = ruling === "allows" ? [] : ["about an object"];
  return keys(decision, [`about ${subject.objectId}`, `about an object in ${placeKey(subject)}`, ...wherever]);
}

/** Where the decision meets others: what does not allow counts wherever its object is. */
function metBy(decision: Bearing): readonly string[] {
  const { subject, ruling } = decision;
  const place = `in ${placeKey(subject)}`;
  return keys(
    decision,
    subject.objectId === null
      ? [place, "everywhere", `about an object ${place}`, "about an object"]
      : [`about ${subject.objectId}`, ruling === "allows" ? place : "somewhere", "everywhere"],
  );
}

function keys({ policyId }: Bearing, texts: readonly string[]): readonly string[] {
  return texts.map((text) => JSON.stringify([policyId, text]));
}

/**
 * Every cause that stands in the way of a subject's sync; the worst effect is the verdict (docs/domain.md, "The eleven
 * questions").
 */
import { boundariesCheck } from "../checks/boundaries.ts";
import { boundaryEventsCheck } from "../checks/boundary_events.ts";
import type { Answers, Item, SYNC_VERDICTS } from "../model/documents/explain.ts";
import type { Finding } from "../model/documents/health.ts";
import { recordEvidence } from "./evidence.ts";
import { type Cause, standingCauses, type StandingState } from "./standing.ts";
import type { Subject } from "./subject.ts";
import type { Effect, SyncState } from "./sync_rule.ts";
import { SYNC_RULES } from "./sync_rules.ts";

type Verdict = typeof SYNC_VERDICTS[number];

/** The worst first: a block cannot be outweighed, and what is not known weighs more than what waits for review. */
const ORDER: readonly Effect[] = ["blocked", "unknown", "review"];

/** The boundaries that doctor finds crossed, by an object, plan, conflict, transaction or event. */
function boundaryCauses(subject: Subject, findings: readonly Finding[]) {
  return findings
    .filter(({ check, target, evidence }) =>
      check === boundariesCheck.id ? evidence["file"] === subject.path : check === boundaryEventsCheck.id &&
        (evidence["object"] === subject.path || (subject.line !== null && target === `event:${subject.id}`))
    )
    .map(({ id, message }) => ({
      code: id,
      effect: "blocked" as const,
      known: true,
      summary: message,
      evidence: [recordEvidence(subject)],
    }));
}

/** Every cause that stands in the way of an object's sync, the worst first. */
export function objectSyncCauses(object: Subject, state: SyncState): readonly Cause[] {
  const causes = SYNC_RULES.flatMap((rule) =>
    rule.causes(object, state).map((cause) => ({ code: rule.code, effect: rule.effect, known: true, ...cause }))
  );
  return worstFirst([...causes, ...boundaryCauses(object, state.findings)]);
}

function worstFirst(causes: readonly Cause[]): readonly Cause[] {
  return causes.toSorted((left, right) => ORDER.indexOf(left.effect) - ORDER.indexOf(right.effect));
}

/** The verdict with every cause behind it; `blocks` names them all, the blocking ones first. */
export function judgeSyncSafety(
  subject: Subject,
  state: SyncState & StandingState,
): Pick<Answers, "sync_safety" | "blocks"> {
  const found = subject.kind === "object"
    ? objectSyncCauses(subject, state)
    : worstFirst([...standingCauses(subject, state), ...boundaryCauses(subject, state.findings)]);
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

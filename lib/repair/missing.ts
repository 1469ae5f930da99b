/** What a repair lacks where nothing of what was asked for can be done, which is another thing than nothing to do. */
import { isAllowed, type Scope, scopeText } from "../change/scope.ts";
import { plural } from "../text/words.ts";
import type { Draft } from "./drafts.ts";
import type { RepairDraft } from "./plan.ts";

export interface Missing {
  /** Why nothing can be done, as a sentence. */
  readonly message: string;
  /** The scopes with which something can be; none means every one, null that no scope helps. */
  readonly scopes: readonly string[] | null;
}

/** A command with more scopes than these is read by nobody: one without any plans everything. */
const MOST_SCOPES = 4;
const MOST_REASONS = 3;

/** What is missing, or null where something can be done, or where nothing that repair mends is wrong. */
export function missingOf(draft: RepairDraft, scopes: readonly Scope[]): Missing | null {
  const { steps, outside, askedInVain, needsSeal } = draft;
  if (steps.length > 0 || askedInVain.length + outside.length === 0) return null;
  if (askedInVain.length > 0) {
    const reasons = [...new Set(askedInVain.map(({ reason }) => reason))];
    const more = reasons.length - MOST_REASONS;
    return {
      message: `Nothing of what was asked for can be repaired: ${reasons.slice(0, MOST_REASONS).join("; ")}${
        more > 0 ? `; and ${plural(more, "more reason")}` : ""
      }`,
      scopes: needsSeal ? [...scopes.map(scopeText), "journal"] : null,
    };
  }
  const needed = [...new Set(outside.map(({ needs }) => scopeText(needs)))];
  return {
    message: `Nothing inside ${scopes.map(scopeText).join(", ")} can be repaired: ${
      plural(outside.length, "step lies", "steps lie")
    } outside`,
    scopes: needed.length > MOST_SCOPES ? [] : needed,
  };
}

/** What is sound now, and what the repair's own event leaves one event behind as no given scope rebuilds it. */
export function leftBehind(left: readonly Draft[], scopes: readonly Scope[]): readonly string[] {
  return left.filter(({ finding, needs, action }) =>
    finding === null && !isAllowed(needs, scopes) &&
    (action.kind === "rebuild_index" || action.kind === "rebuild_checkpoint")
  ).map(({ needs }) => scopeText(needs));
}

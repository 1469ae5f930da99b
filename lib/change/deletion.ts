/** What is disposable is deleted for good, so that its room is free again: nothing of it is kept, and nothing brings it back. */
import type { FileChange } from "../model/change.ts";

/** Whether the change of a file is that; only disposable files may be changed so (authority.ts). */
export function isDeletion({ before, after, kept_at }: FileChange): boolean {
  return before !== null && after === null && kept_at === null;
}

/** Whether a step changes anything that an undo can put back: an object that a decision made is durable, and stays. */
export function canBeTakenBack(
  { kind, changes }: { readonly kind: string; readonly changes: readonly FileChange[] },
): boolean {
  if (kind === "decide" && changes.some(({ before }) => before === null)) return false;
  return changes.some((change) => !isDeletion(change));
}

/** What is disposable is deleted for good, so that its room is free again: nothing of it is kept, and nothing brings it back. */
import type { FileChange } from "../model/change.ts";

/** Whether the change of a file is that; only disposable files may be changed so (authority.ts). */
export function isDeletion({ before, after, kept_at }: FileChange): boolean {
  return before !== null && after === null && kept_at === null;
}

/** Whether a step changes anything that an undo can put back. */
export function canBeTakenBack({ changes }: { readonly changes: readonly FileChange[] }): boolean {
  return changes.some((change) => !isDeletion(change));
}

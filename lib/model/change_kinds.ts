/** What a change of a store is for. */

export const CHANGE_KINDS = ["repair", "undo", "import", "decision"] as const;
export type ChangeKind = typeof CHANGE_KINDS[number];

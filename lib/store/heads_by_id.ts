/** The newest events of objects, found by the object. */
import type { ObjectHead } from "../model/journal.ts";

/** One reading of a journal is looked up in by many; its table is built once and goes with it. */
const built = new WeakMap<readonly ObjectHead[], ReadonlyMap<string, ObjectHead>>();

/** The heads of a journal's summary by the ids of their objects. */
export function headsById(heads: readonly ObjectHead[]): ReadonlyMap<string, ObjectHead> {
  const before = built.get(heads);
  if (before !== undefined) return before;
  const byId = new Map(heads.map((head) => [head.object_id, head]));
  built.set(heads, byId);
  return byId;
}

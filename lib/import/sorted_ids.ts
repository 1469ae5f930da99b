/** Which ids a bundle has of a kind, in the memory of a list. */
import { compareCodePoints } from "../text/order.ts";

export interface IdSet {
  readonly count: number;
  /** The place of the id among them, or -1. */
  indexOf(id: string): number;
}

/** The ids, which ascend by code point. */
export function sortedIds(ids: readonly string[]): IdSet {
  return {
    count: ids.length,
    indexOf(id) {
      const index = positionIn(ids, id, { start: 0, end: ids.length });
      return ids[index] === id ? index : -1;
    },
  };
}

/** Where the id is in this part of the ids, which ascends by code point, or would be. */
export function positionIn(
  ids: readonly string[],
  id: string,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(ids[middle] ?? "", id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

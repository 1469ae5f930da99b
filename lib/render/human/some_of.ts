/** A few names of many. */
import { countText } from "../../text/numbers.ts";

/** How many of the records under one rule are named, unless everything is shown. */
export const NAMES_SHOWN = 3;

/** The first of them, and how many more there are of `count`. */
export function someOf(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, NAMES_SHOWN);
  const more = count - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${countText(more)} more`;
}

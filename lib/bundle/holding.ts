/** How much memory what is held of one bundle may take, whatever shape it has. */
import type { Refuse } from "./refusal.ts";

/** Is told of so many more bytes that stay held. @throws what `refuse` makes, once they are too many */
export type Hold = (bytes: number) => void;

/** For one bundle, of which at most so many bytes may be held. */
export function createHold(limit: number, refuse: Refuse): Hold {
  let held = 0;
  return (bytes) => {
    held += bytes;
    if (held <= limit) return;
    throw refuse("what its records say is more than can be compared at once", {
      code: "over_limit",
      hint: "Have it exported in parts, workspace by workspace",
    });
  };
}

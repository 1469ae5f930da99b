/** How the bundle is given that holds the other side of a conflict. */
import type { OptionReader } from "../frame/option_reader.ts";

/** A bundle with the identities that decrypt it; a null path is none. */
export interface GivenBundle {
  readonly from: string | null;
  readonly identities: readonly string[];
}

export const NO_BUNDLE: GivenBundle = { from: null, identities: [] };

/** The options of what shows both sides of a conflict. */
export function readGivenBundle(read: OptionReader): GivenBundle {
  return {
    from: read.text("--from <bundle:path>", "Of a conflict: the bundle that was imported, with the other side"),
    identities: read.texts("--identity <file:path>", "Decrypt it with the age identities in this file; repeatable"),
  };
}

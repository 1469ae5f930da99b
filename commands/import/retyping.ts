/** How an import is typed again, for the owner of the store. */
import { optionWords, type RawOptions } from "../frame/option_reader.ts";
import type { Retyping } from "../state/owner.ts";

export function retypingOfImport(options: RawOptions, path: string): Retyping {
  return {
    options,
    input: path,
    keys: [options.identity, options.verifyKey].flat().filter((file) => typeof file === "string"),
    words: (given, bundle) => ["import", bundle, ...optionWords(given)],
  };
}

/** The names of the records of a store, for completing a word: nothing is judged, and what cannot be read is not there. */
import { join } from "@std/path";
import { isJsonObject, type JsonObject } from "../../../lib/text/json.ts";
import type { NamedRecords } from "../../../lib/answers/completed_ids.ts";

/** Gives up the permission to write, and looks at the store. */
export function recordNames(root: string): NamedRecords {
  Deno.permissions.revokeSync({ name: "write" });
  return {
    *namesIn(folder) {
      try {
        for (const { name } of Deno.readDirSync(join(root, folder))) yield name;
      } catch {
        // Who presses Tab reads no errors.
      }
    },
    recordAt(path) {
      try {
        return recordIn(Deno.readTextFileSync(join(root, path)));
      } catch {
        return null;
      }
    },
  };
}

function recordIn(text: string): JsonObject | null {
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? value : null;
}

/**
 * The manifest's lists of folders, held against the classes that the folders have (docs/domain.md, "Durability
 * classes").
 */
import { classifyPath } from "./path_class.ts";
import { type JsonObject, stringListField } from "../text/json.ts";
import type { DurabilityClass } from "../model/vocabulary.ts";

export const CLASS_LISTS = [
  ["durable_dirs", "durable"],
  ["rebuildable_dirs", "rebuildable"],
  ["disposable_dirs", "disposable"],
] as const;

/** A folder that a list puts into another class than it has. */
interface Misplaced {
  readonly folder: string;
  readonly list: string;
  readonly listed: DurabilityClass;
  readonly durability: DurabilityClass;
}

/** Every known folder that stands in the wrong list; folders that nothing here knows may stand in any. */
export function misplacedFolders(manifest: JsonObject): readonly Misplaced[] {
  return CLASS_LISTS.flatMap(([list, listed]) =>
    stringListField(manifest, list).flatMap((name): readonly Misplaced[] => {
      const folder = name.replace(/\/+$/, "");
      const { durability } = classifyPath(folder);
      return durability === listed || durability === "unclassified" ? [] : [{ folder, list, listed, durability }];
    })
  );
}

/** Which halves of the daemon left something in a store (docs/domain.md, "Content-sync state"). */
import { DERIVED_FOLDERS } from "../model/derived.ts";
import { KINDS, REGISTRY_KINDS } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";

const STATE_FOLDERS: ReadonlySet<string> = new Set([
  ...DERIVED_FOLDERS,
  ...REGISTRY_KINDS.map((kind) => KINDS[kind].folder),
]);

/** Whether there is a manifest, a journal, a registry or derived state: a host of content sync alone has none of them. */
export function keepsState({ origin, manifest, journal, folders, files }: StoreSnapshot): boolean {
  return origin === "daemon" || manifest.state !== "absent" || journal.state !== "absent" ||
    [...folders, ...files].some(({ path }) => STATE_FOLDERS.has(path));
}

/**
 * What of a store can be known at all. A daemon's API shows the journal and a few counts, and nothing of the files, so
 * that what it leaves out is not known, which is not the same as empty (docs/domain.md, "The daemon's local API").
 */
import type { StoreSnapshot } from "../model/snapshot.ts";

const STORE_PARTS = ["manifest", "journal", "registries", "derived", "files"] as const;
export type StorePart = typeof STORE_PARTS[number];

const NOT_SHOWN: Readonly<Record<Exclude<StorePart, "journal">, string>> = {
  manifest: "The daemon does not show the manifest",
  registries: "The daemon does not show its registries",
  derived: "The daemon does not show derived state",
  files: "The daemon does not show the files of its store",
};

/** Why nothing can be said of that part, as a sentence; null where it is known, even where it is known to be absent. */
export function reasonUnknown(part: StorePart, { origin, journal }: StoreSnapshot): string | null {
  if (part !== "journal") return origin === "daemon" ? NOT_SHOWN[part] : null;
  switch (journal.state) {
    case "present":
    case "absent":
      return null;
    case "not_read":
      return "The journal was not read";
    case "unreadable":
      return `The journal cannot be read: ${journal.error ?? "no reason given"}`;
  }
}

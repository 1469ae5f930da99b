/** A store as the reference daemon 0.1.0 makes it (`sourceos-syncd store init`): the same folders, and the same bytes. */
import { LANES } from "../model/vocabulary.ts";
import { countText } from "../text/numbers.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { STORE_SCHEMA } from "./manifest.ts";

const DURABLE_FOLDERS = ["profiles", "devices", "actors", "schemas", "objects", "events", "repair-reports"] as const;
const REBUILDABLE_FOLDERS = ["indexes", "checkpoints"] as const;
const DISPOSABLE_FOLDERS = ["tmp"] as const;
const REGISTRIES = ["actors", "devices", "indexes", "objects", "profiles", "repair-reports", "schemas"] as const;

const JOURNAL = "journal.jsonl";
/** Where the daemon writes a manifest before it takes its place. */
const UNFINISHED_MANIFEST = "manifest.json.tmp";

/** In the order in which they are made; the manifest is last, as it says that there is a store. */
export const NEW_STORE = {
  folders: [...DURABLE_FOLDERS, ...REBUILDABLE_FOLDERS, ...DISPOSABLE_FOLDERS],
  journal: JOURNAL,
  manifest: "manifest.json",
  unfinishedManifest: UNFINISHED_MANIFEST,
} as const;

/** The manifest of a store that is made at this time. */
export function newManifestText(at: string): string {
  const manifest = {
    schema: STORE_SCHEMA,
    created_at: at,
    updated_at: at,
    active_generation: 1,
    last_known_good_generation: 1,
    lanes: LANES.filter((lane) => lane !== "ephemeral"),
    backend: "filesystem-jsonl",
    durable_dirs: DURABLE_FOLDERS,
    rebuildable_dirs: REBUILDABLE_FOLDERS,
    disposable_dirs: DISPOSABLE_FOLDERS,
    registry_kinds: REGISTRIES,
    initialized: true,
  };
  return `${stringifyJson(manifest, 2)}\n`;
}

/** What lies in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly type: "folder" | "file" | "other";
  readonly isEmpty: boolean;
}

export type NewStorePlace =
  | { readonly state: "absent" | "empty" }
  /** Making a store was begun here and did not come to its end: nothing lies here that it would not make. */
  | { readonly state: "begun" }
  /** Why no store is made here, as a clause. */
  | { readonly state: "taken"; readonly reason: string; readonly isStore: boolean };

const MOST_NAMED = 5;

/** Whether a store can be made in a folder that holds these, or that is not there (null). */
export function judgeNewStorePlace(entries: readonly FolderEntry[] | null): NewStorePlace {
  if (entries === null) return { state: "absent" };
  if (entries.length === 0) return { state: "empty" };
  if (entries.some(({ name }) => name === NEW_STORE.manifest)) {
    return { state: "taken", reason: "there is a store already", isStore: true };
  }
  const others = entries.filter((entry) => !isBegun(entry)).map(({ name }) => `"${name}"`).sort();
  if (others.length === 0) return { state: "begun" };
  const more = others.length - MOST_NAMED;
  const named = others.slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` and ${countText(more)} more` : "");
  return { state: "taken", reason: `it holds ${named}`, isStore: false };
}

function isBegun({ name, type, isEmpty }: FolderEntry): boolean {
  if (type === "file") return name === UNFINISHED_MANIFEST || (name === JOURNAL && isEmpty);
  return type === "folder" && isEmpty && NEW_STORE.folders.some((folder) => folder === name);
}

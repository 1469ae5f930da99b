/**
 * What of a store can be known at all. A daemon's API shows the journal and a few counts, and a caller may not be
 * allowed to read every file: what is left out is not known, which is not the same as empty (docs/domain.md, "The
 * daemon's local API").
 */
import { WORK_FOLDER } from "../model/change.ts";
import { CONTENT_SYNC_PATHS } from "../model/content_sync_names.ts";
import { DERIVED_FOLDERS } from "../model/derived.ts";
import { KIND_BY_FOLDER, KINDS, type RecordKind } from "../model/kinds.ts";
import type { FileEntry, StoreSnapshot } from "../model/snapshot.ts";
import { plural, uncapitalised } from "../text/words.ts";

/** `state` is the state store as a whole, however much of it can be read: a host of content sync alone has none. */
const STORE_PARTS = ["state", "manifest", "journal", "registries", "derived", "files", "tmp", "content_sync"] as const;
export type StorePart = typeof STORE_PARTS[number];

const NOT_SHOWN: Readonly<Record<Exclude<StorePart, "state" | "journal">, string>> = {
  manifest: "The daemon does not show the manifest",
  registries: "The daemon does not show its registries",
  derived: "The daemon does not show derived state",
  files: "The daemon does not show the files of its store",
  tmp: "The daemon does not show the files of its store",
  content_sync: "The daemon does not show its receipts and its queue",
};

/** Why nothing can be said of that part, as a sentence; null where it is known, even where it is known to be absent. */
export function reasonUnknown(part: StorePart, store: StoreSnapshot): string | null {
  if (part === "state") return null;
  if (part === "journal") return reasonNoJournal(store);
  if (store.origin === "daemon") return NOT_SHOWN[part];
  if (part === "content_sync" && store.content_sync === undefined) {
    return "The snapshot was saved by a release that did not look at content sync";
  }
  if (part === "registries") return reasonNoRegistries(store);
  // What else may be in there is nobody's but its owner's.
  if (part === "tmp") return deniedText(deniedPaths(store).filter((path) => ["tmp", WORK_FOLDER].includes(path)));
  const folders = FOLDERS_OF[part] ?? [];
  return linkText(folders, store) ?? deniedText(
    deniedPaths(store).filter((path) => folders.some((one) => path === one || path.startsWith(`${one}/`))),
  );
}

/** Where one of them can be listed, its records are known, and of the others kindUnknown() tells. */
function reasonNoRegistries(store: StoreSnapshot): string | null {
  if (store.folders.some(({ path }) => KIND_BY_FOLDER.has(path))) return null;
  return deniedText(deniedPaths(store).filter((path) => KIND_BY_FOLDER.has(path)));
}

/** Nothing follows a link inside a store (docs/domain.md, "The host"), so that what lies behind one is not known. */
function linkText(folders: readonly string[], { files }: StoreSnapshot): string | null {
  const link = files.find(({ path, type }) => type === "symlink" && folders.includes(path));
  return link === undefined ? null : `"${link.path}" is a link, which is not followed`;
}

/** Where one path that is denied leaves the whole part unknown. */
const FOLDERS_OF: Readonly<Partial<Record<StorePart, readonly string[]>>> = {
  manifest: ["manifest.json"],
  derived: DERIVED_FOLDERS,
  content_sync: CONTENT_SYNC_PATHS,
};

function reasonNoJournal({ journal }: StoreSnapshot): string | null {
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

/** Why the caller does not see the whole store; null where it does. */
export function reasonDenied(store: StoreSnapshot): string | null {
  return deniedText(deniedPaths(store));
}

/** Why the caller does not see that path; null where it does. */
export function reasonDeniedOf(path: string, store: StoreSnapshot): string | null {
  return deniedText(deniedPaths(store).filter((denied) => denied === path));
}

function deniedText([first, ...others]: readonly string[]): string | null {
  if (first === undefined) return null;
  return `This user may not read "${first}"${others.length === 0 ? "" : ` and ${plural(others.length, "more path")}`}`;
}

export interface Unknown {
  readonly exit: "denied" | "no_state";
  readonly reason: string;
  readonly target: string;
}

/** Why nobody can say here how many records of the kind there are; null where all that could be read are known. */
export function kindUnknown(kind: RecordKind, store: StoreSnapshot): Unknown | null {
  const { folder } = KINDS[kind];
  if (store.origin === "daemon") {
    return { exit: "no_state", reason: `what lies in "${folder}" is not known from the daemon's API`, target: folder };
  }
  const linked = linkText([folder], store);
  if (linked !== null) return { exit: "no_state", reason: linked, target: folder };
  const reason = deniedText(deniedPaths(store).filter((path) => path === folder || path.startsWith(`${folder}/`)));
  return reason === null ? null : { exit: "denied", reason: uncapitalised(reason), target: folder };
}

/** What file readers say of a path that the caller may not read. */
export const DENIED = "permission denied";

/** What is said of a path that a listing shows and nobody can open, see docs/design.md, "What the runtime can and cannot do". */
export const NAME_NOT_UTF8 = "its name is not UTF-8";

/**
 * Every path that this caller may not read and the owner of the store may: files that can be named and not opened, folders
 * that cannot be listed. What the owner may not read either is a fault of the store, and no matter of the caller.
 */
export function deniedPaths(store: StoreSnapshot): readonly string[] {
  const before = denied.get(store);
  if (before !== undefined) return before;
  const paths = findDeniedPaths(store);
  denied.set(store, paths);
  return paths;
}

/** Each check asks for them, and each folder. */
const denied = new WeakMap<StoreSnapshot, readonly string[]>();

function findDeniedPaths(store: StoreSnapshot): readonly string[] {
  if (store.origin === "daemon") return [];
  const { manifest, journal, journal_file, records, derived, files } = store;
  return [
    ...(manifest.state === "denied" && manifest.file !== null ? [manifest.file] : []),
    ...(journal.state === "unreadable" && journal.error === DENIED && journal_file !== null ? [journal_file] : []),
    ...[...records, ...derived].filter(({ state }) => state === "denied").map(({ file }) => file),
    ...derived.flatMap(({ entries }) => entries?.state === "denied" ? [entries.file] : []),
    ...files.filter(({ problem }) => problem === DENIED),
  ].filter((file) => mayOwnerRead(file, store)).map(({ path }) => path);
}

/** Whether the owner of the store may read the path; true where mode or owner are not known. */
export function mayOwnerRead({ uid, mode }: FileEntry, { root_file: root }: StoreSnapshot): boolean {
  if (mode === null || uid === null || root === null || root.uid === null || root.uid === 0) return true;
  return (mode & (uid === root.uid ? 0o400 : 0o044)) !== 0;
}

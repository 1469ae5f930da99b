import { modeText } from "../text/numbers.ts";
import { openedMode } from "../change/modes.ts";
import { folderOf } from "../change/paths.ts";
import { textOf } from "../model/fields.ts";
import type { Finding } from "../model/documents/health.ts";
import type { FileEntry, StoreSnapshot } from "../model/snapshot.ts";
import { plural } from "../text/words.ts";
import { type Check, finding, type FindingKind, findingKind, findings, SHOWN_IN_FULL } from "./frame/check.ts";

const CHECK = "permissions";

const WRITABLE = findingKind(
  "permissions.writable-by-others",
  "error",
  "Other users can write the store",
  "Take the write permission away from other users",
);
const SECRET = findingKind(
  "permissions.secret-readable",
  "error",
  "Other users can read a secret record",
  "Take the read permission away from other users, and consider the secret known to them",
);
const OTHER_OWNER = findingKind(
  "permissions.other-owner",
  "warning",
  "Something in the store belongs to another user than the store",
  "Give it to the owner of the store, or find out which program wrote it as another user",
);
const WIDER = findingKind(
  "permissions.wider-than-root",
  "info",
  "Files of the store may be written by more than its own folder lets in",
  "Leave the store's own folder as closed as it is, which alone keeps others out, or take these bits away too",
);

const OTHERS_SEARCH = 0o001;
const OTHERS_WRITE = 0o002;
const OTHERS_READ = 0o004;
const STICKY = 0o1000;
/** That others may read is how the daemon lays files down behind a closed folder (docs/domain.md, "The host"). */
const GROUP_AND_OTHERS_WRITE = 0o022;

/**
 * No other user of the host can change the store or read its secrets. Who can reach a file is decided by every folder on
 * the way to it, from the root of the host down. Links carry no permissions of their own.
 */
export const permissionsCheck: Check = {
  id: CHECK,
  title: "Permissions",
  reads: "the permission bits and the owners of every path in the store, and of the folders above it",
  why: "Whoever can write the store can rewrite its history, and what another user owns the daemon may not replace",
  required: false,
  needs: ["files"],
  kinds: [WRITABLE, SECRET, OTHER_OWNER, WIDER],
  run({ store }) {
    const root = store.root_file;
    if (root === null) return { ran: false, reason: "The store's permissions are not known" };
    const files = everyPath({ ...root, path: "." }, store);
    const isReachable = reachOfOthers(root, store);
    const writable = files.filter((file) => isOpenToWriters(file) && isReachable(file));
    const leaking = secretFiles(store).filter((file) => allows(file, OTHERS_READ) && isReachable(file));
    const foreign = files.filter(({ uid }) => root.uid !== null && uid !== null && uid !== root.uid);
    const told = new Set([...writable, ...leaking]);
    const close = ["chmod", "-R", "o-rwx", store.real_root];
    return findings([
      ...grouped(writable, WRITABLE, store, {
        one: ({ path }) => `Every user of this host can write "${path}"`,
        many: (count, { path }) => `Every user of this host can write ${plural(count, "path")}, the first "${path}"`,
        shell: close,
      }),
      ...grouped(leaking, SECRET, store, {
        one: ({ path }) => `Every user of this host can read the secret record "${path}"`,
        many: (count, { path }) =>
          `Every user of this host can read ${plural(count, "secret record")}, the first "${path}"`,
        shell: close,
      }),
      ...grouped(foreign, OTHER_OWNER, store, {
        one: ({ path, uid }) => `"${path}" belongs to user ${uid}, the store to user ${root.uid}`,
        many: (count, { path, uid }) =>
          `${plural(count, "path")} belong to another user than the store, user ${root.uid}: ` +
          `the first, "${path}", to user ${uid}`,
        shell: ["chown", "-hR", `${root.uid}`, store.real_root],
      }),
      ...widerThanRoot(files.filter((file) => !told.has(file)), root, store),
    ]);
  },
};

/** Whether others come as far as what is in the folder of the path: every folder lets them pass. One whose mode is not known may. */
function reachOfOthers(root: FileEntry, { above, folders }: StoreSnapshot): (file: FileEntry) => boolean {
  const passes = (folder: FileEntry | undefined) => folder === undefined || allows(folder, OTHERS_SEARCH);
  const toRoot = (above ?? []).every(passes);
  const byPath = new Map(folders.map((folder) => [folder.path, folder]));
  const into = (folder: string): boolean =>
    folder === "" ? toRoot && passes(root) : into(folderOf(folder)) && passes(byPath.get(folder));
  return ({ path }) => into(folderOf(path));
}

/** One finding for all of them: a daemon writes every file alike. */
function widerThanRoot(files: readonly FileEntry[], root: FileEntry, store: StoreSnapshot): readonly Finding[] {
  if (root.mode === null) return [];
  const closed = ~openedMode(root.mode);
  const wider = files.filter(({ mode, type }) =>
    mode !== null && type !== "symlink" && (mode & closed & GROUP_AND_OTHERS_WRITE) !== 0
  );
  if (wider.length === 0) return [];
  return [finding(CHECK, WIDER, {
    target: ".",
    message: `${plural(wider.length, "path")} of the store ${
      wider.length === 1 ? "carries" : "carry"
    } write permissions that its own folder, ${modeText(root.mode)}, does not`,
    evidence: {
      file: ".",
      mode: modeText(root.mode),
      total: wider.length,
      paths: wider.slice(0, SHOWN_IN_FULL).map(({ path }) => path),
    },
  }, store)];
}

function everyPath(root: FileEntry, store: StoreSnapshot): readonly FileEntry[] {
  return [
    root,
    store.manifest.file,
    store.journal_file,
    ...store.folders,
    ...store.records.map(({ file }) => file),
    ...store.derived.flatMap(({ file, entries }) => [file, entries?.file]),
    ...store.files,
  ].flatMap((file) => file ?? []);
}

/** A folder can only be written by who may also enter it. */
function isOpenToWriters(file: FileEntry): boolean {
  if (file.type === "symlink" || !allows(file, OTHERS_WRITE)) return false;
  return file.type !== "directory" || (allows(file, OTHERS_SEARCH) && !allows(file, STICKY));
}

function allows({ mode }: FileEntry, bit: number): boolean {
  return mode !== null && (mode & bit) !== 0;
}

function secretFiles({ records }: StoreSnapshot): readonly FileEntry[] {
  return records.filter(({ record }) => textOf(record, "privacy_class") === "secret").map(({ file }) => file);
}

interface Wording {
  one(file: FileEntry): string;
  many(count: number, first: FileEntry): string;
  /** The command that mends all of them. */
  readonly shell: readonly string[];
}

/** One finding of the kind: about the path where there is one, else about the store. */
function grouped(
  files: readonly FileEntry[],
  of: FindingKind,
  store: StoreSnapshot,
  { one, many, shell }: Wording,
): readonly Finding[] {
  const [first, ...others] = files;
  if (first === undefined) return [];
  return [finding(CHECK, of, {
    target: others.length === 0 ? first.path : ".",
    message: others.length === 0 ? one(first) : many(files.length, first),
    evidence: {
      file: first.path,
      mode: first.mode === null ? null : modeText(first.mode),
      uid: first.uid,
      total: files.length,
      paths: files.slice(0, SHOWN_IN_FULL).map(({ path }) => path),
    },
    shell,
  }, store)];
}

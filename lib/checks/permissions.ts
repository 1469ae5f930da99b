import { textOf } from "../model/fields.ts";
import { openedMode } from "../change/modes.ts";
import type { Finding } from "../model/documents/health.ts";
import type { FileEntry, StoreSnapshot } from "../model/snapshot.ts";
import { plural } from "../text/words.ts";
import {
  type Check,
  finding,
  type FindingFacts,
  type FindingKind,
  findingKind,
  findings,
  SHOWN_IN_FULL,
  shownInFull,
} from "./check.ts";

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

const OTHERS_WRITE = 0o002;
const OTHERS_READ = 0o004;
const STICKY = 0o1000;
/** That others may read is how the daemon lays files down behind a closed folder (docs/domain.md, "The host"). */
const GROUP_AND_OTHERS_WRITE = 0o022;

/** No other user of the host can change the store or read its secrets. Links carry no permissions of their own. */
export const permissionsCheck: Check = {
  id: CHECK,
  title: "Permissions",
  reads: "the permission bits and the owners of every path in the store",
  why: "Whoever can write the store can rewrite its history, and what another user owns the daemon may not replace",
  required: false,
  needs: ["files"],
  kinds: [WRITABLE, SECRET, OTHER_OWNER, WIDER],
  run({ store }) {
    const root = store.root_file;
    if (root === null) return { ran: false, reason: "The store's permissions are not known" };
    const files = everyPath({ ...root, path: "." }, store);
    const writable = files.filter(isOpenToWriters);
    const leaking = secretFiles(store).filter(isOpenToReaders);
    const told = new Set([...writable, ...leaking]);
    return findings([
      ...listed(writable, WRITABLE, store, (file) => ({
        message: `Every user of this host can write "${file.path}"`,
        evidence: { file: file.path, mode: modeText(file) },
      })),
      ...listed(leaking, SECRET, store, (file) => ({
        message: `Every user of this host can read the secret record "${file.path}"`,
        evidence: { file: file.path, mode: modeText(file) },
      })),
      ...listed(
        files.filter(({ uid }) => root.uid !== null && uid !== null && uid !== root.uid),
        OTHER_OWNER,
        store,
        (file) => ({
          message: `"${file.path}" belongs to user ${file.uid}, the store to user ${root.uid}`,
          evidence: { file: file.path, uid: file.uid, store_uid: root.uid },
        }),
      ),
      ...widerThanRoot(files.filter((file) => !told.has(file)), root, store),
    ]);
  },
};

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
    } write permissions that its own folder, ${modeText(root)}, does not`,
    evidence: {
      file: ".",
      mode: modeText(root),
      total: wider.length,
      paths: wider.slice(0, SHOWN_IN_FULL).map(({ path }) => path),
    },
  }, store)];
}

function everyPath(root: FileEntry, store: StoreSnapshot): readonly FileEntry[] {
  return [
    root,
    ...(store.manifest.file === null ? [] : [store.manifest.file]),
    ...(store.journal_file === null ? [] : [store.journal_file]),
    ...store.folders,
    ...store.records.map((entry) => entry.file),
    ...store.derived.flatMap((entry) => entry.entries === null ? [entry.file] : [entry.file, entry.entries.file]),
    ...store.files,
  ];
}

function isOpenToWriters({ mode, type }: FileEntry): boolean {
  return mode !== null && (mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0 && type !== "symlink";
}

/** By the file's own bits, as ssh judges a key: folders are opened to others more easily than a leak is noticed. */
function isOpenToReaders({ mode }: FileEntry): boolean {
  return mode !== null && (mode & OTHERS_READ) !== 0;
}

function secretFiles({ records }: StoreSnapshot): readonly FileEntry[] {
  return records.filter(({ record }) => textOf(record, "privacy_class") === "secret").map(({ file }) => file);
}

function modeText({ mode }: FileEntry): string {
  return (mode ?? 0).toString(8).padStart(4, "0");
}

function listed(
  files: readonly FileEntry[],
  of: FindingKind,
  store: StoreSnapshot,
  factsOf: (file: FileEntry) => Omit<FindingFacts, "target">,
): readonly Finding[] {
  const rest = (more: number) =>
    finding(CHECK, of, {
      target: ".",
      message: `${plural(more, "more path")} of the store ${more === 1 ? "has" : "have"} the same fault`,
      evidence: { file: ".", total: files.length, shown: SHOWN_IN_FULL },
    }, store);
  return shownInFull(files, (file) => finding(CHECK, of, { target: file.path, ...factsOf(file) }, store), rest);
}

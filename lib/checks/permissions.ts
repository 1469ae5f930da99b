import type { Finding } from "../model/documents/health.ts";
import { stringField } from "../text/json.ts";
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

const OTHERS_WRITE = 0o002;
const OTHERS_READ = 0o004;
const STICKY = 0o1000;

/** No other user of the host can change the store or read its secrets. Links carry no permissions of their own. */
export const permissionsCheck: Check = {
  id: CHECK,
  title: "Permissions",
  reads: "the permission bits and the owners of every path in the store",
  why: "Whoever can write the store can rewrite its history, and what another user owns the daemon may not replace",
  required: false,
  needs: ["files"],
  kinds: [WRITABLE, SECRET, OTHER_OWNER],
  run({ store }) {
    const root = store.root_file;
    if (root === null) return { ran: false, reason: "The store's permissions are not known" };
    const files = everyPath({ ...root, path: "." }, store);
    return findings([
      ...listed(files.filter(isOpenToWriters), WRITABLE, store, (file) => ({
        message: `Every user of this host can write "${file.path}"`,
        evidence: { file: file.path, mode: modeText(file) },
      })),
      ...listed(secretFiles(store).filter(isOpenToReaders), SECRET, store, (file) => ({
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
    ]);
  },
};

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
  return records.filter(({ record }) => stringField(record, "privacy_class") === "secret").map(({ file }) => file);
}

function modeText({ mode }: FileEntry): string {
  return (mode ?? 0).toString(8).padStart(4, "0");
}

/** One finding a path; those beyond SHOWN_IN_FULL share one. */
function listed(
  files: readonly FileEntry[],
  of: FindingKind,
  store: StoreSnapshot,
  factsOf: (file: FileEntry) => Omit<FindingFacts, "target">,
): readonly Finding[] {
  const shown = files.slice(0, SHOWN_IN_FULL)
    .map((file) => finding(CHECK, of, { target: file.path, ...factsOf(file) }, store));
  const more = files.length - shown.length;
  return more === 0 ? shown : [
    ...shown,
    finding(CHECK, of, {
      target: ".",
      message: `${plural(more, "more path")} of the store ${more === 1 ? "has" : "have"} the same fault`,
      evidence: { file: ".", total: files.length, shown: SHOWN_IN_FULL },
    }, store),
  ];
}

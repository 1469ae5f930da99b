import type { FileEntry } from "../model/snapshot.ts";
import { type Check, finding, findingKind, findings } from "./check.ts";

const CHECK = "permissions";

const WRITABLE = findingKind(
  "permissions.writable-by-others",
  "error",
  "Other users can write the store",
  "Take the write permission away from other users",
);

const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/** No other user of the host can change the store. Links carry no permissions of their own. */
export const permissionsCheck: Check = {
  id: CHECK,
  title: "Permissions",
  reads: "the permission bits of the store",
  why: "Whoever can write the store can rewrite its history",
  required: false,
  kinds: [WRITABLE],
  run({ store }) {
    if (store.root_file === null) return { ran: false, reason: "The store's permissions are not known" };
    const files: readonly FileEntry[] = [
      { ...store.root_file, path: "." },
      ...(store.manifest.file === null ? [] : [store.manifest.file]),
      ...store.records.map((entry) => entry.file),
      ...store.derived.map((entry) => entry.file),
      ...store.files,
    ];
    const open = files.filter((file) =>
      file.mode !== null && (file.mode & OTHERS_WRITE) !== 0 && (file.mode & STICKY) === 0 && file.type !== "symlink"
    );
    return findings(open.map((file) =>
      finding(CHECK, WRITABLE, {
        target: file.path,
        message: `Every user of this host can write "${file.path}"`,
        evidence: { file: file.path, mode: (file.mode ?? 0).toString(8).padStart(4, "0") },
      }, store)
    ));
  },
};

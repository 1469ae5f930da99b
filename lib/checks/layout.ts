import { classifyPath, isKept, whatItHolds } from "../store/path_class.ts";
import { DENIED, mayOwnerRead, NAME_NOT_UTF8 } from "../store/known.ts";
import { INVENTORY_PATH } from "../derived/inventory.ts";
import { LOOK_NOTE_PATH } from "../derived/look_note.ts";
import { RECORD_CACHE_PATH } from "../derived/record_cache.ts";
import { INDEX_KINDS } from "../model/derived.ts";
import type { Finding } from "../model/documents/health.ts";
import { stringField } from "../text/json.ts";
import type { FileEntry, StoreSnapshot } from "../model/snapshot.ts";
import { type Check, finding, type FindingKind, findingKind, findings } from "./frame/check.ts";
import { MISSING_FOLDER_KINDS, missingFolders } from "./missing_folders.ts";

const CHECK = "layout";

const UNCLASSIFIED = findingKind(
  "layout.unclassified",
  "warning",
  "Something in the store is not recognised",
  "Find out what owns it, and move it out of the store, or accept it: it is kept as if it were durable",
  { durability: "unclassified" },
);
const ODD_TYPE = findingKind(
  "layout.odd-file",
  "warning",
  "Something in the store is a link, a pipe or a device",
  "Put a plain file in its place, or take it out of the store: links, pipes and devices are never followed or opened",
);
const LINKED = findingKind(
  "layout.linked-folder",
  "error",
  "A folder of the store is a link, and what lies behind it was not looked at",
  "Take the link away, and move the folder itself to its place: nothing follows a link inside a store",
);
const NOT_UTF8 = findingKind(
  "layout.name-not-utf8",
  "error",
  "A file has a name that is not UTF-8",
  "Give it another name with mv, or move it out of the store: under this one it cannot be opened",
);
const NOT_A_FOLDER = findingKind(
  "layout.not-a-folder",
  "error",
  "A file stands where a folder belongs",
  "Move it out of the store, and make the folder again: nothing can be kept in it until then",
);
const UNREADABLE = findingKind(
  "layout.unreadable-path",
  "error",
  "Something in the store cannot be looked at",
  "Run again as a user who may read it, or give the owner of the store that permission",
);
const LEFTOVER = findingKind(
  "layout.unfinished-write",
  "warning",
  "A write was never finished",
  "Let repair drop it: the target that it should have replaced is untouched",
  { durability: "disposable", automatic: true, command: ["repair", "--dry-run", "--scope", "disposable"] },
);
const STRAY = findingKind(
  "layout.stray-file",
  "warning",
  "A registry holds a file that is no record",
  "Move it out of the registry, or accept it where a program keeps it there",
  { durability: "unclassified" },
);

/** Nothing in the store is of an unknown owner or of a type that reading cannot trust. */
export const layoutCheck: Check = {
  id: CHECK,
  title: "Layout",
  reads: "every path in the store, and the folders that the manifest lists",
  why: "What nobody recognises can neither be repaired nor dropped safely",
  required: true,
  needs: ["files"],
  kinds: [
    ...MISSING_FOLDER_KINDS,
    UNCLASSIFIED,
    ODD_TYPE,
    LINKED,
    NOT_UTF8,
    NOT_A_FOLDER,
    UNREADABLE,
    LEFTOVER,
    STRAY,
  ],
  run({ store }) {
    const found: Finding[] = [...missingFolders(CHECK, store)];
    const unclassified = new Set<string>();
    for (const file of store.files) {
      if (isKept(file.path)) continue;
      // What only this caller may not read is no fault of the store.
      if (file.problem === DENIED && mayOwnerRead(file, store)) continue;
      const { durability, group } = classifyPath(file.path);
      if (file.problem === NAME_NOT_UTF8) {
        found.push(of(NOT_UTF8, file, `"${file.path}" has a name that is not UTF-8`, store));
      } else if (file.problem !== null) {
        found.push(of(UNREADABLE, file, `Cannot look at "${file.path}": ${file.problem}`, store));
      } else if (durability === "unclassified") {
        if (unclassified.has(group)) continue;
        unclassified.add(group);
        found.push(of(UNCLASSIFIED, { ...file, path: group }, `Nothing here knows "${group}"`, store));
      } else if (file.type === "symlink" && isFolder(file.path) && durability !== "disposable") {
        found.push(
          of(
            { ...LINKED, durability },
            file,
            `"${file.path}" is a link, and what lies behind it was not looked at`,
            store,
          ),
        );
      } else if (file.type !== "file" && file.type !== "directory") {
        found.push(of(ODD_TYPE, file, `"${file.path}" is ${typeText(file.type)}`, store));
      } else if (durability === "disposable" && file.path.endsWith(".json.tmp")) {
        found.push(of(LEFTOVER, file, `A write of "${file.path.slice(0, -".tmp".length)}" was never finished`, store));
      } else if (file.type === "file" && isFolder(file.path)) {
        found.push(of(NOT_A_FOLDER, file, `"${file.path}" is a file, not a folder`, store));
      } else if (isStray(file, store)) {
        found.push(of(STRAY, file, `"${file.path}" is no record of its registry`, store));
      }
    }
    return findings(found);
  },
};

/** Whether a folder stands under that name in every store that has it. */
function isFolder(path: string): boolean {
  const holds = whatItHolds(path);
  return holds === "records" || holds === "anything";
}

function typeText(type: FileEntry["type"]): string {
  return type === "other" ? "no file of a known type" : `a ${type.replace("_", " ")}`;
}

/** Registries hold `<id>.json` files and nothing else; repair reports keep their quarantine in a folder. */
function isStray(file: FileEntry, store: StoreSnapshot): boolean {
  const { group } = classifyPath(file.path);
  return whatItHolds(group) === "records" && file.path !== group && !belongsToDerived(file, store);
}

const BESIDE_CHECKPOINT: readonly string[] = [INVENTORY_PATH, RECORD_CACHE_PATH, LOOK_NOTE_PATH];

/** Entries whose record is gone or unreadable, or what an index of an unknown kind keeps: for the derived record to answer for. */
function belongsToDerived({ path }: FileEntry, { derived }: StoreSnapshot): boolean {
  return BESIDE_CHECKPOINT.includes(path) || /^indexes\/[^/]+\.entries\.ndjson$/.test(path) ||
    derived.some(({ folder, file, record }) =>
      folder === "indexes" && path.startsWith(file.path.replace(/json$/, "")) &&
      !INDEX_KINDS.some((kind) => kind === stringField(record, "index_kind"))
    );
}

function of(kindOf: FindingKind, file: FileEntry, message: string, store: StoreSnapshot): Finding {
  const evidence = { file: file.path, type: file.type, bytes: file.bytes };
  return finding(CHECK, kindOf, { target: file.path, message, evidence }, store);
}

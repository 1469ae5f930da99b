import { assertEquals } from "@std/assert";
import { permissionsCheck } from "../../../lib/checks/permissions.ts";
import type { FileEntry, RecordEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import { derivedEntry, entryOf, fileEntry, healthyStore, manifestEntry, ROOT } from "../../helpers/snapshots.ts";

const OPEN = fileEntry(".", { type: "directory", bytes: 0, mode: 0o755 });
const CLOSED = fileEntry(".", { type: "directory", bytes: 0, mode: 0o750 });
const folder = (path: string, mode: number) => fileEntry(path, { type: "directory", bytes: 0, mode });
const CLOSE = `chmod -R o-rwx ${ROOT}`;

const evidence = (path: string, mode: string, paths = [path], uid = 1000) => ({
  file: path,
  mode,
  uid,
  total: paths.length,
  paths,
});
const open = (path: string, mode: string, more: readonly string[] = []): Found =>
  found({
    id: "permissions.writable-by-others",
    severity: "error",
    target: more.length === 0 ? path : ".",
    message: more.length === 0
      ? `Every user of this host can write "${path}"`
      : `Every user of this host can write ${more.length + 1} paths, the first "${path}"`,
    evidence: evidence(path, mode, [path, ...more]),
    command: CLOSE,
  });

const leak = (path: string, mode: string, more: readonly string[] = []): Found =>
  found({
    id: "permissions.secret-readable",
    severity: "error",
    target: more.length === 0 ? path : ".",
    message: more.length === 0
      ? `Every user of this host can read the secret record "${path}"`
      : `Every user of this host can read ${more.length + 1} secret records, the first "${path}"`,
    evidence: evidence(path, mode, [path, ...more]),
    command: CLOSE,
  });

const foreign = (path: string, uid: number): Found =>
  found({
    id: "permissions.other-owner",
    severity: "warning",
    target: path,
    message: `"${path}" belongs to user ${uid}, the store to user 1000`,
    evidence: evidence(path, "0600", [path], uid),
    command: `chown -hR 1000 ${ROOT}`,
  });
const wider = (root: string, ...paths: readonly string[]): Found =>
  found({
    id: "permissions.wider-than-root",
    severity: "info",
    target: ".",
    message: `${paths.length === 1 ? "1 path of the store carries" : `${paths.length} paths of the store carry`} ` +
      `write permissions that its own folder, ${root}, does not`,
    evidence: { file: ".", mode: root, total: paths.length, paths },
  });
const entryWithMode = (privacy: string, path: string, mode: number): RecordEntry => ({
  ...entryOf("object", { privacy_class: privacy }),
  file: fileEntry(path, { mode }),
});

/** A secret record that others may read, in a registry of that mode. */
function secretIn(root: FileEntry, mode: number): Partial<StoreSnapshot> {
  return {
    root_file: root,
    folders: [folder("objects", mode)],
    records: [entryWithMode("secret", "objects/a.json", 0o644)],
  };
}

const cases: readonly (readonly [name: string, changes: Partial<StoreSnapshot>, want: readonly Found[] | string])[] = [
  ["cannot run where no permissions are known", { root_file: null }, "The store's permissions are not known"],
  ["accepts what only readers share", { root_file: OPEN }, []],
  ["reports a root that others can write", { root_file: { ...OPEN, mode: 0o777 } }, [open(".", "0777")]],
  ["lets a shared folder be where only owners may remove", { root_file: { ...OPEN, mode: 0o1777 } }, []],
  ["lets a folder be that others may write and not enter", { root_file: { ...OPEN, mode: 0o702 } }, []],
  ["reports each file that others can write, once", {
    root_file: OPEN,
    folders: [folder("objects", 0o755), folder("indexes", 0o755), folder("tmp", 0o755)],
    manifest: { ...manifestEntry(), file: fileEntry("manifest.json", { mode: 0o666 }) },
    records: [{ ...entryOf("object"), file: fileEntry("objects/a.json", { mode: 0o602 }) }],
    derived: [
      derivedEntry("indexes/x.json", { schema: "elsewhere" }, {
        file: fileEntry("indexes/x.json", { mode: 0o622 }),
        entries: {
          file: fileEntry("indexes/x.entries.ndjson", { mode: 0o666 }),
          state: "ok",
          sha256: null,
          count: 0,
          difference: null,
        },
      }),
      derivedEntry("indexes/y.json", { schema: "elsewhere" }, {
        file: fileEntry("indexes/y.json", { mode: 0o622 }),
        entries: null,
      }),
    ],
    files: [fileEntry("tmp/lock", { mode: 0o002 })],
  }, [
    open("manifest.json", "0666", [
      "objects/a.json",
      "indexes/x.json",
      "indexes/x.entries.ndjson",
      "indexes/y.json",
      "tmp/lock",
    ]),
  ]],
  ["reports the journal and folders that others can write", {
    root_file: OPEN,
    journal_file: fileEntry("journal.jsonl", { mode: 0o606 }),
    folders: [folder("objects", 0o777)],
  }, [open("journal.jsonl", "0606", ["objects"])]],
  ["reports secret records that others can read, and only secret ones", {
    root_file: OPEN,
    folders: [folder("objects", 0o755)],
    records: [
      entryWithMode("secret", "objects/a.json", 0o644),
      entryWithMode("secret", "objects/b.json", 0o640),
      entryWithMode("regulated", "objects/c.json", 0o644),
    ],
  }, [leak("objects/a.json", "0644")]],
  ["reports several secret records once", {
    root_file: OPEN,
    folders: [folder("objects", 0o755)],
    records: ["a", "b"].map((name) => entryWithMode("secret", `objects/${name}.json`, 0o644)),
  }, [leak("objects/a.json", "0644", ["objects/b.json"])]],
  ["reports what others can reach by its name, in a folder that they may not list", {
    root_file: { ...OPEN, mode: 0o711 },
    folders: [folder("objects", 0o711)],
    records: [entryWithMode("secret", "objects/a.json", 0o644)],
  }, [leak("objects/a.json", "0644")]],
  ["lets a secret be that only the mode of the store closes", secretIn(CLOSED, 0o755), []],
  ["lets a secret be that only the mode of its registry closes", secretIn(OPEN, 0o750), []],
  ["lets a secret be that a folder far above the store closes", {
    ...secretIn(OPEN, 0o755),
    above: [folder("/", 0o755), folder("/srv", 0o700)],
  }, []],
  ["says once that more may write files than their store lets in", {
    root_file: fileEntry("/srv/state", { type: "directory", mode: 0o750 }),
    journal_file: fileEntry("journal.jsonl", { mode: 0o664 }),
    folders: [fileEntry("objects", { type: "directory", mode: 0o770 })],
    files: [fileEntry("tmp/run", { mode: 0o755 }), fileEntry("tmp/shared", { mode: 0o640 })],
  }, [wider("0750", "journal.jsonl", "objects")]],
  ["says it of one path too", {
    root_file: fileEntry("/srv/state", { type: "directory", mode: 0o750 }),
    journal_file: fileEntry("journal.jsonl", { mode: 0o664 }),
  }, [{
    ...wider("0750", "journal.jsonl"),
    message: "1 path of the store carries write permissions that its own folder, 0750, does not",
  }]],
  ["lets files be where nobody knows whom the store lets in", {
    root_file: fileEntry("/srv/state", { type: "directory", mode: null }),
    files: [fileEntry("tmp/shared", { mode: 0o664 })],
  }, []],
  ["names twenty such paths and counts all", {
    root_file: fileEntry("/srv/state", { type: "directory", mode: 0o750 }),
    files: Array.from({ length: 22 }, (_, number) => fileEntry(`tmp/${number}`, { mode: 0o664 })),
  }, [{
    ...wider("0750"),
    message: "22 paths of the store carry write permissions that its own folder, 0750, does not",
    evidence: {
      file: ".",
      mode: "0750",
      total: 22,
      paths: Array.from({ length: 20 }, (_, number) => `tmp/${number}`),
    },
  }]],
  ["takes a folder that a change has closed to its group for what it was", {
    root_file: fileEntry("/srv/state", { type: "directory", mode: 0o4750 }),
    files: [fileEntry("tmp/shared", { mode: 0o660 })],
  }, []],
  ["reports what another user than the store's owner owns", {
    files: [fileEntry("receipts/a", { uid: 0 }), fileEntry("receipts/b"), fileEntry("receipts/c", { uid: null })],
  }, [foreign("receipts/a", 0)]],
  ["reports what another user owns, though its permissions are not known", {
    files: [fileEntry("receipts/a", { uid: 0, mode: null })],
  }, [{ ...foreign("receipts/a", 0), evidence: { ...evidence("receipts/a", "", undefined, 0), mode: null } }]],
  ["finds no other owner where the owner of the store is not known", {
    root_file: fileEntry(".", { type: "directory", uid: null }),
  }, []],
  ["names twenty paths and counts all", {
    files: Array.from({ length: 22 }, (_, number) => fileEntry(`receipts/${number}`, { uid: 7 })),
  }, [{
    ...foreign(".", 7),
    message: '22 paths belong to another user than the store, user 1000: the first, "receipts/0", to user 7',
    evidence: {
      ...evidence("receipts/0", "0600", Array.from({ length: 20 }, (_, number) => `receipts/${number}`), 7),
      total: 22,
    },
  }]],
  ["passes over links and unknown modes", {
    files: [fileEntry("tmp/link", { type: "symlink", mode: 0o777 }), fileEntry("tmp/other", { mode: null })],
    manifest: { ...manifestEntry(), file: null },
  }, []],
];

for (const [name, changes, want] of cases) {
  Deno.test(`permissionsCheck ${name}`, () => assertEquals(runCheck(permissionsCheck, healthyStore(changes)), want));
}

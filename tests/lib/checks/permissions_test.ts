import { assertEquals } from "@std/assert";
import { permissionsCheck } from "../../../lib/checks/permissions.ts";
import type { RecordEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import { derivedEntry, entryOf, fileEntry, healthyStore, manifestEntry } from "../../helpers/snapshots.ts";

const open = (path: string, mode: string): Found =>
  found({
    id: "permissions.writable-by-others",
    severity: "error",
    target: path,
    message: `Every user of this host can write "${path}"`,
    evidence: { file: path, mode },
  });

const foreign = (path: string, uid: number): Found =>
  found({
    id: "permissions.other-owner",
    severity: "warning",
    target: path,
    message: `"${path}" belongs to user ${uid}, the store to user 1000`,
    evidence: { file: path, uid, store_uid: 1000 },
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

const cases: readonly (readonly [name: string, changes: Partial<StoreSnapshot>, want: readonly Found[] | string])[] = [
  ["cannot run where no permissions are known", { root_file: null }, "The store's permissions are not known"],
  ["accepts what only readers share", { root_file: fileEntry("/srv/state", { type: "directory", mode: 0o755 }) }, []],
  ["reports a root that others can write", { root_file: fileEntry("/srv/state", { type: "directory", mode: 0o777 }) }, [
    open(".", "0777"),
  ]],
  ["lets a shared folder be where only owners may remove", {
    root_file: fileEntry("/srv/state", { type: "directory", mode: 0o1777 }),
  }, []],
  ["reports each file that others can write", {
    manifest: { ...manifestEntry(), file: fileEntry("manifest.json", { mode: 0o666 }) },
    records: [{ ...entryOf("object"), file: fileEntry("objects/a.json", { mode: 0o602 }) }],
    derived: [derivedEntry("indexes/x.json", { schema: "elsewhere" }, {
      file: fileEntry("indexes/x.json", { mode: 0o622 }),
    })],
    files: [fileEntry("tmp/lock", { mode: 0o002 })],
  }, [
    open("manifest.json", "0666"),
    open("objects/a.json", "0602"),
    open("indexes/x.json", "0622"),
    open("tmp/lock", "0002"),
  ]],
  ["reports the journal, folders and entries that others can write", {
    journal_file: fileEntry("journal.jsonl", { mode: 0o606 }),
    folders: [fileEntry("objects", { type: "directory", mode: 0o777 })],
    derived: [derivedEntry("indexes/x.json", { schema: "elsewhere" }, {
      entries: {
        file: fileEntry("indexes/x.entries.ndjson", { mode: 0o666 }),
        state: "ok",
        sha256: null,
        count: 0,
        difference: null,
      },
    })],
  }, [
    open("journal.jsonl", "0606"),
    open("objects", "0777"),
    open("indexes/x.entries.ndjson", "0666"),
  ]],
  ["reports secret records that others can read, and only secret ones", {
    records: [
      entryWithMode("secret", "objects/a.json", 0o644),
      entryWithMode("secret", "objects/b.json", 0o640),
      entryWithMode("regulated", "objects/c.json", 0o644),
    ],
  }, [
    found({
      id: "permissions.secret-readable",
      severity: "error",
      target: "objects/a.json",
      message: 'Every user of this host can read the secret record "objects/a.json"',
      evidence: { file: "objects/a.json", mode: "0644" },
    }),
  ]],
  ["says once that more may write files than their store lets in", {
    root_file: fileEntry("/srv/state", { type: "directory", mode: 0o750 }),
    journal_file: fileEntry("journal.jsonl", { mode: 0o664 }),
    folders: [fileEntry("objects", { type: "directory", mode: 0o770 })],
    files: [fileEntry("tmp/run", { mode: 0o755 }), fileEntry("tmp/shared", { mode: 0o640 })],
  }, [wider("0750", "journal.jsonl", "objects")]],
  ["takes a folder that a change has closed to its group for what it was", {
    root_file: fileEntry("/srv/state", { type: "directory", mode: 0o4750 }),
    files: [fileEntry("tmp/shared", { mode: 0o660 })],
  }, []],
  ["reports what another user than the store's owner owns", {
    files: [fileEntry("receipts/a", { uid: 0 }), fileEntry("receipts/b"), fileEntry("receipts/c", { uid: null })],
  }, [foreign("receipts/a", 0)]],
  ["finds no other owner where the owner of the store is not known", {
    root_file: fileEntry(".", { type: "directory", uid: null }),
  }, []],
  ["names twenty paths and counts the others", {
    files: Array.from({ length: 22 }, (_, number) => fileEntry(`receipts/${number}`, { uid: 7 })),
  }, [
    ...Array.from({ length: 20 }, (_, number) => foreign(`receipts/${number}`, 7)),
    {
      ...foreign(".", 7),
      message: "2 more paths of the store have the same fault",
      evidence: { file: ".", total: 22, shown: 20 },
    },
  ]],
  ["passes over links and unknown modes", {
    files: [fileEntry("tmp/link", { type: "symlink", mode: 0o777 }), fileEntry("tmp/other", { mode: null })],
    manifest: { ...manifestEntry(), file: null },
  }, []],
];

for (const [name, changes, want] of cases) {
  Deno.test(`permissionsCheck ${name}`, () => assertEquals(runCheck(permissionsCheck, healthyStore(changes)), want));
}

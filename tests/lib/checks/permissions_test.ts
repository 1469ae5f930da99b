import { assertEquals } from "@std/assert";
import { permissionsCheck } from "../../../lib/checks/permissions.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
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
  ["passes over links and unknown modes", {
    files: [fileEntry("tmp/link", { type: "symlink", mode: 0o777 }), fileEntry("tmp/other", { mode: null })],
    manifest: { ...manifestEntry(), file: null },
  }, []],
];

for (const [name, changes, want] of cases) {
  Deno.test(`permissionsCheck ${name}`, () => assertEquals(runCheck(permissionsCheck, healthyStore(changes)), want));
}

import { assertEquals } from "@std/assert";
import { layoutCheck } from "../../../lib/checks/layout.ts";
import type { FileEntry } from "../../../lib/model/snapshot.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import { derivedEntry, fileEntry, ROOT } from "../../helpers/snapshots.ts";

const evidence = (path: string, type: FileEntry["type"] = "file") => ({ file: path, type, bytes: 100 });
const at = (
  path: string,
  id: string,
  message: string,
  more: Partial<Found> = {},
): Found =>
  found({ id: `layout.${id}`, severity: "warning", target: path, message, evidence: evidence(path), ...more });
const stray = (path: string) =>
  at(path, "stray-file", `"${path}" is no record of its registry`, { durability: "unclassified" });
const odd = (path: string, type: FileEntry["type"], what: string) =>
  at(path, "odd-file", `"${path}" is ${what}`, { evidence: evidence(path, type) });
const leftover = (path: string, target: string) =>
  at(path, "unfinished-write", `A write of "${target}" was never finished`, {
    durability: "disposable",
    automatic: true,
    command: `sourceos sync repair --dry-run --scope disposable --store ${ROOT}`,
  });

const cases: readonly (readonly [name: string, files: readonly FileEntry[], want: readonly Found[]])[] = [
  ["knows temporary files, receipts, the daemon's queue and quarantined files", [
    fileEntry("tmp/sync.lock"),
    fileEntry("tmp/deep/scratch.json"),
    fileEntry("receipts/one.bin"),
    fileEntry("orchestration/queue/1"),
    fileEntry("current-version"),
    fileEntry("repair-reports/quarantine/r1/objects/a.json"),
  ], []],
  ["reports what nothing knows once a folder", [
    fileEntry("photos/one.jpg"),
    fileEntry("photos/two.jpg"),
    fileEntry("notes.txt"),
  ], [
    at("photos", "unclassified", 'Nothing here knows "photos"', { durability: "unclassified" }),
    at("notes.txt", "unclassified", 'Nothing here knows "notes.txt"', { durability: "unclassified" }),
  ]],
  ["reports links, pipes and devices", [
    fileEntry("objects", { type: "symlink" }),
    fileEntry("indexes", { type: "symlink" }),
    fileEntry("tmp", { type: "symlink" }),
    fileEntry("receipts/one.json", { type: "symlink" }),
    fileEntry("tmp/pipe", { type: "fifo" }),
    fileEntry("tmp/door", { type: "socket" }),
    fileEntry("indexes/disk", { type: "block_device" }),
    fileEntry("indexes/null", { type: "char_device" }),
    fileEntry("indexes/what", { type: "other" }),
  ], [
    at("objects", "linked-folder", '"objects" is a link, and what lies behind it was not looked at', {
      severity: "error",
      evidence: evidence("objects", "symlink"),
    }),
    at("indexes", "linked-folder", '"indexes" is a link, and what lies behind it was not looked at', {
      severity: "error",
      durability: "rebuildable",
      evidence: evidence("indexes", "symlink"),
    }),
    odd("tmp", "symlink", "a symlink"),
    odd("receipts/one.json", "symlink", "a symlink"),
    odd("tmp/pipe", "fifo", "a fifo"),
    odd("tmp/door", "socket", "a socket"),
    odd("indexes/disk", "block_device", "a block device"),
    odd("indexes/null", "char_device", "a char device"),
    odd("indexes/what", "other", "no file of a known type"),
  ]],
  ["reports a file in the place of a registry", [fileEntry("objects"), fileEntry("tmp")], [
    at("objects", "not-a-folder", '"objects" is a file, not a folder', { severity: "error" }),
    at("tmp", "not-a-folder", '"tmp" is a file, not a folder', { severity: "error" }),
  ]],
  ["reports what cannot be looked at, whatever it is", [
    fileEntry("objects", { type: "directory", mode: 0, problem: "permission denied" }),
    fileEntry("plans", { type: "directory", problem: "permission denied" }),
    fileEntry("photos", { type: "other", problem: "input/output error" }),
    fileEntry("objects/\ufffd.json", { type: "other", problem: "its name is not UTF-8" }),
  ], [
    at("objects", "unreadable-path", 'Cannot look at "objects": permission denied', {
      severity: "error",
      evidence: evidence("objects", "directory"),
    }),
    at("photos", "unreadable-path", 'Cannot look at "photos": input/output error', {
      severity: "error",
      evidence: evidence("photos", "other"),
    }),
    at("objects/\ufffd.json", "name-not-utf8", '"objects/\ufffd.json" has a name that is not UTF-8', {
      severity: "error",
      evidence: evidence("objects/\ufffd.json", "other"),
    }),
  ]],
  ["lets repair drop unfinished writes", [
    fileEntry("manifest.json.tmp"),
    fileEntry("objects/a.json.tmp"),
    fileEntry("tmp/a.json.tmp"),
  ], [
    leftover("manifest.json.tmp", "manifest.json"),
    leftover("objects/a.json.tmp", "objects/a.json"),
    leftover("tmp/a.json.tmp", "tmp/a.json"),
  ]],
  ["reports files in registries that are no records", [
    fileEntry("objects/README"),
    fileEntry("objects/deep/a.json"),
    fileEntry("indexes/notes.txt"),
  ], [stray("objects/README"), stray("objects/deep/a.json"), stray("indexes/notes.txt")]],
  ["never judges what a repair keeps", [
    fileEntry("repair-reports/quarantine/repair-0001/objects/a.json"),
    fileEntry("repair-reports/quarantine/repair-0001/objects/a.json.tmp"),
    fileEntry("repair-reports/before/repair-0001/manifest.json", { problem: "permission denied" }),
    fileEntry("repair-reports/before/repair-0001/pipe", { type: "fifo" }),
  ], []],
  ["knows the cache of records", [fileEntry("checkpoints/records.cache")], []],
  ["leaves entries without a record to the check of the indexes", [fileEntry("indexes/lost.entries.ndjson")], []],
];

for (const [name, files, want] of cases) {
  Deno.test(`layoutCheck ${name}`, () => assertEquals(runCheck(layoutCheck, { files }), want));
}

Deno.test("layoutCheck leaves the files of an index of an unknown kind alone, and only those", () => {
  const derived = [
    derivedEntry("indexes/faces.json", { index_kind: "faces" }),
    derivedEntry("indexes/heads.json", { index_kind: "object-heads" }),
    derivedEntry("checkpoints/other.json", { checkpoint_kind: "other" }),
  ];
  const files = ["indexes/faces.bin", "indexes/facesbin", "indexes/heads.bin", "checkpoints/other.bin"];
  assertEquals(
    runCheck(layoutCheck, { derived, files: files.map((path) => fileEntry(path)) }),
    files.slice(1).map(stray),
  );
});

Deno.test("layoutCheck cannot run on what a daemon tells", () => {
  assertEquals(runCheck(layoutCheck, { origin: "daemon" }), "The daemon does not show the files of its store");
});
